import { describe, expect, test } from '@jest/globals';
import { NEMESIS, type Operation } from '../model/operation.ts';
import type { Element } from '../model/read-back.ts';
import type { ScenarioResult } from '../model/result.ts';
import { controlEvidence, operation, readBack } from './evidence.fixture.ts';
import { judgeScenario } from './judge.ts';
import { content, kept, object, payload } from './object-scenes.fixture.ts';
import { message } from './queue.fixture.ts';

const QUEUES: Operation = {
  ...{ process: NEMESIS, type: 'info', f: 'queues', key: 'queues', time: 0 },
  value: { q0: { delivery: 'exactly-once', ordered: true } },
};
const SENT = ['m1', 'm2'].flatMap((key, n) => {
  const sent = { queue: 'q0', producer: 'p0', sequence: n, ...payload(key) };
  return operation('enqueue', key, 'ok', { from: 10 + n * 10 }, { sent });
});
const PUT = operation(
  'put-object',
  'a',
  'ok',
  { from: 50 },
  {
    sent: { version: 'v1', parts: 1, ...payload('v1') },
    got: { versionId: 'id-v1' },
  },
);
const READ = operation('read-object', 'a', 'ok', { from: 60 }, { got: content('v1'), member: 'db-0' });

/** Judges a control of a stack with a queue and a bucket; the first member drains the queue. */
function judge(
  drained: Element[],
  objects: Element[],
  records = [QUEUES, ...SENT, ...PUT, ...READ],
): ScenarioResult {
  const evidence = controlEvidence();
  const power = { acknowledgedBefore: 0, acknowledgedAfter: 0, inFlightAtFault: 0 };
  const readBacks = [0, 1, 2].map((n) => {
    const elements = [...(n === 0 ? drained : []), ...objects];
    const whole = readBack(`db-${String(n)}`, []);
    return { ...whole, elements, footer: { end: 'complete' as const, elements: elements.length } };
  });
  return judgeScenario(
    { ...evidence, record: { ...evidence.record, power }, operations: records, readBacks },
    'x',
  );
}

const BOTH = [message('m1'), message('m2')];
const WHOLE = [object([kept('v1')])];

describe('queues and objects, judged with all else', () => {
  test('pass where everything is there; deliveries, reads and listings are no writes', () => {
    const { verdict, findings, operations } = judge(BOTH, WHOLE);
    expect({ verdict, findings }).toEqual({ verdict: 'pass', findings: [] });
    expect(operations).toMatchObject({ attempted: 3, acknowledged: 3, reads: 1 });
  });

  test('fail with what is lost, in the result as in the finding', () => {
    const { verdict, findings, data } = judge([message('m2')], []);
    expect(verdict).toBe('fail');
    expect(findings.map(({ judge: by, kind, member }) => [by, kind, member])).toEqual([
      ['queue', 'lost', undefined],
      ...['db-0', 'db-1', 'db-2'].map((name) => ['objects', 'lost', name]),
    ]);
    expect(data.lost).toBe(2);
  });

  test('are held to the promises that the history declares', () => {
    const twice = judge([...BOTH, message('m1')], WHOLE);
    expect(twice).toMatchObject({ verdict: 'fail', data: { duplicated: 1 } });
    const undeclared = judge([...BOTH, message('m1')], WHOLE, [...SENT, ...PUT]);
    expect(undeclared).toMatchObject({ verdict: 'pass', data: { duplicated: 1 } });
    expect(judge(BOTH.toReversed(), WHOLE)).toMatchObject({ verdict: 'fail', data: { reordered: 1 } });
    const hidden = WHOLE.map((one) => ({ ...one, listed: false }));
    expect(judge(BOTH, hidden)).toMatchObject({ verdict: 'fail', data: { listingMismatches: 1 } });
  });
});
