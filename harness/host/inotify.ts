import { readFile, writeFile } from 'node:fs/promises';
import { sentenceOf } from '../core/errors.ts';
import type { Need } from './need.ts';

const LIMIT = '/proc/sys/fs/inotify/max_user_instances';

/** kind's documentation asks for 512; the kernel's default of 128 is used up by ten nodes (two clusters). */
const WANTED = 512;

/** Too few inotify instances show far from their cause: a kubelet that never joins, a kube-proxy that restarts. */
export const inotify: Need = {
  id: 'inotify',
  title: `${String(WANTED)} inotify instances a user`,
  plan: `raise fs.inotify.max_user_instances to ${String(WANTED)} until the next boot`,
  async look() {
    const limit = Number(await readFile(LIMIT, 'utf8').catch(() => String(WANTED)));
    return { state: limit >= WANTED ? 'ok' : 'missing', found: String(limit) };
  },
  async provide({ progress }) {
    try {
      await writeFile(LIMIT, String(WANTED));
      progress.say(`Raised fs.inotify.max_user_instances to ${String(WANTED)} until the next boot.`);
    } catch (error) {
      progress.say(
        `fs.inotify.max_user_instances is low and could not be raised (${sentenceOf(error)}); ` +
          `a second cluster may not come up. As root: sysctl -w fs.inotify.max_user_instances=${String(WANTED)}`,
      );
    }
  },
};
