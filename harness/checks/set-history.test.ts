import { describe, expect, test } from '@jest/globals';
import { ask, call, lines } from './asked.fixture.ts';
import type { Call } from './calls.ts';
import { controlEvidence, element, sha256Of } from './evidence.fixture.ts';
import { SetJudge } from './set.ts';

type Outcome = Call['outcome'];
const add = (nth: number, from: number, to?: number, outcome: Outcome = 'ok', key = 'a'): Call => ({
  ...call('add', key, outcome, to === undefined ? { from } : { from, to }, {
    sent: { sha256: sha256Of(key), size: 9 },
  }),
  nth,
});
const remove = (nth: number, from: number, to?: number, got?: number, outcome: Outcome = 'ok'): Call => ({
  ...call('remove', 'a', outcome, to === undefined ? { from } : { from, to }, { got }),
  nth,
});
const evidence = controlEvidence();

/** What is found on all members alike, with the examples. */
function found(calls: Call[], held: string[] = [], suspect: string[] = []): string[] {
  const members = ['db-0', 'db-1', 'db-2'].map((member) => ({
    ...{ member, elements: held.map(element), end: 'complete' as const },
  }));
  const { findings } = ask(new SetJudge(evidence), calls, members, { suspect });
  return [...new Set(lines(findings).map((line) => line.replace(/ db-\d/, '')))];
}

describe('a removal that is shown before its add', () => {
  test('was under way together with it, and either may have come first', () => {
    const together = [add(0, 1, 20), remove(1, 5, 9)];
    expect(found(together)).toEqual([]);
    expect(found(together, ['a'])).toEqual([]);
    const unanswered = [add(0, 1, undefined, 'open'), remove(1, 5, 9)];
    expect(found(unanswered)).toEqual([]);
    expect(found(unanswered, ['a'])).toEqual(['note recovered: a']);
    const refused = [add(0, 1, 20), remove(1, 5, 9, undefined, 'fail')];
    expect(found(refused)).toEqual(['fail lost: a']);
  });

  test('may be one of several, in whatever order they were invoked', () => {
    const several = [add(0, 1, 30), remove(2, 6, 9), remove(1, 5, 20)];
    expect(found(several)).toEqual([]);
    expect(found(several, ['a'])).toEqual([]);
  });

  test('breaks the rules where it was invoked first', () => {
    expect(found([add(1, 5, 20), remove(0, 1, 9)])).toEqual([
      'unknown malformed-history: The key a was removed, and nobody had added it., The key a was added after it was removed.',
    ]);
    expect(found([add(1, 15, 20), remove(0, 1, 30)])).toEqual([
      'unknown malformed-history: The key a was removed, and nobody had added it., The key a was added after it was removed.',
    ]);
    expect(found([add(2, 15, 20), remove(0, 1, 30), remove(1, 2, 40)])).toEqual([
      'unknown malformed-history: The key a was removed, and nobody had added it., The key a was removed, and nobody had added it., The key a was added after it was removed.',
    ]);
    expect(found([remove(0, 1, 9), remove(1, 2, 10)])).toEqual([
      'unknown malformed-history: The key a was removed, and nobody had added it., The key a was removed, and nobody had added it.',
    ]);
  });
});

describe('what a removal says', () => {
  test('counts where it was the first, and invoked after the acknowledgement', () => {
    expect(found([add(0, 1), remove(1, 9, 15, 0)])).toEqual(['fail lost: a']);
    expect(found([add(0, 1), remove(1, 9, 15, 1)])).toEqual([]);
    expect(found([add(0, 1), remove(1, 9, 15)])).toEqual([]);
    expect(found([add(0, 1, 10), remove(1, 9, 15, 0)])).toEqual([]);
    expect(found([add(0, 1), remove(1, 9, 15, 0, 'info')])).toEqual([]);
  });

  test('does not count once another one was invoked before it', () => {
    // The first to be shown was the second to be invoked.
    expect(found([add(0, 1), remove(2, 10, 12, 0), remove(1, 9, 15, 1)])).toEqual([]);
    expect(found([add(0, 1), remove(2, 10, 12, 1), remove(1, 9, 15, 0)])).toEqual(['fail lost: a']);
    expect(found([add(0, 1), remove(1, 9, 12, 1), remove(2, 20, 25, 0)])).toEqual([]);
    expect(found([add(0, 1), remove(1, 9, 12, 0), remove(2, 20, 25, 1)])).toEqual(['fail lost: a']);
  });

  test('does not count of a key of which the history contradicts itself', () => {
    expect(found([add(0, 1), remove(1, 9, 15, 0)], [], ['a'])).toEqual([]);
  });
});

