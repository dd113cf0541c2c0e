import { SCENARIOS } from './scenarios.ts';

/** A choice of scenarios, and how long each is loaded. */
export interface Profile {
  /** For whom it is, as part of a sentence. */
  purpose: string;
  /** Ids, in the order of the list. */
  scenarios: readonly string[];
  /** For some of them, what a stack to which it does not apply goes through as well. */
  instead?: Readonly<Record<string, string>>;
  /** Seconds of load before the first fault and after the last recovery. */
  loadSeconds: number;
}

const EVERY = SCENARIOS.map(({ id }) => id);
const SMOKE: ReadonlySet<string> = new Set([
  'control',
  'pod-delete',
  'pod-kill',
  'scale-down-up',
  'node-drain',
]);

export const PROFILES = {
  smoke: {
    purpose: 'what breaks first, in minutes',
    scenarios: EVERY.filter((id) => SMOKE.has(id)),
    instead: { 'scale-down-up': 'scale-up' },
    loadSeconds: 5,
  },
  core: { purpose: 'every scenario', scenarios: EVERY, loadSeconds: 5 },
  full: { purpose: 'every scenario under a load six times as long', scenarios: EVERY, loadSeconds: 30 },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof PROFILES;

export const PROFILE_NAMES = Object.keys(PROFILES) as ProfileName[];
