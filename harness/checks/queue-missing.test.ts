import { describe, expect, test } from '@jest/globals';
import { call, type Held } from './asked.fixture.ts';
import { EMPTY, judge, put, take } from './queue-scenes.fixture.ts';

describe('what is missing of queues', () => {
  const all = (...given: Parameters<typeof judge>): string[] =>
    judge(...given).findings.map((one) => `${one.judge} ${one.kind}: ${one.message}`);

  test('is told in the name of the judge, whether it is lost, gone or not known', () => {
    expect(all([put('m1')], EMPTY)).toEqual([expect.stringMatching(/^queue lost: 1 confirmed message was/)]);
    const unseen = call('dequeue', 'd1', 'open', { from: 50 });
    expect(all([put('m1'), unseen], EMPTY)).toEqual([
      'queue unseen-deliveries: 1 confirmed message was not seen again, and the history does not tell what 1 delivery brought.',
    ]);
    const gone: Held[] = [{ member: 'mq-0', elements: [], end: 'dataset-gone' }];
    expect(all([put('m1')], gone)[0]).toBe(
      'queue dataset-gone: The queues are gone from mq-0, which had confirmed 1 message.',
    );
  });

  test('is nothing that nobody sent', () => {
    const stranger = take('x1', { acknowledged: 'no' });
    expect(judge([put('m1'), stranger], EMPTY).data).toMatchObject({ lost: 1, unexpected: 1 });
  });
});
