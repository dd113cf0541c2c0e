import { expect, test } from '@jest/globals';
import { call } from './asked.fixture.ts';
import { OperationCounts } from './operation-counts.ts';

test('writes are counted by how they ended for the client, and reads where they were answered', () => {
  const counts = new OperationCounts();
  counts.write(call('add', 'a', 'ok', { from: 1 }), 6);
  counts.write(call('add', 'b', 'info', { from: 1 }, { waived: true }), 6);
  counts.write(call('add', 'c', 'fail', { from: 1 }), NaN);
  counts.write(call('add', 'd', 'info', { from: 1 }), NaN);
  counts.write(call('add', 'e', 'open', { from: 1 }), NaN);
  counts.write(call('add', 'f', 'fail', { from: 1 }), NaN);
  counts.write(call('add', 'g', 'open', { from: 1 }), NaN);
  counts.read(call('read', 'r', 'ok', { from: 1 }));
  counts.read(call('read', 's', 'info', { from: 1 }, { waived: true }));
  for (const outcome of ['fail', 'info', 'open'] as const)
    counts.read(call('read', 't', outcome, { from: 1 }));
  expect(counts.counts()).toEqual({ attempted: 7, acknowledged: 2, failed: 2, indeterminate: 3, reads: 2 });
});
