import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { MemberIdentity } from '../model/identity.ts';
import { fault, identities, member, without } from './evidence.fixture.ts';
import { judgeIdentity } from './identity.ts';
import { after, again, members, REBUILT, said, scaled, victim } from './identity-scenes.fixture.ts';

type Changes = Partial<MemberIdentity>;

const three = (db1: MemberIdentity): MemberIdentity[] => [member(0), db1, member(2)];

/** db-1, which was as always before, is like this at the end. */
const now = (changes: Changes, faults: FaultRecord[] = []): Evidence =>
  after(faults, three(member(1, changes)), 3);

/** db-1 could not be asked for one thing, before the faults or at the end. */
const unseen = (field: keyof MemberIdentity, when: 'before' | 'after'): Evidence => ({
  ...now({}),
  [when]: identities(three(without(member(1), field) as MemberIdentity)),
});

const deleted = [fault({ victims: [victim(1, 'new-pod')] })];
const killed = [fault({ victims: [victim(1, 'new-container')] })];
const lost = [fault({ victims: [victim(1, 'new-claim')] })];
const gone = [scaled(2, 1, [victim(2, 'gone')])];

const SENTENCES: [Evidence, string][] = [
  [after([], members(0, 1), 3), 'There were only 2 members of 3 at the end.'],
  [after([], members(0), 3), 'There were only 1 member of 3 at the end.'],
  [after([], members(0, 1, 2, 3), 3), 'There were 4 members at the end, and 3 were wanted.'],
  [after([], members(0, 1), 1), 'There were 2 members at the end, and 1 were wanted.'],
  [after([], members(0, 1), 2), 'db-2 is missing at the end.'],
  [after([], members(0, 1, 2, 3), 4), 'db-3 is there at the end and was not before.'],
  [after(gone, members(0, 1, 2), 3), 'db-2 is there at the end and should be gone.'],
  [now({ ready: false }), 'db-1 was not ready at the end.'],
  [now({ podIp: null }), 'The address of db-1 could not be seen at the end.'],
  [unseen('dnsAddresses', 'before'), 'What db-1.db resolves to could not be seen before the faults.'],
  [unseen('dnsAddresses', 'after'), 'What db-1.db resolves to could not be seen at the end.'],
  [now({ dnsAddresses: null }), 'db-1.db did not resolve at the end; db-1 is at 10.0.0.1.'],
  [
    now({ dnsAddresses: ['10.0.0.2', '10.0.0.3'] }),
    'db-1.db resolved to 10.0.0.2, 10.0.0.3 at the end; db-1 is at 10.0.0.1.',
  ],
  [now({ role: 'leader' }), 'db-0 and db-1 each said to be the leader at the end.'],
  [after([], [member(0, { role: 'follower' }), ...members(1, 2)], 3), 'No member was the leader at the end.'],
  [
    after(
      [],
      [0, 1, 2].map((n) => member(n, { role: 'unknown' })),
      3,
    ),
    'No member could be asked at the end whether it leads.',
  ],
  [now({ podUid: 'new' }), 'db-1 was replaced (pod uid-1 before, new at the end), and no fault did that.'],
  [now({}, deleted), 'db-1 is still the pod uid-1; the fault should have replaced it.'],
  [
    now({ containerId: 'new', restartCount: 2 }),
    'The container of db-1 was restarted (restart count 0 before, 2 at the end), and no fault did that.',
  ],
  [
    now({}, killed),
    'The container of db-1 should have been restarted: it is the same one, its restart count went from 0 to 0.',
  ],
  [
    now({ containerId: 'new' }, killed),
    'The container of db-1 should have been restarted: it is another one, its restart count went from 0 to 0.',
  ],
  [
    now({ containerId: 'new', restartCount: 3 }, killed),
    'The container of db-1 started over 2 more times while recovering.',
  ],
  [
    now({ podUid: 'new', restartCount: 1 }, deleted),
    'The container of db-1 started over 1 more time while recovering.',
  ],
  [unseen('productId', 'before'), "The product's own id of db-1 was not seen before the faults."],
  [unseen('productId', 'after'), "The product's own id of db-1 could not be seen at the end."],
  [now({ productId: 'system-9' }), 'db-1 was system-1 to the product and is system-9.'],
  [unseen('marker', 'before'), 'The marker on the volume of db-1 was not seen before the faults.'],
  [unseen('marker', 'after'), 'The marker on the volume of db-1 could not be seen at the end.'],
  [now({ marker: null }), 'The volume of db-1 has lost the marker that named its owner.'],
  [now({ marker: 'db-2' }), 'The volume of db-1 names db-2 as its owner; it was db-1.'],
];

describe('the judge of identity says', () => {
  test.each(SENTENCES.map(([evidence, sentence]): [string, Evidence] => [sentence, evidence]))(
    '%s',
    (sentence, evidence) => {
      expect(said(evidence)[0]).toBe(`identity: ${sentence}`);
    },
  );

  test('whose marker is on a new volume', () => {
    const rebuilt = (marker: string): Changes => ({ ...again(1), ...REBUILT, marker });
    expect(said(now(rebuilt('db-1'), lost))).toEqual([
      'identity: The new volume of db-1 has the marker that was left on the old one.',
    ]);
    const unmarked = identities(three(member(1, { marker: null })));
    expect(said({ ...now(rebuilt('db-0'), lost), before: unmarked })).toEqual([
      'identity: The volume of db-1 names db-0 as its owner; it was nobody.',
    ]);
  });

  test('which id a new one has, or that it could not be asked', () => {
    const same = { productId: 'same' };
    const then = [0, 1, 2].map((n) => member(n, same));
    const with3 = (newcomer: MemberIdentity): Evidence => ({
      ...after([scaled(4, 1)], [...then, newcomer], 4),
      before: identities(then),
    });
    expect(said(with3(member(3)))).toEqual([
      'identity: db-3 is system-3 to the product; all others are same.',
    ]);
    expect(said(with3(without(member(3), 'productId')))).toEqual([
      "identity: The product's own id of db-3 could not be seen at the end.",
    ]);
  });

  test('what could not be seen, and names all of it', () => {
    const problems = ['No answer from worker-1.', 'No answer from worker-2.'];
    expect(judgeIdentity(after([], members(0, 1, 2), 3, { problems }))).toMatchObject([
      {
        message: 'Not everything of the identities could be seen at the end: No answer from worker-1.',
        count: 2,
        examples: problems,
      },
    ]);
  });

  test('which members each said to lead', () => {
    expect(judgeIdentity(now({ role: 'leader' }))).toMatchObject([{ examples: ['db-0', 'db-1'] }]);
  });

  test('that there is no snapshot, and when there should have been one', () => {
    expect(said(without(now({}), 'before', 'after'))).toEqual([
      'identity: There is no snapshot of the identities before the faults.',
      'identity: There is no snapshot of the identities at the end.',
    ]);
  });

  test('that a stack which never became whole was like this at the end', () => {
    const never = [without(fault({ victims: [] }), 'wholeAt')];
    expect(said(now({ ready: false }, never))).toEqual(['identity: db-1 was not ready at the end.']);
  });
});
