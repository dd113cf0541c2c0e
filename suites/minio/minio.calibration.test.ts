import { expect } from '@jest/globals';
import type { RunningServer } from '../../harness/calibration/single-server.ts';
import { calibrationSuite } from '../../harness/calibration/suite.ts';
import { Inventory } from './inventory.ts';
import { knownBad as ignoredComplete } from './known-bad/ignored-complete/known-bad.ts';
import { Member } from './member.ts';
import { SETTING_BUCKETS } from './settings.ts';
import { asked } from './set-up.ts';
import { stack } from './stack.ts';
import { BUCKET } from './writer.ts';

/** What a store must not do: each is what a judge is there to find. */
async function alter({ access, pod }: RunningServer): Promise<void> {
  const member = new Member(access, pod, 1);
  try {
    await asked(member, 'be altered', async (client) => {
      const { objects } = await Inventory.take(client);
      const old = objects.filter(({ key, listed }) => listed && key.startsWith('new-0/'));
      const [replaced, ...gone] = old.slice(0, 8);
      // Several: one that the load deletes from now on is a lost version, and no lost object.
      for (const { key, versions } of gone) {
        for (const { versionId = '' } of versions) await client.removeObject(BUCKET, key, { versionId });
      }
      await client.putObject(BUCKET, replaced?.key ?? '', Buffer.from('nobody has put this'));
      await client.putObject(BUCKET, 'new-0/stranger', Buffer.from('nor this'));
      await client.setBucketPolicy(SETTING_BUCKETS[0] ?? '', '');
    });
  } finally {
    member.close();
  }
}

calibrationSuite(stack, {
  early: ignoredComplete.stack,
  kept: ({ data }) => {
    const { membersRead: _read, recovered: _allowed, ...anomalies } = data;
    expect(Object.entries(anomalies).filter(([, count]) => count > 0)).toEqual([]);
  },
  lost: ({ findings }) => {
    const gone = findings.filter(({ kind }) => kind === 'dataset-gone');
    expect(gone.map(({ judge }) => judge)).toEqual(['objects']);
  },
  tampering: {
    alter,
    found: ({ findings }) => {
      const failed = findings.filter(({ effect }) => effect === 'fail');
      const of = (judge: string): Set<string> =>
        new Set(failed.filter((finding) => finding.judge === judge).map(({ kind }) => kind));
      expect(of('set')).toEqual(new Set(['lost']));
      expect(of('objects')).toContain('lost');
      expect(of('objects')).toContain('unexpected');
      expect(failed.flatMap(({ examples }) => examples)).toEqual(
        expect.arrayContaining(['k0', 'new-0/stranger']),
      );
    },
  },
});
