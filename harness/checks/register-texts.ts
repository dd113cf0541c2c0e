import { placeLabel, type AnomalyText, type Place } from './anomalies.ts';
import { counted, secondsBetween } from './finding.ts';
import type { RegisterCodes } from './register-codes.ts';
import type { RegisterHistory } from './register-history.ts';
import { DID } from './register-model.ts';

const are = (times: number): string => (times === 1 ? 'is' : 'are');

/** The sentences of the register judge. */
export const REGISTER_TEXTS = {
  notLinearizable: {
    kind: 'not-linearizable',
    effect: 'fail',
    say: (times) => `The answers about ${counted(times, 'register')} fit no order of the operations`,
  },
  unexpectedAnswer: {
    kind: 'unexpected',
    effect: 'fail',
    say: (times) => `${counted(times, 'answer')} told of a value that nobody wrote to the register`,
  },
  unexpected: {
    kind: 'unexpected',
    effect: 'fail',
    say: (times, where) => `${where} holds ${counted(times, 'value')} that nobody wrote to the register`,
  },
  lost: {
    kind: 'lost',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'register')} on ${where} ${are(times)} not what any order of the operations leaves: an acknowledged write is not there`,
  },
  diverged: {
    kind: 'diverged',
    effect: 'fail',
    say: (times, where) =>
      `${counted(times, 'register')} on ${where} ${are(times)} not what the leader holds, though it reached the leader's position`,
  },
  duplicated: {
    kind: 'duplicated',
    effect: 'fail',
    say: (times, where) => `${where} holds ${counted(times, 'extra copy', 'extra copies')} of registers`,
  },
} as const satisfies Record<string, AnomalyText>;

/** Where the longest prefix of a history that fits an order ends, without a full stop. */
export function stuckText(
  key: string,
  history: RegisterHistory,
  codes: RegisterCodes,
  { stuck, placed, states }: { stuck: number; placed: number; states: readonly number[] },
): string {
  const answered = seconds(history.completedAt[stuck] ?? 0);
  const held = states.map((state) => codes.textOf(state)).join(' or ');
  return `of the ${counted(history.count, 'operation')} on ${key} the ${String(placed)} that were answered before ${answered} can be put in order; then comes ${answerText(history, codes, stuck)}, and the register held ${held}`;
}

/** One operation with its times and its answer. */
export function answerText(history: RegisterHistory, codes: RegisterCodes, at: number): string {
  const { did, a, b } = history.model;
  const [first, second] = [codes.textOf(a[at] ?? 0), codes.textOf(b[at] ?? 0)];
  const span = `${seconds(history.invokedAt[at] ?? 0)} to ${seconds(history.completedAt[at] ?? 0)}`;
  switch (did[at]) {
    case DID.read:
      return `a read (${span}) that came back with ${first}`;
    case DID.swap:
      return `a cas from ${first} to ${second} (${span}) that swapped`;
    default: // no answer but a refusal: a write is never stuck, since every state allows it
      return `a cas from ${first} to ${second} (${span}) that was refused`;
  }
}

/** What a member holds at the end. */
export function heldText(key: string, codes: RegisterCodes, code: number): string {
  return `${key} holds ${codes.textOf(code)}`;
}

export function divergedText(
  key: string,
  codes: RegisterCodes,
  code: number,
  leader: [Place, number],
): string {
  return `${heldText(key, codes, code)}, and ${codes.textOf(leader[1])} on ${placeLabel(leader[0])}`;
}

function seconds(at: number): string {
  return `${String(secondsBetween(0, at))} s`;
}
