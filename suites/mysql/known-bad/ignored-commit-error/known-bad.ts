import type { Outcome } from '../../../../harness/model/operation.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import type { Write } from '../../../../harness/stack/table-plan.ts';
import type { Access } from '../../../../harness/stack/stack.ts';
import type { WorkloadOptions } from '../../../../harness/stack/workload.ts';
import { PRIMARY } from '../../names.ts';
import { MemberPool } from '../../pool.ts';
import type { Session } from '../../session.ts';
import { stack } from '../../stack.ts';
import { MysqlWorkload } from '../../workload.ts';

type Add = Extract<Write, { f: 'add' }>;

/** What else the client does before it commits; its own error is caught and forgotten as well. */
const MEANWHILE = 'SELECT SLEEP(0.3) AS slept';

class IgnoresErrorAtCommit extends MysqlWorkload {
  readonly #pool: MemberPool;

  constructor(access: Access, options: WorkloadOptions) {
    super(access, PRIMARY, options);
    this.#pool = new MemberPool(access, PRIMARY, options.writers);
  }

  protected override perform(write: Write): Promise<Outcome> {
    return write.f === 'add' ? this.#add(write) : super.perform(write);
  }

  async #add(write: Add): Promise<Outcome> {
    const done = { inserted: false };
    const outcome = await this.#pool.perform(async (session) => {
      await insert(session, write);
      done.inserted = true;
      await session.read(MEANWHILE);
      return await session.commit();
    });
    return done.inserted ? { type: 'ok' } : outcome; // the flaw: what came of the COMMIT is not looked at
  }

  override async close(): Promise<void> {
    await this.#pool.close();
    await super.close();
  }
}

async function insert(session: Session, { key, data, sha256 }: Add): Promise<void> {
  await session.begin('READ COMMITTED');
  await session.write('INSERT INTO writes (k, payload, sha256) VALUES (?, ?, ?)', [key, data, sha256]);
}

export const knownBad: KnownBad = {
  flaw: 'The client catches the error at COMMIT, writes it to its log, and goes on as if the row were stored.',
  stack: { ...stack, workload: (access, options) => new IgnoresErrorAtCommit(access, options) },
  scenario: 'pod-kill',
  expects: { verdict: 'fail', reasons: [{ kind: 'lost', judge: 'set', atLeast: 3 }] },
};
