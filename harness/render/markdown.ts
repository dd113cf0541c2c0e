import { oneLine } from './labels.ts';

/** A table; its cells are escaped. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** One line of text that Markdown takes for text: no cell ends early, no tag begins. */
export function escape(text: string): string {
  return oneLine(text).replace(/[|<]/g, (character) => (character === '|' ? '\\|' : '&lt;'));
}
