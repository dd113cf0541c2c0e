import { readFileSync } from 'node:fs';

/** What of Stryker's report is needed here (mutation-testing-report-schema). */
interface Report {
  files: Record<string, { source: string; mutants: Mutant[] }>;
}
interface Mutant {
  mutatorName: string;
  replacement?: string;
  status: string;
  location: { start: { line: number; column: number }; end: { line: number; column: number } };
}

const FOUND = ['Killed', 'Timeout'];
const MISSED = ['Survived', 'NoCoverage'];

/**
 * Prints a report of mutation testing as the tables of docs/mutation.md: the score of every file, then what
 * survived. `node testing/mutation/score-table.ts [REPORT]`, by default that of the last `npm run mutation`.
 */
const { files } = JSON.parse(
  readFileSync(process.argv[2] ?? 'reports/mutation/mutation.json', 'utf8'),
) as Report;

const count = (mutants: readonly Mutant[], statuses: readonly string[]): number =>
  mutants.filter(({ status }) => statuses.includes(status)).length;

function row(name: string, mutants: readonly Mutant[]): string {
  const [found, missed] = [count(mutants, FOUND), count(mutants, MISSED)];
  const score = ((100 * found) / Math.max(1, found + missed)).toFixed(1);
  return `| ${name} | ${String(found + missed)} | ${String(found)} | ${score} % |`;
}

const sorted = Object.entries(files).sort(([a], [b]) => a.localeCompare(b));
const lines = ['| file | mutants | killed | score |', '| --- | ---: | ---: | ---: |'];
for (const [name, { mutants }] of sorted) {
  if (count(mutants, [...FOUND, ...MISSED]) > 0) lines.push(row(name, mutants));
}
lines.push(
  row(
    'all',
    sorted.flatMap(([, { mutants }]) => mutants),
  ),
  '',
  '| survivor | instead |',
  '| --- | --- |',
);

const cell = (text: string): string =>
  `\`${text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').slice(0, 90)}\``;
for (const [name, { source, mutants }] of sorted) {
  const text = source.split('\n');
  for (const { status, location, mutatorName, replacement = mutatorName } of mutants) {
    if (!MISSED.includes(status)) continue;
    const { start, end } = location;
    const last = end.line === start.line ? end.column - 1 : undefined;
    const original = (text[start.line - 1] ?? '').slice(start.column - 1, last);
    lines.push(`| ${name}:${String(start.line)} ${cell(original)} | ${cell(replacement)} |`);
  }
}
process.stdout.write(`${lines.join('\n')}\n`);
