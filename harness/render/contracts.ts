import { counted } from '../checks/finding.ts';
import { promisesWords, promiseWords, readsWords, type DurabilityContract } from '../model/contract.ts';
import type { HeldTo, RunResult, ScenarioResult, WeakerContract } from '../model/result.ts';
import { oneLine, secondsLabel } from './labels.ts';
import { escape, table } from './markdown.ts';

/** The section at the head of summary.md, where a contract promises less than the product's documentation; else empty. */
export function weakerSection({ weakerContracts }: Pick<RunResult, 'weakerContracts'>): string {
  if (weakerContracts.length === 0) return '';
  const rows = weakerContracts.map((weaker) => [
    subjectLabel(weaker),
    String(weaker.members),
    weaker.class,
    weaker.promised,
    weaker.documented,
    weaker.sources.map(({ title, url }) => `${title}, ${url}`).join('; '),
  ]);
  return [
    '## Weaker than documented',
    'These stacks promise less than their products’ own documentation, and were held to no more than they promise.',
    table(['stack', 'members', 'class of fault, or reads', 'promised', 'documented', 'source'], rows),
  ].join('\n\n');
}

/** The same as a sentence, for a terminal and for junit.xml. */
export function weakerSentence(weaker: WeakerContract): string {
  const { members, promised, documented, sources } = weaker;
  const cited = sources.map(({ title, url }) => `${title}, ${url}`).join('; ');
  return oneLine(
    `${subjectLabel(weaker)} with ${counted(members, 'member')}, ${weaker.class === 'reads' ? 'reads' : `class ${weaker.class}`}: ` +
      `promised: ${promised}; documented: ${documented} (${cited}).`,
  );
}

/** Which contract was applied, as a list: the one that it began with, and each that followed, with its time. */
export function contractLines({ contract, contracts }: ScenarioResult): string[] {
  const start = contracts[0]?.at ?? 0;
  const later = contracts.slice(1).map(({ at, contract: next }) => {
    const since = `from ${secondsLabel((at - start) / 1000)} on, with ${counted(next.members, 'member')}`;
    return `- Contract ${since}: ${promisesWords(next.promises)}${readsPart(next)}. ${next.summary}`;
  });
  const first = `- Contract with ${counted(contract.members, 'member')}: ${promisesWords(contract.promises)}${readsPart(contract)}.`;
  return [first, ...later].map(escape);
}

/** What is promised of reads, where that is said. */
function readsPart({ reads }: DurabilityContract): string {
  return reads === undefined ? '' : `; ${readsWords(reads)}`;
}

/** What a fault held the stack to; a promise that several contracts share is said once. */
export function heldToWords(held: HeldTo | undefined): string {
  if (held === undefined) return '';
  if (held.class === 'none') return 'It takes nothing away: everything acknowledged is kept.';
  const words = held.promises.map(({ members, promise }) => ({ members, words: promiseWords(promise) }));
  const different = new Set(words.map((one) => one.words));
  if (different.size === 0)
    return `Class ${held.class}, with no contract on record: everything acknowledged is kept.`;
  const said =
    different.size === 1
      ? [...different].join()
      : words.map((one) => `with ${counted(one.members, 'member')} ${one.words}`).join('; ');
  return `Class ${held.class}: ${said}.`;
}

function subjectLabel({ stack, variant }: Pick<WeakerContract, 'stack' | 'variant'>): string {
  return variant === undefined ? stack : `${stack} (${variant})`;
}
