import { describe, expect, test } from '@jest/globals';
import { call } from './asked.fixture.ts';
import { payload } from './object-scenes.fixture.ts';
import { ObjectLedger } from './object-ledger.ts';

describe('the ledger of a bucket', () => {
  const sent = { version: 'v1', parts: 1, ...payload('v1') };

  test('takes writes down that came back with nothing at all', () => {
    const ledger = new ObjectLedger();
    ledger.put(call('put-object', 'a', 'ok', { from: 1 }, { sent }));
    ledger.delete(call('delete-object', 'a', 'ok', { from: 10 }));
    expect(ledger.values.malformed).toEqual([]);
    const { puts, deletes } = ledger.history('a');
    expect([...puts, ...deletes].map(({ label, versionId }) => [label, versionId])).toEqual([
      ['a@v1', undefined],
      ['a@deletion-1', undefined],
    ]);
  });

  test('tells of an answer that cannot be read, and takes the write down without it', () => {
    const ledger = new ObjectLedger();
    ledger.put(call('put-object', 'a', 'ok', { from: 1 }, { sent, got: { versionId: 7 } }));
    expect(ledger.values.malformed).toEqual([expect.stringMatching(/^The answer to put-object of a has/)]);
    expect(ledger.history('a').puts[0]).toMatchObject({ versionId: undefined, effectiveBy: 6 });
    ledger.put(
      call('put-object', 'b', 'fail', { from: 10 }, { sent: { ...sent, version: 'v2' }, got: 'no answer' }),
    );
    expect(ledger.values.malformed).toHaveLength(1);
  });
});
