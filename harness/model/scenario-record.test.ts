import { describe, expect, test } from '@jest/globals';
import { sampleContract } from './contract.fixture.ts';
import {
  phaseNameSchema,
  phaseRecordSchema,
  scenarioRecordSchema,
  type ScenarioRecord,
} from './scenario-record.ts';

const RECORD: ScenarioRecord = {
  format: 'holdfast-scenario',
  version: 2,
  run: 'run-1',
  stack: 'db',
  product: 'Database 1',
  scenario: 'pod-kill',
  title: 'A pod is killed',
  variant: 'broken',
  namespace: 'db-pod-kill',
  members: 3,
  faults: 1,
  contract: sampleContract(3),
  power: { acknowledgedBefore: 3, acknowledgedAfter: 2, inFlightAtFault: 1 },
  seed: 7,
  rate: 0.5,
  mix: { add: 1, read: 0.5 },
  writers: 4,
  budgets: { deploy: 60.5 },
  images: { server: 'sha256:1' },
  originWall: '2026-11-21T12:00:00.000Z',
};

describe('the record of a scenario', () => {
  test('is read as it was written', () => {
    const more = { ...RECORD, power: { ...RECORD.power, more: 1 }, more: 1 };
    expect(scenarioRecordSchema.parse(more)).toEqual(RECORD);
  });

  test.each(Object.keys(RECORD))('refuses another kind of thing as its %s', (part) => {
    expect(scenarioRecordSchema.safeParse({ ...RECORD, [part]: Symbol(part) }).success).toBe(false);
  });

  test.each(Object.keys(RECORD))('needs its %s, but for a variant and a mix', (part) => {
    const { [part]: _left, ...rest } = RECORD as unknown as Record<string, unknown>;
    expect(scenarioRecordSchema.safeParse(rest).success).toBe(['variant', 'mix'].includes(part));
  });

  test.each<[string, Record<string, unknown>]>([
    ['another format', { format: '' }],
    ['another version', { version: 1 }],
    ['half a member', { members: 0.5 }],
    ['half a writer', { writers: 0.5 }],
    ['a power that says nothing of itself', { power: {} }],
    ['weights in words', { mix: { add: 'often' } }],
    ['budgets in words', { budgets: { deploy: 'long' } }],
    ['images without a reference', { images: { server: null } }],
  ])('refuses %s', (_what, changes) => {
    expect(scenarioRecordSchema.safeParse({ ...RECORD, ...changes }).success).toBe(false);
  });
});

describe('the record of a phase', () => {
  test('knows the phases that a scenario goes through', () => {
    const phases = [
      ...['deploy', 'baseline', 'load', 'inject', 'recover', 'quiesce', 'read-back', 'judge', 'collect'],
    ];
    expect(phaseNameSchema.options).toEqual(phases);
    for (const phase of phases) expect(phaseNameSchema.parse(phase)).toBe(phase);
  });

  test.each(['stack', 'harness', 'interrupted'] as const)(
    'is read as it was written, by the blame of %s',
    (blame) => {
      const phase = { phase: 'load', startedAt: 1.5, endedAt: 2.5, error: 'No answer.', blame };
      expect(phaseRecordSchema.parse({ ...phase, more: 1 })).toEqual(phase);
    },
  );

  test('needs no end, no error and no blame', () => {
    const begun = { phase: 'deploy', startedAt: 0 };
    expect(phaseRecordSchema.parse(begun)).toEqual(begun);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a phase that there is not', { phase: 'rest' }],
    ['no beginning', { startedAt: undefined }],
    ['nobody to blame', { blame: '' }],
  ])('refuses %s', (_what, changes) => {
    expect(phaseRecordSchema.safeParse({ phase: 'load', startedAt: 0, ...changes }).success).toBe(false);
  });
});