describe('keys of which the history contradicts itself', () => {
  test('are not judged, those that nobody added included', () => {
    expect(found([add(0, 1)], [], ['a'])).toEqual([]);
    expect(found([add(0, 1)], ['a', 'x'], [])).toEqual(['fail unexpected: x']);
    expect(found([add(0, 1)], ['a', 'x', 'x'], ['x'])).toEqual([]);
    expect(found([add(0, 1)], ['a', 'x', 'y'], ['x'])).toEqual(['fail unexpected: y']);
  });

  test('are told in the order of their invocations', () => {
    const twice = (key: string, first: number, second: number): Call[] => [
      add(first, first, undefined, 'ok', key),
      add(second, second, undefined, 'ok', key),
    ];
    const [line] = found([...twice('b', 1, 4), ...twice('a', 2, 3), ...twice('c', 6, 5)]);
    expect(line).toBe(
      'unknown malformed-history: The key a was added twice., The key b was added twice., The key c was added twice.',
    );
  });

  test('are told by the latest of their adds, in whatever order those are shown', () => {
    const key = (nth: number, from: number, of: string): Call => add(nth, from, from + 1, 'ok', of);
    const calls = [key(0, 1, 'a'), key(5, 11, 'a'), key(1, 21, 'b'), key(4, 31, 'b'), key(3, 41, 'a')];
    expect(found(calls)).toEqual([
      'unknown malformed-history: The key b was added twice., The key a was added twice., The key a was added twice.',
    ]);
  });

  test('stay what they are when they are added once more', () => {
    const thrice = [add(0, 1), add(2, 9), add(1, 5), remove(3, 20)];
    for (const held of [[], ['a']]) {
      expect(found(thrice, held)).toEqual([
        'unknown malformed-history: The key a was added twice., The key a was added twice.',
      ]);
    }
  });
});

describe('what a member holds more than once', () => {
  test('is counted as a key, and as copies', () => {
    const sentences = (held: string[]): string[] => {
      const calls = [add(0, 1), add(1, 20, undefined, 'fail', 'no'), add(2, 30, undefined, 'info', 'maybe')];
      const member = { member: 'db-0', elements: held.map(element), end: 'complete' as const };
      return ask(new SetJudge(evidence), calls, [member])
        .findings.filter(({ kind }) => kind !== 'no-read-back')
        .map(({ kind, count, message }) => `${kind} ${String(count)} ${message.split(', ')[1] ?? ''}`.trim());
    };
    expect(sentences(['a', 'a', 'a'])).toEqual(['duplicated 1 2 extra copies in all.']);
    expect(sentences(['a', 'x', 'x', 'x'])).toEqual([
      'unexpected 1 or whose write was certainly not applied.',
      'duplicated 1 2 extra copies in all.',
    ]);
    expect(sentences(['a', 'no', 'no'])).toEqual([
      'unexpected 1 or whose write was certainly not applied.',
      'duplicated 1 1 extra copy in all.',
    ]);
    expect(sentences(['a', 'maybe', 'maybe'])).toEqual(['recovered 1', 'duplicated 1 1 extra copy in all.']);
  });

  test('is altered once, however many of its copies are', () => {
    const right = element('a');
    const altered = { ...right, sha256: sha256Of('x'), stored: sha256Of('x') };
    for (const elements of [
      [altered, altered, altered],
      [right, altered, altered],
      [altered, right, altered],
    ]) {
      const { findings } = ask(
        new SetJudge(evidence),
        [add(0, 1)],
        [{ member: 'db-0', elements, end: 'complete' }],
      );
      expect(findings.slice(0, 2).map(({ kind, count }) => [kind, count])).toEqual([
        ['duplicated', 1],
        ['corrupted', 1],
      ]);
    }
  });
});
