import { describe, expect, test } from '@jest/globals';
import { ElementView, ReadBackDecoder } from './bundle-read-back-decoder.ts';
import { ReadBackEncoder } from './bundle-read-back-encoder.ts';
import { ByteWriter } from './byte-writer.ts';
import type { Element } from './read-back.ts';

const [A, B] = ['0123456789abcdef'.repeat(4), 'fedcba9876543210'.repeat(4)];
/** The key `a`, written out. */
const KEY = '0661';

function written(element: Element): string {
  const out = new ByteWriter();
  new ReadBackEncoder(out).element(element);
  return out.view().toString('hex');
}

/** What is read of some bytes, the view of a set's element as it is. */
function decoded(hex: string, show: (element: Element) => void = () => undefined): ReadBackDecoder {
  const decoder = new ReadBackDecoder();
  const bytes = Buffer.from(hex, 'hex');
  decoder.decode(bytes, 0, bytes.length, show);
  return decoder;
}

// Bundles outlive the version that wrote them: these bytes are the format.
describe('the bytes of what a member holds', () => {
  test.each<[string, Element, string]>([
    ['an element', { of: 'element', key: 'a', sha256: A, stored: A }, `00${KEY}${A}`],
    ['one with another sum', { of: 'element', key: 'a', sha256: A, stored: B }, `01${KEY}${A}${B}`],
    ['a counter', { of: 'counter', key: 'a', value: -3 }, `02${KEY}05`],
  ])('%s', (_what, element, hex) => {
    expect(written(element)).toBe(hex);
    const read: Element[] = [];
    expect(
      decoded(hex, (one) => read.push(one instanceof ElementView ? one.toElement() : one)).elements,
    ).toBe(1);
    expect(read).toEqual([element]);
  });

  test.each<[string, Element]>([
    ['an element whose digest is none', { of: 'element', key: 'a', sha256: 'none', stored: A }],
    ['one whose sum is none', { of: 'element', key: 'a', sha256: A, stored: 'none' }],
    ['a counter beyond all whole numbers', { of: 'counter', key: 'a', value: 2 ** 52 }],
    ['a register', { of: 'register', key: 'a', value: 5 }],
    ['an account', { of: 'account', key: 'a', balance: 5 }],
  ])('are a document: %s', (_what, element) => {
    const hex = written(element);
    expect(hex.slice(0, 4)).toBe('0307');
    const read: Element[] = [];
    decoded(hex, (one) => read.push(one));
    expect(read).toEqual([element]);
  });

  test('are shown as what they are', () => {
    const kinds: string[] = [];
    decoded(`00${KEY}${A}02${KEY}05`, ({ of }) => kinds.push(of));
    expect(kinds).toEqual(['element', 'counter']);
    expect(new ElementView().key).toBe('');
  });

  test.each<[string, string, string]>([
    ['of a kind that there is not', '09', 'there is no record of kind 9'],
    ['that goes on beyond its end', `00${KEY}${A.slice(2)}`, 'a record goes on beyond its end'],
  ])('are broken in a record %s', (_what, hex, sentence) => {
    let shown = 0;
    expect(() => decoded(hex, () => (shown += 1))).toThrow(new Error(sentence));
    expect(shown).toBe(0);
  });
});
