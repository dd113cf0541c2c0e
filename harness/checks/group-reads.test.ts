import { expect, test } from '@jest/globals';
import { Anomalies } from './anomalies.ts';
import { call } from './asked.fixture.ts';
import { GroupLedger } from './group-ledger.ts';
import { judgeGroupReads, type GroupsRead } from './group-reads.ts';
import { GROUP_TEXTS } from './group-texts.ts';

const read = (rows: number, from: number): GroupsRead => ({
  ...{ key: `r${String(from)}`, place: { member: 'db-1', role: 'follower' } },
  ...{ invokedAt: from, completedAt: from + 5, rows: new Map([['g', rows]]) },
});

test('reads of groups are judged in the order of their answers, in whatever order they come', () => {
  const [shown, gone] = [read(3, 40), read(0, 50)];
  for (const reads of [
    [shown, gone],
    [gone, shown],
  ]) {
    const ledger = new GroupLedger();
    ledger.add(call('add-group', 'g', 'info', { from: 10 }, { sent: { rows: 3 } }));
    const anomalies = new Anomalies('groups', GROUP_TEXTS);
    judgeGroupReads(ledger, reads, new Set(), anomalies);
    expect(anomalies.findings().map(({ kind }) => kind)).toEqual(['backwards']);
  }
});
