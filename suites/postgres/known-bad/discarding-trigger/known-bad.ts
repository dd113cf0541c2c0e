import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import type { Access } from '../../../../harness/stack/stack.ts';
import type { WorkloadOptions } from '../../../../harness/stack/workload.ts';
import { withMember } from '../../connection.ts';
import { stack } from '../../stack.ts';
import { PostgresWorkload } from '../../workload.ts';

const PRIMARY = 'postgres-0';

/** A row trigger that forgets to return the row: the statement succeeds, with no row inserted. */
const TRIGGER = `
  CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF octet_length(NEW.payload) > 4096 THEN
      RETURN NULL;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER audit BEFORE INSERT ON writes FOR EACH ROW EXECUTE FUNCTION audit();`;

class WithTrigger extends PostgresWorkload {
  readonly #access: Access;

  constructor(access: Access, options: WorkloadOptions) {
    super(access, PRIMARY, options);
    this.#access = access;
  }

  override async setUp(): Promise<void> {
    await super.setUp();
    await withMember(this.#access, PRIMARY, (client) => client.query(TRIGGER));
  }
}

export const knownBad: KnownBad = {
  flaw: 'A trigger returns NULL for some rows: their INSERT is acknowledged, and they are not inserted.',
  stack: { ...stack, workload: (access, options) => new WithTrigger(access, options) },
  scenario: 'control',
  expects: { verdict: 'fail', reasons: [{ kind: 'lost', judge: 'set', atLeast: 3 }] },
};
