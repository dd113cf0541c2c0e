import { describe, expect, test } from '@jest/globals';
import { controlEvidence, fault, sampleEvidence } from './evidence.fixture.ts';
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

  test.each([
    ['another version', { server: '17.1' }, { server: '17.2' }, []],
    ['the same version', { server: '17.1' }, { server: '17.1' }, ['version-unchanged']],
    ['a version that nobody saw', { server: '17.1' }, {}, ['version-unseen']],
    ['a version that nobody looked for', { server: '17.1' }, undefined, ['version-unseen']],
  ])('takes an upgrade to %s for what it is', (_what, versionsBefore, versionsAfter, kinds) => {
    const upgrade = fault({ newVersion: true, versionsBefore, ...(versionsAfter && { versionsAfter }) });
    const found = judgeProofs(sampleEvidence({ faults: [upgrade] }));
    expect(found.map(({ kind }) => kind)).toEqual(kinds);
    expect(found.every(({ effect }) => effect === 'unknown')).toBe(true);
  });

  test('does not know where the harness had trouble, even with a proof', () => {
    const found = judgeProofs(sampleEvidence({ faults: [fault({ error: 'The heal did not work.' })] }));
    expect(found).toMatchObject([{ kind: 'fault-error', effect: 'unknown' }]);
    expect(found[0]?.message).toMatch(/The heal did not work\.$/);
  });

  test('does not know what a fault says about a stack that it did not hit, where it should have changed somebody', () => {
    const victims = fault().victims.map((victim) => ({ ...victim, stack: 'other' }));
    expect(judgeProofs(sampleEvidence({ faults: [fault({ victims })] }))).toMatchObject([
      { kind: 'no-victim', effect: 'unknown' },
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
