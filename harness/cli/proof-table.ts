import Table from 'cli-table3';
import { styleText } from 'node:util';
import type { Proof } from '../engine/prove.ts';

/** The table at the end of `prove`: what each known-bad variant had to be found to do, and what was found. */
export function renderProofs(proofs: readonly Proof[], options: { colour?: boolean } = {}): string {
  const paint = (caught: boolean): string => {
    const text = caught ? 'caught' : 'NOT';
    if (options.colour !== true) return text;
    return styleText(caught ? 'green' : 'red', text, { validateStream: false });
  };
  const table = new Table({
    head: ['variant', 'scenario', 'expected', 'found', 'caught'],
    style: { head: [], border: [] },
  });
  for (const { stack, variant, scenario, expects, found, caught } of proofs) {
    table.push([`${stack} ${variant}`, scenario, inWords(expects), inWords(found), paint(caught)]);
  }
  const missed = proofs.filter((proof) => !proof.caught).length;
  const total = String(proofs.length);
  const sum =
    missed === 0
      ? `All ${total} were caught for the right reason.`
      : `${String(missed)} of ${total} were NOT caught for the right reason.`;
  return `${table.toString()}\n${sum}\n`;
}

/** `fail: lost, stale`. */
function inWords({ verdict, kinds }: Proof['expects']): string {
  return kinds.length === 0 ? verdict : `${verdict}: ${kinds.join(', ')}`;
}
