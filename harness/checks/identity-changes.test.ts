import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { MemberIdentity } from '../model/identity.ts';
import { fault, identities, member, without } from './evidence.fixture.ts';
import { after, again, found, members, scaled, UNPROVEN, victim } from './identity-scenes.fixture.ts';

const DOWN = scaled(1, 1, [victim(0, 'unchanged'), victim(1, 'gone'), victim(2, 'gone')]);
const UP = scaled(3, 2, [victim(0, 'unchanged')]);
describe('members that are taken away and added', () => {
  test.each<[string, Evidence, string[]]>([
    ['are gone', after([DOWN], members(0), 1), []],
    ['are not gone', after([DOWN], members(0, 1), 1), ['fail member-count', 'fail not-gone db-1']],
    ['one too many is gone', after([DOWN], [], 1), ['fail member-count', 'fail member-missing db-0']],
    [
      'are gone by a fault that does not count members',
      after([fault({ victims: [victim(2, 'gone')] })], members(0, 1), 2),
      [],
    ],
    ['are gone without a fault', after([], members(0, 1), 2), ['fail member-missing db-2']],
    ['may be gone', after([{ ...DOWN, ...UNPROVEN }], members(0, 1), 2), ['unknown member-missing db-2']],
    ['may be there', after([{ ...DOWN, ...UNPROVEN }], members(0, 1, 2), 3), []],
    ['come back as new pods', after([DOWN, UP], [member(0), again(1), again(2)], 3), []],
    ['come back, recorded the other way round', after([UP, DOWN], [member(0), again(1), again(2)], 3), []],
    [
      'do not come back',
      after([DOWN, UP], [member(0), again(1)], 3),
      ['fail member-count', 'fail member-missing db-2'],
    ],
    [
      'were never gone',
      after([DOWN, UP], [member(0), again(1), member(2)], 3),
      ['fail pod-not-replaced db-2'],
    ],
    [
      'come back on another claim',
      after([DOWN, UP], [member(0), again(1, { claimUid: 'other' }), again(2)], 3),
      ['fail claim-changed db-1'],
    ],
    [
      'come back without their marker',
      after([DOWN, UP], [member(0), again(1, { marker: null }), again(2)], 3),
      ['fail marker-lost db-1'],
    ],
    [
      'come back as somebody else',
      after([DOWN, UP], [member(0), again(1, { productId: 'system-9' }), again(2)], 3),
      ['fail product-id-changed db-1'],
    ],
    ['leave the others alone', after([DOWN], [again(0)], 1), ['fail unexpected-new-pod db-0']],
  ])('%s', (_what, evidence, findings) => {
    expect(found(evidence)).toEqual(findings);
  });

  test.each<[string, MemberIdentity[], Partial<FaultRecord>, string[]]>([
    ['is wanted', [member(3, { marker: null })], {}, []],
    ['has no marker that could be read', [without(member(3), 'marker')], {}, []],
    ['is not ready', [member(3, { ready: false })], {}, ['fail not-ready db-3']],
    ['has a wrong name', [member(3, { dnsAddresses: null })], {}, ['fail dns db-3']],
    ['belongs to nobody', [member(3, { ownerUid: null })], {}, ['fail orphan db-3']],
    ['is missing', [], {}, ['fail member-count']],
    ['is one more than wanted', [member(3), member(4)], {}, ['fail member-count', 'fail ghost db-4']],
    ['may not be wanted', [member(3)], UNPROVEN, ['unknown ghost db-3']],
  ])('a new one %s', (_what, more, changes, findings) => {
    expect(found(after([scaled(4, 1, [], changes)], [...members(0, 1, 2), ...more], 4))).toEqual(findings);
  });

  test.each<[string, (string | undefined)[], string | undefined, string[]]>([
    ['the same id', ['s', 's', 's'], 's', []],
    ['another id', ['s', 's', 's'], 'other', ['fail product-id-foreign db-3']],
    [
      'another id than the one other that could be asked',
      ['s', undefined, undefined],
      'other',
      ['unknown product-id-unseen db-1', 'unknown product-id-unseen db-2'],
    ],
    [
      'another id than both that could be asked',
      ['s', 's', undefined],
      'other',
      ['unknown product-id-unseen db-2', 'fail product-id-foreign db-3'],
    ],
    ['no id that could be asked for', ['s', 's', 's'], undefined, ['unknown product-id-unseen db-3']],
    ['an id of its own, as all have', ['a', 'b', 'c'], 'd', []],
  ])('a new one has %s', (_what, ids, own, findings) => {
    const with_ = (n: number, productId: string | undefined): MemberIdentity =>
      productId === undefined ? without(member(n), 'productId') : member(n, { productId });
    const then = ids.map((id, n) => with_(n, id));
    const now = [...then, with_(3, own)];
    const evidence = after([scaled(4, 1)], now, 4);
    expect(found({ ...evidence, before: identities(then) })).toEqual(findings);
  });

  test('says nothing of the id of a new one that has one other to be compared with', () => {
    const evidence = after([scaled(2, 1)], members(0, 1), 2);
    expect(found({ ...evidence, before: identities(members(0), { wanted: 1 }) })).toEqual([]);
  });
});
