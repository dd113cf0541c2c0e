import { describe, expect, test } from '@jest/globals';
import { Budgets, parseBudgets } from './budgets.ts';
import { humanSeconds, RunClock } from './clock.ts';
import { errorCode, HoldfastError, sentenceOf, UsageError } from './errors.ts';
import { dnsLabel, newRunId } from './ids.ts';
import { Random } from './random.ts';
import { keepSecret, redact } from './redaction.ts';

describe('budgets', () => {
  test('take the place of the defaults, and leave the others', () => {
    const budgets = new Budgets(parseBudgets(['deploy=5', 'recover=0.5']));
    expect(budgets.of('deploy')).toEqual({ name: 'deploy', seconds: 5 });
    expect(budgets.of('recover').seconds).toBe(0.5);
    expect(budgets.of('prove').seconds).toBe(new Budgets().of('prove').seconds);
  });

  test.each(['deploy', 'deploy=', 'deploy=soon', 'deploy=0', 'deploy=-1', 'deploy=Infinity'])(
    '%s is no budget',
    (text) => {
      expect(() => parseBudgets([text])).toThrow(UsageError);
    },
  );

  test('an unknown name is answered with the known ones', () => {
    expect(() => parseBudgets(['dploy=5'])).toThrow(/no budget "dploy"; there are: .*deploy/);
  });
});

describe('errors', () => {
  test('become one sentence without a stack trace', () => {
    expect(sentenceOf(new HoldfastError('Pod a is gone.'))).toBe('Pod a is gone.');
    expect(sentenceOf(new Error('first\n    at somewhere'))).toBe('first');
    expect(sentenceOf('text')).toBe('text');
    expect(sentenceOf(new AggregateError([new Error('refused'), new Error('unreachable')], ''))).toBe(
      'refused; unreachable',
    );
  });

  test('of the system say what to do', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    expect(sentenceOf(full)).toMatch(/no space left on device, write\. The disk is full: free some space/);
    const denied = Object.assign(new Error('EACCES: permission denied, mkdir'), { code: 'EACCES' });
    expect(sentenceOf(denied)).toMatch(/Permission was denied: run as a user/);
    expect(errorCode(full)).toBe('ENOSPC');
    expect(errorCode(new Error('plain'))).toBeUndefined();
  });
});

describe('ids', () => {
  test('sort by time and fit into a DNS label', () => {
    const early = newRunId(new Date('2026-01-02T03:04:05Z'));
    const late = newRunId(new Date('2026-01-02T03:04:06Z'));
    expect(early).toMatch(/^20260102-030405-[0-9a-f]{4}$/);
    expect(early < late).toBe(true);
  });

  test('labels are lower case, at most 63 characters long, and never end in a dash', () => {
    expect(dnsLabel('HF', 'a_b', 'c-')).toBe('hf-a-b-c');
    expect(dnsLabel('x'.repeat(63))).toBe('x'.repeat(63));
    expect(dnsLabel('x'.repeat(53), 'y'.repeat(20))).toMatch(/^x{53}-[0-9a-f]{8}$/);
  });

  test('labels that have to be cut stay apart', () => {
    const [one, other] = ['one', 'other'].map((end) => dnsLabel('x'.repeat(60), end));
    expect(one).toHaveLength(63);
    expect(one).not.toBe(other);
  });
});

describe('randomness', () => {
  test('repeats with its seed, and differs with another', () => {
    const sequence = (seed: number): string => new Random(seed).bytes(64).toString('hex');
    expect(sequence(7)).toBe(sequence(7));
    expect(sequence(7)).not.toBe(sequence(8));
  });

  test('stays within its bounds and reaches both', () => {
    const random = new Random(1);
    const seen = new Set(Array.from({ length: 1000 }, () => random.between(3, 6)));
    expect([...seen].sort()).toEqual([3, 4, 5, 6]);
  });
});

describe('redaction', () => {
  test('takes registered secrets and the passwords of URLs out', () => {
    keepSecret('hunter2-hunter2');
    expect(redact('password hunter2-hunter2, again hunter2-hunter2')).toBe('password ***, again ***');
    expect(redact('postgres://me:secret@host/db')).toBe('postgres://me:***@host/db');
  });
});

describe('the clock', () => {
  test('counts from the start of the run, and places wall times on its scale', () => {
    const clock = new RunClock();
    const now = clock.now();
    expect(now).toBeGreaterThanOrEqual(0);
    expect(clock.fromWall(new Date(Date.parse(clock.originWall) + 1500).toISOString())).toBe(1500);
  });

  test('tells people the time', () => {
    expect([humanSeconds(59), humanSeconds(60), humanSeconds(90)]).toEqual(['59s', '1m', '1m30s']);
  });
});
