import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { LiveProgress } from './live-progress.ts';

/** What a stream was given, without the escape sequences that move a terminal's cursor. */
function recorded(isTTY: boolean): { stream: NodeJS.WriteStream; take: () => string[] } {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 200, rows: 50 });
  const take = (): string[] => {
    const text = String(stream.read() ?? '');
    return stripVTControlCharacters(text).split('\n').filter(Boolean);
  };
  return { stream: stream as unknown as NodeJS.WriteStream, take };
}

const line = (text: string) => () => text;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('in a log', () => {
  test('all live lines come as one every 15 s, however often each of them changes', () => {
    const { stream, take } = recorded(false);
    const progress = new LiveProgress(stream);
    progress.status(line('0 of 3 done'));
    progress.part('a').status(line('a: deploy'));
    for (let second = 0; second < 31; second += 1) {
      progress.part('b').status(line(`b: load for ${String(second)} s`));
      jest.advanceTimersByTime(1000);
    }
    expect(take()).toEqual([
      '[ 0:15] ... a: deploy | b: load for 14 s | 0 of 3 done',
      '[ 0:30] ... a: deploy | b: load for 29 s | 0 of 3 done',
    ]);
  });

  test('what is said stays, and nothing is repeated once no line is left', () => {
    const { stream, take } = recorded(false);
    const progress = new LiveProgress(stream);
    const part = progress.part('a');
    part.status(line('a: deploy'));
    part.say('PASS a');
    part.status(undefined);
    jest.advanceTimersByTime(60_000);
    expect(take()).toEqual(['[ 0:00] PASS a']);
  });
});

describe('in a terminal', () => {
  test('there is a line for each part, in the order in which they began, and the main one below', () => {
    const { stream, take } = recorded(true);
    const progress = new LiveProgress(stream);
    progress.status(line('0 of 2 done'));
    progress.part('a').status(line('a: deploy'));
    progress.part('b').status(line('b: deploy'));
    progress.part('a').status(line('a: load'));
    take();
    jest.advanceTimersByTime(250);
    progress.say('PASS c');
    const lines = take();
    expect(lines.slice(-3)).toEqual(['[ 0:00] a: load', '[ 0:00] b: deploy', '[ 0:00] 0 of 2 done']);
    expect(lines).toContain('[ 0:00] PASS c');
  });
});
