import { afterEach, describe, expect, test } from '@jest/globals';
import type { Call } from '../../harness/checks/calls.ts';
import { TABLE_MIX } from '../../harness/stack/mix.ts';
import { POD } from './calibrate-evidence.ts';
import { calibrate } from './calibrate.ts';
import { startOneServer, type OneServer } from './one-server.ts';

const acknowledged = (calls: readonly Call[], f: string): number =>
  calls.filter((call) => call.f === f && call.outcome === 'ok').length;

/** What a server must not do, done to it behind the load's back: each is what one judge is there to find. */
const TAMPERING = [
  "DELETE FROM writes WHERE key = 'k500'",
  "INSERT INTO writes SELECT * FROM writes WHERE key = 'k501'",
  "UPDATE writes SET payload = 'altered' WHERE key = 'k502'",
  `INSERT INTO writes SELECT 'k' || i, 'back', 'again' FROM generate_series(0, 150) AS i
   WHERE NOT EXISTS (SELECT FROM writes WHERE key = 'k' || i) LIMIT 1`,
  "UPDATE counters SET n = n - 5 WHERE key = 'c0'",
  "UPDATE accounts SET balance = balance + 1 WHERE key = 'a0'",
  "DELETE FROM group_rows WHERE grp = 'g20' AND n = 1",
  "DELETE FROM group_rows WHERE grp = 'g21'",
  "CREATE FUNCTION keep_old() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
  'CREATE TRIGGER keep_old BEFORE UPDATE ON registers FOR EACH ROW EXECUTE FUNCTION keep_old()',
  "UPDATE lists SET vals = vals[2:] WHERE key = 'l0'",
];

describe('PostgreSQL in one container, without Kubernetes', () => {
  let server: OneServer | undefined;
  const start = async (onTmpfs = false): Promise<OneServer> => {
    server = await startOneServer({ user: 'postgres', onTmpfs });
    return server;
  };
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  test('keeps every acknowledged write through a restart and a kill', async () => {
    const { access, restart, kill } = await start();
    const { findings, data, calls } = await calibrate(access, [restart, kill]);
    expect(findings.filter((finding) => finding.effect !== 'note')).toEqual([]);
    const { membersRead, recovered: _allowed, ...anomalies } = data;
    expect(membersRead).toEqual([POD]);
    expect(Object.entries(anomalies).filter(([, count]) => count > 0)).toEqual([]);
    for (const f of [...Object.keys(TABLE_MIX), 'read']) {
      expect({ f, enough: acknowledged(calls, f) >= 20 }).toEqual({ f, enough: true });
    }
  });

  test('on tmpfs it is found to have lost what it acknowledged', async () => {
    const { access, kill } = await start(true);
    const { findings, data, calls } = await calibrate(access, [kill]);
    const lost = findings.filter((finding) => finding.kind === 'lost' && finding.effect === 'fail');
    expect(lost.map((finding) => finding.judge)).toEqual(
      expect.arrayContaining(['set', 'counter', 'groups', 'transactions', 'register']),
    );
    expect(acknowledged(calls, 'add')).toBeGreaterThan(400);
    expect(data.lost).toBeGreaterThanOrEqual(acknowledged(calls, 'add') - acknowledged(calls, 'remove'));
  });

  test('whatever is altered behind its back is found', async () => {
    const { access, sql } = await start();
    const { findings, data } = await calibrate(access, [() => sql(...TAMPERING)]);
    const failed = findings.filter((finding) => finding.effect === 'fail');
    expect(new Set(failed.map((finding) => finding.judge))).toEqual(
      new Set(['set', 'counter', 'bank', 'groups', 'transactions', 'register']),
    );
    const of = (kind: string): string[] =>
      failed.filter((finding) => finding.kind === kind).flatMap((finding) => finding.examples);
    expect(of('lost')).toEqual(expect.arrayContaining(['k500', 'g21']));
    expect(of('duplicated')).toEqual(['k501']);
    expect(of('corrupted')).toContain('k502');
    expect(of('fractured')).toEqual(['g20']);
    expect(data).toMatchObject({ resurrected: 1, lostUpdates: 1, duplicated: 1, fractured: 1 });
    expect(data.wrongTotals).toBeGreaterThan(0);
    expect(data.transactionAnomalies).toBeGreaterThan(0);
  });
});
