import { SCENARIOS } from '../scenario/scenarios.ts';
import type { RunOptions } from './options.ts';

/** What no scenario does yet. */
const NEVER = [
  'Power loss: no write was cut off from the disk; a killed process keeps the page cache.',
  'The loss of a node for good, of a whole zone, of every copy at once; full and damaged disks.',
];

/** What a pass of this run does not say: what nobody can test yet, and what the user left out. */
export function notTested({
  scenarios,
  mix,
  calibrate,
}: Pick<RunOptions, 'scenarios' | 'mix' | 'calibrate'>): string[] {
  const leftOut = SCENARIOS.map(({ id }) => id).filter((id) => !scenarios.includes(id));
  const used = Object.entries(mix ?? {}).flatMap(([kind, weight]) => (weight > 0 ? [kind] : []));
  return [
    ...NEVER,
    ...(leftOut.length === 0 ? [] : [`Scenarios that were not asked for: ${leftOut.join(', ')}.`]),
    ...(calibrate
      ? []
      : ['No driver was tried against a single server: a broken one may look like a broken stack.']),
    ...(used.length === 0 ? [] : [`Other operations than ${used.join(', ')}, as --mix asked.`]),
  ];
}
