import { describe, expect, test } from '@jest/globals';
import type { Call } from '../../harness/checks/calls.ts';
import type { Calibrated } from '../../harness/calibration/calibrate.ts';
import { hasty } from '../../harness/calibration/hasty.ts';
import { imageFromEnvironment } from '../../harness/calibration/image-from-environment.ts';
import { calibrationSuite } from '../../harness/calibration/suite.ts';
import { Budgets } from '../../harness/core/budgets.ts';
import { InterruptedError } from '../../harness/core/errors.ts';
import { silent } from '../../harness/core/progress.ts';
import { found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import { calibrateStacks, type Calibration } from '../../harness/engine/calibrate.ts';
import { docker } from '../../harness/host/docker.ts';
import type { Stack } from '../../harness/stack/stack.ts';
import { withMember } from './connection.ts';
import { knownBad as early } from './known-bad/early-acknowledgement/known-bad.ts';
import { stack } from './stack.ts';

/**
 * What a server must not do: each is what one judge is there to find. What is altered has to be there by then: k300 to k302
 * and g21 are among the first 737 operations that this seed plans, 1200 writes come before it, and nothing removes them.
 */
const TAMPERING = [
  "DELETE FROM writes WHERE key = 'k300'",
  "INSERT INTO writes SELECT * FROM writes WHERE key = 'k301'",
  "UPDATE writes SET payload = 'altered' WHERE key = 'k302'",
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

const acknowledged = (calls: readonly Call[], f: string): number =>
  calls.filter((call) => call.f === f && call.outcome === 'ok').length;

calibrationSuite(stack, {
  early: early.stack,
  kept: ({ data }) => {
    const { membersRead: _read, recovered: _allowed, ...anomalies } = data;
    expect(Object.entries(anomalies).filter(([, count]) => count > 0)).toEqual([]);
  },
  lost: ({ findings, data, calls }) => {
    const lost = findings.filter((finding) => finding.kind === 'lost' && finding.effect === 'fail');
    expect(lost.map((finding) => finding.judge)).toEqual(
      expect.arrayContaining(['set', 'counter', 'groups', 'transactions', 'register']),
    );
    expect(acknowledged(calls, 'add')).toBeGreaterThan(400);
    expect(data.lost).toBeGreaterThanOrEqual(acknowledged(calls, 'add') - acknowledged(calls, 'remove'));
  },
  tampering: {
    alter: ({ access, pod }) =>
      withMember(access, pod, async (client) => {
        for (const statement of TAMPERING) {
          const { rowCount } = await client.query(statement);
          if (rowCount === 0) throw new Error(`This altered nothing: ${statement}`);
        }
      }),
    found: expectTampering,
  },
});

function expectTampering({ findings, data }: Calibrated): void {
  const failed = findings.filter((finding) => finding.effect === 'fail');
  expect(new Set(failed.map((finding) => finding.judge))).toEqual(
    new Set(['set', 'counter', 'bank', 'groups', 'transactions', 'register']),
  );
  const of = (kind: string): string[] =>
    failed.filter((finding) => finding.kind === kind).flatMap((finding) => finding.examples);
  expect(of('lost')).toEqual(expect.arrayContaining(['k300', 'g21']));
  expect(of('duplicated')).toEqual(['k301']);
  expect(of('corrupted')).toContain('k302');
  expect(of('fractured')).toEqual(['g20']);
  expect(data).toMatchObject({ resurrected: 1, lostUpdates: 1, duplicated: 1, fractured: 1 });
  expect(data.wrongTotals).toBeGreaterThan(0);
  expect(data.transactionAnomalies).toBeGreaterThan(0);
}

describe('the calibration at the beginning of a run', () => {
  const images = { postgres: imageFromEnvironment(stack) };
  const { signal } = new AbortController();
  const calibrationOf = async (one: Stack, references = images): Promise<Calibration | undefined> => {
    const work = { budgets: new Budgets({ deploy: 30 }), progress: silent, signal };
    return await calibrateStacks([one], references, work).get(one.name);
  };

  test('passes the good driver', async () => {
    expect(await calibrationOf(stack)).toMatchObject({ passed: true });
  }, 120_000);

  test('says what a broken driver makes of the server', async () => {
    expect(await calibrationOf(hasty(stack))).toEqual({
      failed: expect.stringMatching(
        /acknowledged writes? (is|are) not on postgres-0 .* The server wrote last: /,
      ),
    });
  }, 120_000);

  test('says why a server does not start, with its last words', async () => {
    const single = { ...stack.single, environment: () => ({}) };
    expect(await calibrationOf({ ...stack, single })).toEqual({
      failed: expect.stringContaining('has no password'),
    });
  }, 120_000);

  test('an interruption is no failure of the stack, and leaves nothing behind', async () => {
    const interruption = new AbortController();
    const containers = (): Promise<string> =>
      docker(['ps', '--all', '--quiet', '--filter', 'label=holdfast.dev/calibration=run-postgres']);
    const budgets = new Budgets();
    const work = { budgets, progress: silent, signal: interruption.signal };
    const calibration = calibrateStacks([stack], images, work).get(stack.name);
    await waitFor('its container', async () => ((await containers()) === '' ? notYet('none') : found(true)), {
      budget: budgets.of('load'),
    });
    interruption.abort(new InterruptedError('this test'));
    await expect(calibration).rejects.toThrow('interrupted by this test');
    expect(await containers()).toBe('');
  }, 120_000);
});
