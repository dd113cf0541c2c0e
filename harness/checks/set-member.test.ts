import { describe, expect, test } from '@jest/globals';
import { ReadBackDecoder } from '../model/bundle-read-back-decoder.ts';
import { ReadBackEncoder } from '../model/bundle-read-back-encoder.ts';
import { ByteWriter } from '../model/byte-writer.ts';
import type { Element, ReadBackFooter } from '../model/read-back.ts';
import type { Finding } from '../model/verdict.ts';
import { call } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import { element, sha256Of } from './evidence.fixture.ts';
import { SetLedger } from './set-ledger.ts';
import { SetMember } from './set-member.ts';
import { SetTally, type SetAnomaly } from './set-tally.ts';

type SetElement = Extract<Element, { of: 'element' }>;

/** A ledger of acknowledged adds, one after the other. */
function added(...keys: string[]): SetLedger {
  const ledger = new SetLedger();
  keys.forEach((key, nth) => {
    const sent = { sha256: sha256Of(key), size: 9 };
    ledger.add({ ...call('add', key, 'ok', { from: nth * 10 }, { sent }), nth });
  });
  return ledger;
}

/** Shows elements as values, or as they go by when a read-back is read. */
type Show = (elements: readonly SetElement[], to: (element: SetElement) => void) => void;
const asValues: Show = (elements, to) => {
  for (const one of elements) to(one);
};
const asBytes: Show = (elements, to) => {
  const out = new ByteWriter();
  const encoder = new ReadBackEncoder(out);
  for (const one of elements) encoder.element(one);
  const bytes = Buffer.from(out.view());
  new ReadBackDecoder().decode(bytes, 0, bytes.length, (one) => {
    if (one.of === 'element') to(one);
  });
};

/** What is found on one member, and what the tally counts of it; without an end (null) it was cut off. */
function found(
  ledger: SetLedger,
  elements: readonly SetElement[],
  { end = 'complete', show = asValues }: { end?: ReadBackFooter['end'] | null; show?: Show } = {},
): { findings: Finding[]; total: (kind: SetAnomaly) => number } {
  const tally = new SetTally();
  const member = new SetMember({ member: 'db-0', role: 'unknown' }, ledger, tally);
  show(elements, (one) => {
    member.element(one);
  });
  const findings = member.end(end === null ? undefined : { end, elements: elements.length });
  return { findings, total: (kind) => tally.total(kind) };
}
const brief = ({ findings }: { findings: Finding[] }): unknown[] =>
  findings.map(({ kind, count, examples }) => [kind, count, ...examples]);

const right = element('k1');
const BROKEN: [string, SetElement][] = [
  ['payload and checksum are others', { ...right, sha256: sha256Of('x'), stored: sha256Of('x') }],
  ['the payload is another one', { ...right, sha256: sha256Of('x') }],
  ['the checksum is another one', { ...right, stored: sha256Of('x') }],
];

