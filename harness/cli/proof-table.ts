import Table from 'cli-table3';
import { styleText } from 'node:util';
import type { Proof } from '../engine/prove.ts';
import type { Reason } from '../scenario/known-bad.ts';

/** The table at the end of `prove`: what had to be found of each workload, and what was found. */
export function renderProofs(proofs: readonly Proof[], options: { colour?: boolean } = {}): string {
  const paint = (right: boolean, text: string): string => {
    if (options.colour !== true) return text;
    return styleText(right ? 'green' : 'red', text, { validateStream: false });
  };
  const table = new Table({
    head: ['workload', 'scenario', 'expected', 'found', 'as expected'],
    colWidths: [null, null, 40, 60, null],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const proof of proofs) {
    const right = proof.wrong.length === 0;
    const done = proof.expects.verdict === 'pass' ? 'passed' : 'caught';
    table.push([
      nameOf(proof),
      proof.scenario,
      expectedBy(proof),
      foundIn(proof),
      paint(right, right ? done : 'NOT'),
    ]);
  }
  const complaints = proofs.flatMap((proof) =>
    proof.wrong.map((sentence) => `${nameOf(proof)} under ${proof.scenario}: ${sentence}.`),
  );
  return [table.toString(), ...complaints, ...sums(proofs), ''].join('\n');
}

const nameOf = ({ stack, variant }: Proof): string => `${stack} ${variant ?? 'good'}`;

/** `fail: lost >= 100, one of: stale >= 1, behind >= 1`. */
function expectedBy({ expects: { verdict, reasons, anyOf = [] } }: Proof): string {
  const all = reasons.map(demand);
  if (anyOf.length > 0) all.push(`one of: ${anyOf.map(demand).join(', ')}`);
  return all.length === 0 ? verdict : `${verdict}: ${all.join(', ')}`;
}

const demand = ({ kind, atLeast }: Reason): string => `${kind} >= ${String(atLeast)}`;

/** `fail: lost 1395, behind 1`. */
function foundIn({ found: { verdict, kinds } }: Proof): string {
  const all = kinds.map(({ kind, count }) => `${kind} ${String(count)}`);
  return all.length === 0 ? verdict : `${verdict}: ${all.join(', ')}`;
}

/** How many were caught, and how many good ones passed. */
function sums(proofs: readonly Proof[]): string[] {
  const share = (what: string, some: readonly Proof[]): string[] => {
    const right = some.filter(({ wrong }) => wrong.length === 0).length;
    return some.length === 0 ? [] : [`${what}: ${String(right)} of ${String(some.length)}.`];
  };
  const isGood = ({ expects }: Proof): boolean => expects.verdict === 'pass';
  return [
    ...share(
      'Known-bad cases caught for the right reason',
      proofs.filter((proof) => !isGood(proof)),
    ),
    ...share('Good cases that passed', proofs.filter(isGood)),
  ];
}
