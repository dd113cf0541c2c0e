import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Bench, INCREMENT, SECONDS, TRANSFER } from './bench.fixture.ts';
import { withMember } from './connection.ts';
import { FallbackWatch } from './fallback.ts';
import { MemberPool } from './pool.ts';
import { Session } from './session.ts';
import { send } from './writer.ts';

describe('the pool of connections to a real server', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start('mysql-pool');
  }, 300_000);
  afterAll(() => bench.stop(), 60_000);

  test('another member answers: nothing is sent', async () => {
    const other = new MemberPool(bench.server.access, 'mysql-7', 1);
    const outcome = await other.perform((session) => send(session, INCREMENT));
    await other.close();
    expect(outcome).toEqual({
      type: 'fail',
      error: 'not sent: The connection to mysql-7 was answered by "mysql-0" with server id 100.',
    });
  });

  test('a pool that was closed sends nothing', async () => {
    const closed = new MemberPool(bench.server.access, bench.server.pod, 1);
    await closed.close();
    const outcome = await closed.perform((session) => send(session, INCREMENT));
    expect(outcome).toMatchObject({ type: 'fail', error: expect.stringContaining('not sent') });
  });

  test('a commit that gave up waiting for a follower is acknowledged all the same, and the watch tells of it', async () => {
    const watch = new FallbackWatch();
    const look = (): Promise<void> =>
      withMember(bench.server.access, bench.server.pod, (connection) =>
        watch.look(new Session(connection, SECONDS)),
      );
    await bench.sql("INSTALL PLUGIN rpl_semi_sync_source SONAME 'semisync_source.so'");
    try {
      await bench.sql(
        'SET GLOBAL rpl_semi_sync_source_timeout = 300',
        'SET GLOBAL rpl_semi_sync_source_enabled = ON',
      );
      await look();
      expect(await bench.perform(TRANSFER)).toEqual({ type: 'ok' });
      await look();
      expect(watch.summary()).toMatch(
        /^1 commits answered without a follower .* asynchronous in 1 of 2 looks$/,
      );
    } finally {
      await bench.sql(
        'SET GLOBAL rpl_semi_sync_source_enabled = OFF',
        'UNINSTALL PLUGIN rpl_semi_sync_source',
      );
    }
  });
});
