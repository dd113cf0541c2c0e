import { describe, expect, test } from '@jest/globals';
import type { Expectation, FaultRecord } from '../model/fault-record.ts';
import { fault, without } from './evidence.fixture.ts';
import { scaled, UNPROVEN, victim } from './identity-scenes.fixture.ts';
import { hitByAnother, rollsOutAt, scaledAwayBy } from './ordering-faults.ts';

describe('the fault by which an ordinal has to go', () => {
  const down = scaled(1, 30_000);
  const zero = fault({ injectedAt: 30_000, effectAt: 40_000, membersMeanwhile: 0, membersAfter: 3 });

  test.each<[string, FaultRecord[], number, number, FaultRecord | undefined]>([
    ['from its injection on', [down], 1, 30_000, down],
    ['not before it', [down], 1, 29_999, undefined],
    ['not of a lower ordinal', [down], 0, 30_000, undefined],
    ['not without a proof', [{ ...down, ...UNPROVEN }], 1, 30_000, undefined],
    ['not where no size is set', [fault()], 9, 99_000, undefined],
    ['meanwhile, until it has taken hold', [zero], 2, 40_000, zero],
    ['not meanwhile, afterwards', [zero], 2, 40_001, undefined],
    ['afterwards too', [zero], 3, 40_001, zero],
    ['meanwhile, as long as nobody knows', [without(zero, 'effectAt')], 2, 30_000, without(zero, 'effectAt')],
    ['not later, where nobody knows', [without(zero, 'effectAt')], 2, 30_001, undefined],
    ['only meanwhile', [without(zero, 'membersAfter')], 2, 40_001, undefined],
    ['by the latest', [scaled(3, 35_000), down], 1, 40_000, undefined],
    ['by the latest, told last', [down, scaled(3, 35_000)], 1, 40_000, undefined],
    ['by the first, before the latest', [scaled(3, 35_000), down], 1, 34_999, down],
  ])('%s', (_what, faults, ordinal, at, by) => {
    expect(scaledAwayBy(faults, ordinal, at)).toEqual(by);
  });
});

describe('a rollout', () => {
  const rollout = fault({ rollsOut: true, injectedAt: 30_000, wholeAt: 60_000 });

  test.each<[string, FaultRecord, number, boolean]>([
    ['is under way from its injection', rollout, 30_000, true],
    ['is not under way before', rollout, 29_999, false],
    ['is under way until all is whole', rollout, 60_000, true],
    ['is over then', rollout, 60_001, false],
    ['goes on where it never ended', without(rollout, 'wholeAt'), 999_000, true],
    ['has to be proven', { ...rollout, ...UNPROVEN }, 40_000, false],
    ['has to be one', without(rollout, 'rollsOut'), 40_000, false],
  ])('%s', (_what, record, at, underWay) => {
    expect(rollsOutAt(record, at)).toBe(underWay);
  });
});

describe('a pod is hit by another fault', () => {
  const than = scaled(1, 30_000, [victim(1, 'gone')]);
  const hit = (expectation: Expectation, changes: Partial<FaultRecord> = {}): FaultRecord =>
    fault({
      expectation,
      injectedAt: 33_000,
      victims: [without(victim(1, 'gone'), 'expectation')],
      ...changes,
    });
  const isHit = (faults: FaultRecord[], at = 33_000): boolean =>
    hitByAnother(faults, than, 'db', { uid: 'uid-1', at });

  test.each<[Expectation, boolean]>([
    ['new-pod', true],
    ['new-container', true],
    ['new-claim', true],
    ['gone', true],
    ['unchanged', false],
  ])('that makes it %s: %s', (expectation, ends) => {
    expect(isHit([than, hit(expectation)])).toBe(ends);
    const one = { victims: [victim(1, expectation)] };
    expect(isHit([than, hit('unchanged', one)])).toBe(ends);
    expect(isHit([than, hit('new-pod', one)])).toBe(ends);
  });

  test('not before that fault', () => {
    expect(isHit([hit('new-pod')], 32_999)).toBe(false);
    expect(isHit([hit('new-pod')], 90_000)).toBe(true);
  });

  test('not by the same one, nor in another stack, nor as another pod', () => {
    expect(isHit([than])).toBe(false);
    expect(isHit([hit('new-pod', { victims: [{ ...victim(1, 'gone'), stack: 'other' }] })])).toBe(false);
    expect(isHit([hit('new-pod', { victims: [victim(2, 'gone')] })])).toBe(false);
  });

  test('among others', () => {
    expect(isHit([hit('new-pod', { victims: [victim(2, 'gone'), victim(1, 'gone')] })])).toBe(true);
  });
});
