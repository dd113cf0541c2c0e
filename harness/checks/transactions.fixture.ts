import type { LoadedEvidence } from '../model/bundle-evidence.ts';
import type { MicroOperation } from '../model/functions.ts';
import type { Operation } from '../model/operation.ts';
import type { ReadBack } from '../model/read-back.ts';
import type { Finding } from '../model/verdict.ts';
import { controlEvidence, readBack } from './evidence.fixture.ts';
import { judgeTransactions } from './judging.fixture.ts';

export interface Sample {
  name: string;
  outcome: 'ok' | 'fail' | 'info' | 'open';
  steps: MicroOperation[];
  /** By default each transaction has a process of its own. */
  process?: number;
  from?: number;
  to?: number;
}

/** A transaction from its steps in short: `a+1` appends 1 to a, `a=1,2` reads [1, 2] of a, `a=` reads []. */
export function tx(name: string, steps: string, outcome: Sample['outcome'] = 'ok', process?: number): Sample {
  return { name, outcome, steps: stepsOf(steps), ...(process === undefined ? {} : { process }) };
}

function stepsOf(text: string): MicroOperation[] {
  return text.split(' ').map((step) => {
    const [, list = '', sign, values = ''] = /^(\w+)([+=])([\d,]*)$/.exec(step) ?? [];
    return sign === '+' ? ['append', list, Number(values)] : ['read', list, numbers(values)];
  });
}

const numbers = (text: string): number[] => text.split(',').filter(Boolean).map(Number);

/** The records of some transactions, in the order of time. */
export function operationsOf(samples: readonly Sample[]): Operation[] {
  return samples
    .flatMap(({ name, outcome, steps, process, from, to }, i) => {
      const time = from ?? i * 10;
      const common = { process: process ?? i, f: 'transact', key: name };
      const sent = steps.map(([kind, list, value]) => [kind, list, kind === 'read' ? null : value]);
      const invoke: Operation = { ...common, type: 'invoke', value: sent, time };
      if (outcome === 'open') return [invoke];
      const value = outcome === 'ok' ? { value: steps } : {};
      return [invoke, { ...common, ...value, type: outcome, time: to ?? time + 5 }];
    })
    .sort((a, b) => a.time - b.time);
}

/** A member's read-back of lists, in short: `a=1,2 b=`. */
export function lists(text: string, member = 'db-0', end: 'complete' | 'torn' = 'complete'): ReadBack {
  const elements = text
    .split(' ')
    .filter(Boolean)
    .map((one) => {
      const [key = '', values = ''] = one.split('=');
      return { of: 'list' as const, key, values: numbers(values) };
    });
  return withLists(member, elements, end);
}

export function withLists(
  member: string,
  elements: ReadBack['elements'],
  end: 'complete' | 'torn' = 'complete',
): ReadBack {
  const empty = readBack(member, [], end);
  const footer = empty.footer && { ...empty.footer, elements: elements.length };
  return { ...empty, elements, footer };
}

export function judge(
  operations: Operation[],
  readBacks: ReadBack[],
  changes: Partial<LoadedEvidence> = {},
): Finding[] {
  return judgeTransactions(controlEvidence({ operations, readBacks, ...changes }));
}
