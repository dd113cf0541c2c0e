import { describe, expect, test } from '@jest/globals';
import { sampleContract } from './contract.fixture.ts';
import { faultRecordSchema, type FaultRecord, type Victim } from './fault-record.ts';

const VICTIM: Victim = {
  stack: 'db',
  pod: 'db-0',
  podUid: 'uid-0',
  ordinal: 0,
  node: 'worker-0',
  containerId: 'container-0',
  restartCount: 0,
  claimUid: 'claim-0',
};

const FAULT: FaultRecord = {
  fault: 'pod-delete',
  target: 'leader',
  victims: [VICTIM, { ...VICTIM, node: null, containerId: null, claimUid: null, expectation: 'gone' }],
  expectation: 'new-pod',
  class: 'pod',
  contracts: [{ at: 9_000, contract: sampleContract() }],
  injectedAt: 30_000,
  proof: { proven: true, evidence: ['db-0 has another UID.'] },
  recoverBudgetSeconds: 60,
};

describe('the record of a fault', () => {
  test('is read as it was written', () => {
    expect(faultRecordSchema.parse({ ...FAULT, more: 1 })).toEqual(FAULT);
    const all: FaultRecord = {
      ...FAULT,
      waivesAtMostOne: true,
      longestGapSeconds: 1.5,
      takesNode: true,
      rollsOut: true,
      newVersion: true,
      versionsBefore: { server: '1' },
      versionsAfter: { server: '2' },
      membersMeanwhile: 0,
      membersAfter: 3,
      effectAt: 31_000,
      healedAt: 32_000,
      wholeAt: 33_000,
      missing: 'db-0 is not ready',
      error: 'No answer.',
    };
    expect(faultRecordSchema.parse(all)).toEqual(all);
  });

  test.each(['new-pod', 'new-container', 'new-claim', 'gone', 'unchanged'] as const)(
    'knows the expectation %s, of all and of one',
    (expectation) => {
      const record: FaultRecord = { ...FAULT, expectation, victims: [{ ...VICTIM, expectation }] };
      expect(faultRecordSchema.parse(record)).toEqual(record);
    },
  );

  test.each<[string, Record<string, unknown>]>([
    ['an expectation that no judge knows', { expectation: 'changed' }],
    ['a victim that says nothing of itself', { victims: [{}] }],
    ['no proof', { proof: undefined }],
    ['a proof without a word on whether it is one', { proof: { evidence: [] } }],
    ['a proof without evidence', { proof: { proven: true } }],
    ['half a member', { membersAfter: 0.5 }],
    ['no budget', { recoverBudgetSeconds: undefined }],
  ])('refuses %s', (_what, changes) => {
    expect(faultRecordSchema.safeParse({ ...FAULT, ...changes }).success).toBe(false);
  });
});
