import { isRead } from '../../harness/model/functions.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import type { ReadBackFooter } from '../../harness/model/read-back.ts';
import { clientVersion } from '../../harness/stack/client-version.ts';
import type { Access } from '../../harness/stack/stack.ts';
import type {
  Declaration,
  Planned,
  ReadBackSink,
  Workload,
  WorkloadOptions,
} from '../../harness/stack/workload.ts';
import { Deletions } from './deletions.ts';
import type { Member } from './member.ts';
import { Members, podOf } from './members.ts';
import { ObjectPlan, type Planning } from './plan.ts';
import { planned } from './planned.ts';
import { readBackMember } from './read-back.ts';
import { listPrefix, readObject } from './reads.ts';
import { addSetting } from './settings.ts';
import { setUp } from './set-up.ts';
import { settle } from './settle.ts';
import { putInParts } from './upload.ts';
import { versionOf } from './version.ts';
import { deleteObject, putWhole } from './writer.ts';

/** Writes, deletions, reads and listings of objects of a versioned bucket, by way of every member in turn. */
export class MinioWorkload implements Workload {
  protected readonly operationMs: number;
  readonly #access: Access;
  readonly #plan: ObjectPlan;
  readonly #members: Members;
  /** The names of uploads that were left as they were. */
  readonly #left: string[] = [];
  /** The ids of the delete markers that deletions were told of. */
  readonly #markers = new Set<string>();
  readonly #deletions = new Deletions();
  #reads = 0;

  constructor(access: Access, { seed, mix, writers }: WorkloadOptions, plan = new ObjectPlan(seed, mix)) {
    this.#access = access;
    this.operationMs = access.budgets.of('operation').seconds * 1000;
    this.#plan = plan;
    this.#members = new Members(access, writers + 1); // one more for the member's reader
  }

  async setUp(): Promise<void> {
    const members = new Members(this.#access, 1);
    try {
      await setUp(this.#access, members);
    } finally {
      members.close();
    }
  }

  declared(): Declaration[] {
    return [];
  }

  next(): Planned {
    const planning = this.#plan.next();
    const pod = this.#members.next(wantedFor(planning.f));
    return planned(planning, pod, async () => {
      const outcome = await this.perform(this.#members.of(pod), planning);
      if (planning.f === 'put-object' && planning.cut === 'left') this.#left.push(planning.key);
      return isRead(planning.f) ? ofRead(outcome) : outcome;
    });
  }

  /** Sends one operation, once, and says what the answer means. */
  protected async perform(member: Member, planning: Planning): Promise<Outcome> {
    switch (planning.f) {
      case 'put-object':
        return await this.#deletions.overwritten(planning.key, () =>
          planning.parts === 1
            ? putWhole(member, planning)
            : putInParts(member, planning, { operationMs: this.operationMs }),
        );
      case 'delete-object':
        return await this.#deletions.settled(planning.key, () => this.delete(member, planning.key));
      case 'read-object':
        return await readObject(member, planning.key);
      case 'list-objects':
        return await listPrefix(member, planning.prefix);
      case 'add':
        return await addSetting(member, planning.number, planning);
    }
  }

  protected delete(member: Member, key: string): Promise<Outcome> {
    return deleteObject(member, key, this.#markers);
  }

  /** Whose turn it is to delete. */
  protected deleter(): Member {
    return this.#members.of(this.#members.next(wantedFor('delete-object')));
  }

  nextRead(ordinal: number): Planned {
    const planning = this.#plan.read(this.#reads++);
    const pod = podOf(ordinal);
    return planned(planning, pod, async () => ofRead(await this.perform(this.#members.of(pod), planning)));
  }

  async settle(): Promise<string> {
    await this.close();
    return await settle(this.#access, this.#left);
  }

  readBack(pod: string, position: string | undefined, sink: ReadBackSink): Promise<ReadBackFooter> {
    return readBackMember(this.#access, pod, position, sink);
  }

  async versions(): Promise<Record<string, string>> {
    const server = await versionOf(this.#access, podOf(0));
    return { minio: server, 'minio-js': clientVersion(import.meta.resolve('minio/package.json')) };
  }

  close(): Promise<void> {
    this.#members.close();
    return Promise.resolve();
  }
}

/** Which member an operation goes to, where there is the choice: a deletion has to find what is there. */
function wantedFor(f: Planning['f']): 'proven' | 'unproven' | undefined {
  if (f === 'delete-object') return 'proven';
  return isRead(f) ? undefined : 'unproven';
}

/** A read without an answer says nothing, and has changed nothing. */
function ofRead(outcome: Outcome): Outcome {
  return outcome.type === 'info' ? { ...outcome, type: 'fail' } : outcome;
}
