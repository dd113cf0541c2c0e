import { describe, expect, test } from '@jest/globals';
import { FallbackWatch, semiSyncOf, type SemiSync } from './fallback.ts';

const rows = (values: Record<string, string>): { name: string; value: string }[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

const seen = (uptime: number, unacknowledged: number, waiting = true, enabled = true): SemiSync => ({
  ...{ uptime, unacknowledged, waiting, enabled },
});

describe('semi-synchronous replication', () => {
  test('is what the server says of it', () => {
    const said = rows({
      Uptime: '17',
      Rpl_semi_sync_source_status: 'ON',
      Rpl_semi_sync_source_no_tx: '3',
      rpl_semi_sync_source_enabled: 'ON',
    });
    expect(semiSyncOf(said)).toEqual(seen(17, 3));
  });

  test('is not there where nothing is said of it', () => {
    expect(semiSyncOf(rows({ Uptime: '17' }))).toEqual({ uptime: 17, waiting: false, unacknowledged: 0 });
  });
});

describe('the watch for its fall-back', () => {
  const summaryOf = (...looks: SemiSync[]): string => {
    const watch = new FallbackWatch();
    for (const look of looks) watch.note(look);
    return watch.summary();
  };

  test('tells of none where there was none', () => {
    expect(summaryOf(seen(1, 0), seen(2, 0))).toMatch(/^0 commits .* over 1 starts .* in 0 of 2 looks$/);
  });

  test('counts what was answered without a follower, over the starts of the server', () => {
    expect(summaryOf(seen(50, 2), seen(60, 5), seen(3, 0), seen(4, 1))).toMatch(
      /^6 commits .* over 2 starts .* in 0 of 4 looks$/,
    );
  });

  test('counts the looks that found it asynchronous, but not those where it was to be', () => {
    expect(summaryOf(seen(1, 0, false), seen(2, 0), seen(3, 0, false, false))).toMatch(/in 1 of 3 looks$/);
  });

  test('says so where it saw nothing, or where there is nothing to see', () => {
    expect(summaryOf()).toBe('not seen');
    expect(summaryOf({ uptime: 1, waiting: false, unacknowledged: 0 })).toBe('not installed');
  });

  test('looks at most once a second, and each time that it is told to', async () => {
    let asked = 0;
    const read = <Row extends object>(): Promise<Row[]> => {
      asked += 1;
      return Promise.resolve(rows({ Uptime: String(asked) }) as unknown as Row[]);
    };
    const watch = new FallbackWatch();
    for (let i = 0; i < 5; i++) await watch.lookNowAndThen({ read });
    expect(asked).toBe(1);
    await watch.look({ read });
    expect(asked).toBe(2);
  });
});
