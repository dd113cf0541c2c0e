import { describe, expect, test } from '@jest/globals';
import { ask, call, lines, type Held } from './asked.fixture.ts';
import { QueueJudge } from './queue.ts';
import { EMPTY, found, judge, left, put, take, AGAIN } from './queue-scenes.fixture.ts';
import { message, payload } from './queue.fixture.ts';

describe('the queue judge', () => {
  test('finds nothing where all that was confirmed was consumed or is left', () => {
    const { findings, data } = judge(
      [put('m1'), put('m2'), put('m3', 'fail'), take('m1')],
      left(message('m2')),
    );
    expect(findings).toEqual([]);
    expect(new Set(Object.values(data))).toEqual(new Set([0]));
  });

  test('finds a confirmed message that nobody consumed and that is not left', () => {
    const given = [put('m1'), put('m2'), put('m3'), take('m2')];
    expect(found(given, left(message('m3')))).toEqual(['fail lost: m1']);
    expect(judge(given, EMPTY).data.lost).toBe(2);
    const [finding] = judge(given, left(message('m3'))).findings;
    expect(finding?.message).toBe(
      '1 confirmed message was neither delivered and acknowledged nor left at the end: m1 was confirmed in q0 and never came.',
    );
  });

  test('finds one that was delivered, not acknowledged, and did not come back', () => {
    const given = [put('m1'), take('m1', { acknowledged: 'no' })];
    const { findings } = judge(given, EMPTY);
    expect(lines(findings)).toEqual(['fail lost: m1']);
    expect(findings[0]?.message).toContain(
      'm1 was confirmed in q0, came to c0 and was not acknowledged there',
    );
    expect(found(given, left(message('m1', 'q0', true)))).toEqual([]);
    expect(found([...given, take('m1', AGAIN)], EMPTY)).toEqual([]);
  });

  test('does not know of a loss without a drain that came to its end on every member', () => {
    const given = [put('m1')];
    const ends = (...all: (Held['end'] | undefined)[]): Held[] =>
      all.map((end, n) => ({ member: `mq-${String(n)}`, elements: [], end }));
    expect(found(given, [])).toEqual([]);
    for (const end of [undefined, 'unreachable', 'harness-error'] as const) {
      expect(found(given, ends('complete', end))).toEqual([]);
    }
    expect(found(given, ends('complete', 'complete'))).toEqual(['fail lost: m1']);
    expect(found(given, EMPTY, { torn: true })).toEqual([]);
  });

  test('says that the queues are gone, also where everything had been consumed', () => {
    const gone: Held[] = [{ member: 'mq-0', elements: [], end: 'dataset-gone' }];
    expect(found([put('m1'), put('m2'), take('m1')], gone)).toEqual([
      'fail dataset-gone mq-0: ',
      'fail lost: m2',
    ]);
    expect(judge([put('m1'), take('m1')], gone).findings[0]?.message).toBe(
      'The queues are gone from mq-0, which had confirmed 1 message.',
    );
    expect(found([put('m1'), take('m1')], gone)).toEqual(['fail dataset-gone mq-0: ']);
    expect(found([put('m1', 'info', {}, true)], gone)).toEqual([
      'note dataset-gone mq-0: ',
      'note lost-in-window: m1',
    ]);
    expect(found([put('m1', 'info')], gone)).toEqual([]);
  });

  test('does not know of a loss where deliveries that nobody can read may account for it', () => {
    const open = call('dequeue', 'd1', 'open', { from: 5 });
    const unreadable = call('dequeue', 'd2', 'ok', { from: 6 }, { got: { queue: 'q0' } });
    const given = [put('m1'), put('m2'), open];
    expect(found(given, left(message('m2')))).toEqual(['unknown unseen-deliveries: m1']);
    expect(found(given, EMPTY)).toEqual(['fail lost: m1, m2']);
    expect(found([...given, unreadable], EMPTY)[1]).toBe('unknown unseen-deliveries: m1, m2');
    expect(found([put('m1')], EMPTY, { suspect: ['d9'] })).toEqual(['unknown unseen-deliveries: m1']);
    expect(found([put('m1'), put('m2')], EMPTY, { suspect: ['m2'] })).toEqual(['fail lost: m1']);
  });

  test('holds it against a stack that a consumer whose operation failed or is unknown had acknowledged nothing', () => {
    const none = [call('dequeue', 'd1', 'info', { from: 5 }), call('dequeue', 'd2', 'fail', { from: 6 })];
    expect(found([put('m1'), ...none], EMPTY)).toEqual(['fail lost: m1']);
  });

  test('reports what was recovered and holds it against nobody', () => {
    const given = [put('m1', 'info'), put('m2', 'open'), put('m3', 'info'), take('m1')];
    expect(found(given, left(message('m2')))).toEqual(['note recovered: m1, m2']);
    expect(judge(given, left(message('m2'))).data).toMatchObject({ recovered: 2, lost: 0 });
  });

  test('finds messages of nobody, of a failed sending, of a later one, and of another queue', () => {
    const early = take('m4');
    const given = [put('m1', 'fail'), put('m3'), early, put('m4'), take('m1'), take('m3', { queue: 'q9' })];
    expect(found(given, left(message('m2')))).toEqual([
      'fail unexpected: m4, m1, m3',
      'fail unexpected mq-0: m2',
    ]);
    expect(judge(given, left(message('m2'))).data.unexpected).toBe(4);
    expect(found([put('m1', 'fail'), take('m1'), take('m1')], EMPTY)).toEqual(['fail unexpected: m1']);
    expect(found([], left(message('m2')), { torn: true })).toEqual([]);
    expect(found([take('m2')], [], { torn: true })).toEqual(['fail unexpected: m2']);
  });

  test('finds another payload, by its bytes or by their number, from a consumer and at the end', () => {
    const { sha256 } = payload('other');
    const given = [put('m1'), put('m2'), take('m1', { sha256 }), take('m2', { size: 1 })];
    expect(found(given, EMPTY)).toEqual(['fail corrupted: m1, m2']);
    expect(found([put('m1')], left({ ...message('m1'), sha256 }))).toEqual(['fail corrupted mq-0: m1']);
    expect(judge(given, EMPTY).data).toMatchObject({ corrupted: 2, lost: 0 });
  });

  test('finds nothing against anybody without a history', () => {
    const judgement = ask(new QueueJudge({ operations: undefined }), [], left(message('m1')));
    expect(judgement.findings).toEqual([]);
  });

  test('says what came', () => {
    const messages = (calls: Parameters<typeof judge>[0], held = EMPTY) =>
      judge(calls, held).findings.map(({ message: sentence }) => sentence);
    const unexpected =
      'brought messages that nobody had sent to that queue by then, or whose sending had certainly failed';
    expect(messages([put('m1', 'fail'), take('m1')])).toEqual([
      `1 delivery ${unexpected}: m1 came out of q0, and its sending had certainly failed.`,
    ]);
    expect(messages([], left(message('m1')))).toEqual([
      `1 delivery from mq-0 ${unexpected}: m1 came out of q0, and nobody had sent it.`,
    ]);
    expect(messages([put('m1'), take('m1', { queue: 'q9' })])).toEqual([
      `1 delivery ${unexpected}: m1 came out of q9, and had been sent to q0.`,
    ]);
    expect(messages([take('m1'), put('m1')])).toEqual([
      `1 delivery ${unexpected}: m1 came out of q0 before it was sent.`,
    ]);
    expect(messages([put('m1'), take('m1', { size: 9 })])).toEqual([
      '1 delivery brought another payload than was sent: m1 came out of q0 with 9 bytes, of 2 sent.',
    ]);
    expect(messages([put('m1', 'info'), take('m1')])).toEqual([
      '1 message whose outcome was unknown to the producer was in a queue: m1 was in q0.',
    ]);
    expect(messages([put('m1', 'info', {}, true)])).toEqual([
      '1 message confirmed in a loss window of the contract is gone: m1 was confirmed in q0 and never came.',
    ]);
    const open = call('dequeue', 'd1', 'open', { from: 5 });
    expect(messages([put('m1'), open])).toEqual([
      '1 confirmed message was not seen again, and the history does not tell what 1 delivery brought.',
    ]);
    const two = [open, call('dequeue', 'd2', 'open', { from: 6 })];
    expect(messages([put('m1'), put('m2'), ...two])).toEqual([
      '2 confirmed messages were not seen again, and the history does not tell what 2 deliveries brought.',
    ]);
    expect(messages([put('m1'), put('m2'), open])).toEqual([
      '2 confirmed messages were neither delivered and acknowledged nor left at the end: m1 was confirmed in q0 and never came; 1 delivery of unknown content may account for as many.',
    ]);
  });

  test('leaves out what was sent twice, cannot be read, or contradicts itself', () => {
    const twice = [put('m1'), put('m1'), call('enqueue', 'm2', 'ok', { from: 1 }, { sent: {} })];
    expect(found(twice, EMPTY)).toEqual([
      'unknown malformed-value: What the sending of m2 sent has another shape than its function says at sha256: Invalid input: expected string, received undefined., The message m1 was sent twice.',
    ]);
    const brought = take('m4');
    expect(
      found([put('m3'), put('m4'), brought], left(message('m4')), { suspect: ['m3', brought.key] }),
    ).toEqual([]);
  });
});
