import { found, waitFor } from '../../harness/core/wait-for.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { Members } from './members.ts';
import { asked } from './set-up.ts';
import { BUCKET } from './writer.ts';

/** So many of the uploads that were left are looked for. */
const LOOKED_FOR = 20;

/**
 * There is no position that a member would have to reach: every read asks a quorum of the drives, whichever member is asked. What is
 * waited for is a member that answers, which is asked what became of uploads that were left as they were.
 * @param left the names under which uploads were left.
 */
export async function settle(access: Access, left: readonly string[]): Promise<string> {
  const members = new Members(access, 1);
  const names = [...new Set(left)].slice(-LOOKED_FOR);
  try {
    const uploads = await waitFor(
      'a member to tell of incomplete uploads',
      async () => {
        const member = members.of(members.next());
        const count = await asked(member, 'list incomplete uploads', async (client) => {
          if (!(await client.bucketExists(BUCKET))) return 0;
          const lists = await Promise.all(
            names.map((name) => client.listIncompleteUploadsQuery(BUCKET, name, '', '', '')),
          );
          return lists.flatMap((list) => list.uploads).length;
        });
        return found(count);
      },
      { budget: access.budgets.of('settle') },
    );
    return (
      'no position: reads are strictly consistent, whichever member is asked; ' +
      `${String(uploads)} of ${String(left.length)} uploads that were left are still incomplete`
    );
  } finally {
    members.close();
  }
}