describe('what one member of a set holds', () => {
  test.each([
    ['values', asValues],
    ['bytes', asBytes],
  ])('is right where payload and checksum are what was written, as %s', (_what, show) => {
    const held = [element('k1'), element('k2')];
    expect(brief(found(added('k1', 'k2'), held, { show }))).toEqual([]);
  });

  test.each(BROKEN)('is corrupted where %s', (_what, altered) => {
    for (const show of [asValues, asBytes]) {
      const judged = found(added('k1', 'k2'), [altered, element('k2')], { show });
      expect(brief(judged)).toEqual([['corrupted', 1, 'k1']]);
      expect(judged.total('corrupted')).toBe(1);
    }
  });

  test.each([
    ['values', asValues],
    ['bytes', asBytes],
  ])('is unexpected where nobody wrote it, key by key, as %s', (_what, show) => {
    const held = ['k1', 'k2', 'x1', 'x2', 'x1', 'x1', 'odd', 'x2'].map(element);
    const judged = found(added('k1', 'k2'), held, { show });
    expect(brief(judged)).toEqual([
      ['unexpected', 3, 'x1', 'x2', 'odd'],
      ['duplicated', 2, 'x1', 'x2'],
    ]);
    expect([judged.total('unexpected'), judged.total('duplicated')]).toEqual([3, 2]);
    expect(judged.findings[1]?.message).toContain('3 extra copies in all');
  });

  test('is resurrected once, however often it is there', () => {
    const ledger = added('k1', 'k2');
    ledger.remove({ ...call('remove', 'k1', 'ok', { from: 50 }, { got: 1 }), nth: 2 });
    const judged = found(ledger, ['k1', 'k2', 'k1', 'k1'].map(element));
    expect(brief(judged)).toEqual([
      ['resurrected', 1, 'k1'],
      ['duplicated', 1, 'k1'],
    ]);
    expect(judged.total('resurrected')).toBe(1);
  });

  test('lacks what is not there, however many keys there are before it', () => {
    const ledger = new SetLedger();
    for (let i = 0; i < 2 ** 14; i++) ledger.keys.add(`none${String(i)}`);
    for (const key of ['k1', 'k2']) {
      ledger.add(call('add', key, 'ok', { from: 1 }, { sent: { sha256: sha256Of(key), size: 9 } }));
    }
    const judged = found(ledger, [right]);
    expect(brief(judged)).toEqual([['lost', 1, 'k2']]);
    expect(judged.total('lost')).toBe(1);
  });

  test('is judged by how its write ended', () => {
    const ledger = new SetLedger();
    const add = (key: string, outcome: Call['outcome'], waived = false): void => {
      const sent = { sha256: sha256Of(key), size: 9 };
      ledger.add(call('add', key, outcome, { from: 1 }, { sent, waived }));
    };
    add('done', 'ok');
    add('refused', 'fail');
    add('unknown', 'info');
    add('let go', 'info', true);
    const all = ['done', 'refused', 'unknown', 'let go'];
    const judged = (held: readonly string[], end?: ReadBackFooter['end'] | null): string[] => {
      const { findings } = found(ledger, held.map(element), end === undefined ? {} : { end });
      return findings.map((one) => `${one.judge} ${one.effect} ${one.kind} ${one.examples.join(' ')}`);
    };
    const shown = ['set note recovered unknown', 'set fail unexpected refused'];
    expect(judged(all)).toEqual(shown);
    const twice = 'set fail duplicated done refused unknown let go';
    expect(judged([...all, ...all])).toEqual([...shown, twice]);
    expect(judged([])).toEqual(['set fail lost done', 'set note lost-in-window let go']);
    // One that was cut off, or not come to its end, lacks nothing.
    for (const end of ['unreachable', null] as const) expect(judged([], end)).toEqual([]);
    expect(judged(all, null)).toEqual(shown);
  });

  test('is not judged where the history contradicts itself about it', () => {
    const ledger = added('k1', 'k2', 'k3');
    ledger.end(new Set(['k1', 'k2', 'x1']));
    expect(brief(found(ledger, ['k1', 'k1', 'x1', 'x1', 'x2'].map(element)))).toEqual([
      ['lost', 1, 'k3'],
      ['unexpected', 1, 'x2'],
    ]);
  });

  test('names what it lacks in the order of the invocations, whichever was acknowledged first', () => {
    const ledger = new SetLedger();
    for (const [key, nth] of Object.entries({ c: 3, a: 1, b: 2 })) {
      const sent = { sha256: sha256Of(key), size: 9 };
      ledger.add({ ...call('add', key, 'ok', { from: nth, to: 9 - nth }, { sent }), nth });
    }
    expect(brief(found(ledger, []))).toEqual([['lost', 3, 'a', 'b', 'c']]);
  });

  test('is gone, and nothing with it, where no write was acknowledged', () => {
    expect(found(new SetLedger(), [], { end: 'dataset-gone' }).findings).toEqual([
      {
        ...{ judge: 'set', kind: 'dataset-gone', effect: 'unknown', count: 1, member: 'db-0', examples: [] },
        message: 'The data set is gone from db-0, which had no acknowledged write to lose.',
      },
    ]);
    expect(found(new SetLedger(), [], { end: 'complete' }).findings).toEqual([]);
  });
});
