import { describe, expect, test } from '@jest/globals';
import type { ReadBackFooter } from '../model/read-back.ts';
import type { Finding } from '../model/verdict.ts';
import { fault, identities, member, readBack, sampleEvidence, without } from './evidence.fixture.ts';
import { coverageFindings, type Coverage } from './set-coverage.ts';

type Circumstances = Parameters<typeof coverageFindings>[0];

/** The read-back of a member that holds one element. */
function covered(n: number, footer?: ReadBackFooter, barrier = {}): Coverage {
  const { header } = readBack(`db-${String(n)}`, []);
  return { header: { ...header, barrier: { ...header.barrier, ...barrier } }, elements: 1, footer };
}
const whole = (n: number, barrier = {}): Coverage => covered(n, { end: 'complete', elements: 1 }, barrier);
const WHOLE = [0, 1, 2].map((n) => whole(n));

/** What tests change, down to what is not there at all. */
type Changes = { [K in keyof Circumstances]?: Circumstances[K] | undefined };

const found = (readBacks: Coverage[], changes: Changes = {}): Finding[] =>
  coverageFindings({ ...sampleEvidence(), ...changes } as Circumstances, readBacks);
const messages = (readBacks: Coverage[], changes: Changes = {}): string[] =>
  found(readBacks, changes).map(({ message }) => message);

describe('members that were not read back', () => {
  test('are named, and counted by what is wanted at the end', () => {
    expect(found(WHOLE)).toEqual([]);
    expect(found([])).toEqual([
      {
        ...{ judge: 'set', kind: 'no-read-back', effect: 'unknown', message: 'No member was read back.' },
        ...{ count: 1, examples: [] },
      },
    ]);
    expect(found(WHOLE.slice(0, 2))).toMatchObject([
      { kind: 'no-read-back', message: '1 member of 3 (db-2) was not read back.', count: 1 },
    ]);
    expect(found([whole(1)])).toMatchObject([
      { message: '2 members of 3 (db-0, db-2) were not read back.', count: 2, examples: ['db-0', 'db-2'] },
    ]);
  });

  test('are known from either snapshot, or not by name', () => {
    const before = identities([member(0), member(1)]);
    const after = identities([member(1), member(2)]);
    const none = { before: undefined, after: undefined };
    const two = WHOLE.slice(0, 2);
    expect(messages(two, { ...none, before })).toEqual(['1 member of 3 was not read back.']);
    expect(messages(two, { ...none, after })).toEqual(['1 member of 3 (db-2) was not read back.']);
    expect(messages(two, none)).toEqual(['1 member of 3 was not read back.']);
    expect(messages(WHOLE.slice(1), { ...none, before })).toEqual([
      '1 member of 3 (db-0) was not read back.',
    ]);
  });

  test('are looked for even where as many others were read', () => {
    const others = [whole(0), whole(1), whole(7)];
    expect(found(others)).toMatchObject([
      { message: '1 member of 3 (db-2) was not read back.', count: 1, examples: ['db-2'] },
    ]);
  });

  test('are those that there have to be after the last fault that changed their number', () => {
    const scaled = (injectedAt: number, membersAfter: number) => fault({ injectedAt, membersAfter });
    const to = (...faults: Circumstances['faults'][number][]): string[] => messages([whole(0)], { faults });
    expect(to(scaled(30_000, 2))).toEqual(['1 member of 2 (db-1) was not read back.']);
    expect(to(scaled(30_000, 1))).toEqual([]);
    expect(to(scaled(50_000, 1), scaled(30_000, 2))).toEqual([]);
    expect(to(scaled(30_000, 1), scaled(50_000, 2))).toEqual(['1 member of 2 (db-1) was not read back.']);
    expect(to(scaled(30_000, 2), fault({ injectedAt: 50_000 }))).toEqual([
      '1 member of 2 (db-1) was not read back.',
    ]);
  });
});

describe('read-backs that do not prove what is there', () => {
  const cut = [...WHOLE.slice(0, 2), covered(2)];
  const ended = (end: ReadBackFooter['end'], detail?: string): Coverage[] => [
    ...WHOLE.slice(0, 2),
    covered(2, { end, elements: 1, ...(detail === undefined ? {} : { detail }) }),
  ];

  test('were cut off', () => {
    expect(found(cut)).toMatchObject([
      {
        ...{ kind: 'torn-read-back', effect: 'unknown', member: 'db-2' },
        message: 'The read-back of db-2 was cut off after 1 element; what is not in it may be there.',
      },
    ]);
    const [torn] = messages([...WHOLE.slice(0, 2), { ...covered(2), elements: 2 }]);
    expect(torn).toContain('after 2 elements;');
  });

  test('ended for a reason that is told, once', () => {
    expect(messages(ended('unreachable'))).toEqual(['db-2 could not be reached to read its data back.']);
    expect(messages(ended('unreachable', 'no route'))).toEqual([
      'db-2 could not be reached to read its data back: no route.',
    ]);
    expect(messages(ended('harness-error', 'A bug.'))).toEqual([
      'The harness could not finish the read-back of db-2: A bug.',
    ]);
    expect(found(ended('unreachable'))).toMatchObject([{ kind: 'not-read-back', member: 'db-2' }]);
    expect(found(ended('harness-error'))).toMatchObject([{ kind: 'no-read-back', member: 'db-2' }]);
    expect(found(ended('dataset-gone'))).toEqual([]);
  });

  test('were taken without a position, or before it was reached', () => {
    const at = (barrier: object): Coverage[] => [...WHOLE.slice(0, 2), whole(2, barrier)];
    expect(found(at({ wanted: '', reached: false, saw: '' }))).toMatchObject([
      {
        ...{ kind: 'no-position', effect: 'fail', member: 'db-2' },
        message:
          'No position could be taken that db-2 had to reach before it was read; it was at no known position.',
      },
    ]);
    expect(messages(at({ wanted: '', reached: false, saw: '0/4' }))[0]).toContain('it was at 0/4.');
    expect(found(at({ wanted: '0/9', reached: false, saw: '0/4' }))).toMatchObject([
      {
        ...{ kind: 'behind', effect: 'fail', member: 'db-2' },
        message: 'db-2 did not reach the position 0/9 within its budget; it was at 0/4.',
      },
    ]);
    expect(messages(at({ wanted: '0/9', reached: false, saw: '' }))[0]).toContain('at no known position.');
    expect(found(at({ wanted: '', reached: true }))).toEqual([]);
  });

  test('say nothing of a position that nobody could ask for', () => {
    const gone = covered(2, { end: 'dataset-gone', elements: 0 }, { reached: false });
    expect(found([...WHOLE.slice(0, 2), gone])).toEqual([]);
    const silent = covered(2, { end: 'unreachable', elements: 0 }, { reached: false });
    expect(found([...WHOLE.slice(0, 2), silent]).map(({ kind }) => kind)).toEqual(['not-read-back']);
    const torn = covered(2, undefined, { reached: false });
    expect(found([...WHOLE.slice(0, 2), torn]).map(({ kind }) => kind)).toEqual([
      ...['torn-read-back', 'behind'],
    ]);
  });

  test('are the trouble of the stack after a proven fault, and of nobody else', () => {
    const effects = (changes: Changes): string[] =>
      found(ended('unreachable'), changes).map(({ effect }) => effect);
    expect(effects({})).toEqual(['fail']);
    expect(effects({ faults: [] })).toEqual(['unknown']);
    expect(
      effects({ faults: [without(fault({ proof: { proven: false, evidence: [] } }), 'wholeAt')] }),
    ).toEqual(['unknown']);
  });
});
