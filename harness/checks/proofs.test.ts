import { describe, expect, test } from '@jest/globals';
import type { FaultRecord } from '../model/fault-record.ts';
import { controlEvidence, fault, sampleEvidence, without } from './evidence.fixture.ts';
import { UNPROVEN } from './identity-scenes.fixture.ts';
import { judgeProofs } from './proofs.ts';

describe('the judge of proofs', () => {
  test('finds nothing where every fault is proven, or none was wanted', () => {
    expect(judgeProofs(sampleEvidence())).toEqual([]);
    expect(judgeProofs(controlEvidence())).toEqual([]);
  });

  test('does not know of a fault that was not proven, and gives the evidence', () => {
    const proof = { proven: false, evidence: ['db-0 still has the pod uid-0.'] };
    expect(judgeProofs(sampleEvidence({ faults: [fault({ proof })] }))).toEqual([
      {
        judge: 'proofs',
        kind: 'fault-not-proven',
        effect: 'unknown',
        message: 'Nothing proves that pod-delete (leader) happened. db-0 still has the pod uid-0.',
        count: 1,
        examples: ['db-0 still has the pod uid-0.'],
      },
    ]);
  });

  test('does not know of a fault that was never injected', () => {
    const [finding, ...rest] = judgeProofs(sampleEvidence({ faults: [] }));
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ kind: 'fault-not-proven', effect: 'unknown', count: 1 });
    expect(finding?.message).toBe('Only 0 of 1 fault was injected.');
  });

  test('counts the faults that were never injected', () => {
    const sample = sampleEvidence({ faults: [fault(), fault()] });
    expect(judgeProofs({ ...sample, record: { ...sample.record, faults: 5 } })).toMatchObject([
      { count: 3, message: 'Only 2 of 5 faults were injected.' },
    ]);
  });

  test('says that there is no evidence, or gives all of it', () => {
    const unproven = (evidence: string[]): string | undefined =>
      judgeProofs(sampleEvidence({ faults: [fault({ proof: { proven: false, evidence } })] }))[0]?.message;
    expect(unproven([])).toBe('Nothing proves that pod-delete (leader) happened. There is no evidence.');
    expect(unproven(['One.', 'Two.'])).toBe('Nothing proves that pod-delete (leader) happened. One. Two.');
  });

  test.each([
    ['another version', { server: '17.1' }, { server: '17.2' }, []],
    ['the same version', { server: '17.1' }, { server: '17.1' }, ['version-unchanged']],
    ['a version from one that nobody saw', {}, { server: '17.2' }, ['version-unseen']],
    ['a version that nobody saw', { server: '17.1' }, {}, ['version-unseen']],
    ['a version that nobody looked for', { server: '17.1' }, undefined, ['version-unseen']],
  ])('takes an upgrade to %s for what it is', (_what, versionsBefore, versionsAfter, kinds) => {
    const upgrade = fault({ newVersion: true, versionsBefore, ...(versionsAfter && { versionsAfter }) });
    const found = judgeProofs(sampleEvidence({ faults: [upgrade] }));
    expect(found.map(({ kind }) => kind)).toEqual(kinds);
    expect(found.every(({ effect }) => effect === 'unknown')).toBe(true);
  });

  test('says which version an upgrade left as it was', () => {
    const versions = { server: '17.1', client: '17.0' };
    const upgrade = fault({ newVersion: true, versionsBefore: versions, versionsAfter: versions });
    const said = (record: FaultRecord): string[] =>
      judgeProofs(sampleEvidence({ faults: [record] })).map(({ judge, message }) => `${judge}: ${message}`);
    expect(said(upgrade)).toEqual([
      'proofs: pod-delete changed no version: before and after it, it was 17.1, 17.0. There are no two versions to be had here.',
    ]);
    expect(said(without(upgrade, 'versionsAfter'))).toEqual([
      'proofs: Which version pod-delete began or ended on could not be seen.',
    ]);
  });

  test('asks for no new version where the upgrade did not end, is not proven, or was not to be one', () => {
    const versions = { server: '17.1' };
    const upgrade = fault({ newVersion: true, versionsBefore: versions, versionsAfter: versions });
    expect(judgeProofs(sampleEvidence({ faults: [without(upgrade, 'wholeAt')] }))).toEqual([]);
    expect(judgeProofs(sampleEvidence({ faults: [without(upgrade, 'newVersion')] }))).toEqual([]);
    expect(judgeProofs(sampleEvidence({ faults: [{ ...upgrade, ...UNPROVEN }] }))).toMatchObject([
      { kind: 'fault-not-proven' },
    ]);
  });

  test.each([
    ['effectAt', 'taken hold'],
    ['healedAt', 'been healed'],
    ['wholeAt', 'been recovered from'],
  ] as const)('does not believe a fault whose %s comes before its injection', (when, what) => {
    const recorded = (at: number): unknown[] =>
      judgeProofs(sampleEvidence({ faults: [fault({ injectedAt: 30_000, [when]: at })] }));
    expect(recorded(29_750)).toEqual([
      {
        judge: 'proofs',
        kind: 'wrong-order',
        effect: 'unknown',
        message: `pod-delete (leader) is recorded to have ${what} 0.25 s before it was injected.`,
        count: 1,
        examples: [],
      },
    ]);
    expect(recorded(30_000)).toEqual([]);
    expect(recorded(30_001)).toEqual([]);
  });

  test('does not know where the harness had trouble, even with a proof', () => {
    const found = judgeProofs(sampleEvidence({ faults: [fault({ error: 'The heal did not work.' })] }));
    expect(found).toMatchObject([{ kind: 'fault-error', effect: 'unknown' }]);
    expect(found[0]?.message).toBe(
      'The harness had trouble with pod-delete (leader): The heal did not work.',
    );
  });

  test('does not know what a fault says about a stack that it did not hit, where it should have changed somebody', () => {
    const victims = fault().victims.map((victim) => ({ ...victim, stack: 'other' }));
    expect(judgeProofs(sampleEvidence({ faults: [fault({ victims })] }))).toMatchObject([
      { kind: 'no-victim', effect: 'unknown', message: 'pod-delete (leader) hit no member of db.' },
    ]);
    const both = [...victims, ...fault().victims];
    expect(judgeProofs(sampleEvidence({ faults: [fault({ victims: both })] }))).toEqual([]);
  });

  test.each(['new-pod', 'new-container', 'new-claim', 'gone', 'unchanged'] as const)(
    'allows a fault without victims only where nobody had to change: %s',
    (expectation) => {
      const found = judgeProofs(sampleEvidence({ faults: [fault({ victims: [], expectation })] }));
      expect(found.map(({ kind }) => kind)).toEqual(expectation === 'unchanged' ? [] : ['no-victim']);
    },
  );
});
