import { describe, expect, test } from '@jest/globals';
import type { FaultRecord } from '../model/fault-record.ts';
import type { PhaseRecord } from '../model/scenario-record.ts';
import { fault, without } from './evidence.fixture.ts';
import { UNPROVEN } from './identity-scenes.fixture.ts';
import { recoveryFindings } from './recovery.ts';

const said = (record: FaultRecord, phases: PhaseRecord[] = []): string[] =>
  recoveryFindings(record, phases).map(
    ({ judge, kind, effect, message }) => `${judge}: ${effect} ${kind}: ${message}`,
  );

/** A fault at 30 s with a budget of 60 s, after which the stack was whole at a time, or never. */
const whole = (wholeAt: number | undefined, changes: Partial<FaultRecord> = {}): FaultRecord => {
  const record = fault({ injectedAt: 30_000, recoverBudgetSeconds: 60, ...changes });
  return wholeAt === undefined ? without(record, 'wholeAt') : { ...record, wholeAt };
};

const LATE = (took: string): string =>
  `availability: fail not-recovered: The stack was whole ${took} s after pod-delete; its budget is 60 s.`;
const UNSEEN =
  'availability: unknown recovery-unseen: Whether the stack recovers from pod-delete within 60 s was not watched to the end.';
const NEVER = (missing: string): string =>
  `availability: fail not-recovered: The stack did not recover from pod-delete within 60 s; still missing: ${missing}.`;

describe('recovery', () => {
  test.each<[string, FaultRecord, string[]]>([
    ['within the budget', whole(45_500), []],
    ['at the last moment', whole(90_000), []],
    ['too late', whole(90_001), [LATE('60.001')]],
    ['in time after the heal', whole(95_000, { healedAt: 35_000 }), []],
    ['too late after the heal', whole(95_250, { healedAt: 35_000 }), [LATE('60.25')]],
    ['too late from what was not proven', whole(95_000, UNPROVEN), []],
    ['never, from what was not proven', whole(undefined, { missing: 'db-0', ...UNPROVEN }), []],
    [
      'never, with what was missing',
      whole(undefined, { missing: 'db-0 is not ready' }),
      [NEVER('db-0 is not ready')],
    ],
    ['never watched', whole(undefined), [UNSEEN]],
  ])('%s', (_what, record, findings) => {
    expect(said(record)).toEqual(findings);
  });

  const recover = { phase: 'recover', blame: 'stack', startedAt: 31_000, endedAt: 91_000 } as const;
  test.each<[string, PhaseRecord[], string]>([
    ['the stack is to blame', [recover], NEVER('nothing was noted')],
    ['among others', [{ phase: 'load', startedAt: 1, endedAt: 2 }, recover], NEVER('nothing was noted')],
    ['it ended with the injection', [{ ...recover, endedAt: 30_000 }], NEVER('nothing was noted')],
    ['it was that of an earlier fault', [{ ...recover, endedAt: 29_999 }], UNSEEN],
    ['the harness is to blame', [{ ...recover, blame: 'harness' }], UNSEEN],
    ['nobody is to blame', [without(recover, 'blame')], UNSEEN],
    ['it never ended', [without(recover, 'endedAt')], UNSEEN],
    ['it is another phase', [{ ...recover, phase: 'quiesce' }], UNSEEN],
  ])('is judged by the phase of recovery: %s', (_what, phases, finding) => {
    expect(said(whole(undefined), phases)).toEqual([finding]);
  });
});
