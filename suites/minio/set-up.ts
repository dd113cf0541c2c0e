import { HoldfastError } from '../../harness/core/errors.ts';
import { found, notYet, waitFor } from '../../harness/core/wait-for.ts';
import type { Access } from '../../harness/stack/stack.ts';
import type { Client } from 'minio';
import type { Member } from './member.ts';
import { podOf, type Members } from './members.ts';
import { BLANK, SETTING_BUCKETS, TAGGED } from './settings.ts';
import { BUCKET } from './writer.ts';

/** Makes the buckets and the object that others are made from, and waits until every member knows that it has to keep versions. */
export async function setUp(access: Access, members: Members): Promise<void> {
  const first = members.of(podOf(0));
  for (const bucket of [BUCKET, TAGGED, ...SETTING_BUCKETS]) {
    await asked(first, `make the bucket ${bucket}`, async (client) => {
      if (!(await client.bucketExists(bucket))) await client.makeBucket(bucket);
    });
  }
  await asked(first, `make the object ${BLANK}`, (client) =>
    client.putObject(TAGGED, BLANK, Buffer.of(0), 1),
  );
  await asked(first, 'turn versioning on', (client) =>
    client.setBucketVersioning(BUCKET, { Status: 'Enabled' }),
  );
  const pods = Array.from({ length: access.members }, (_, ordinal) => podOf(ordinal));
  await Promise.all(pods.map((pod) => versioningSeen(access, members.of(pod))));
}

/** A member that does not know it yet would write an object without a version. */
async function versioningSeen(access: Access, member: Member): Promise<void> {
  await waitFor(
    `${member.pod} to keep versions in ${BUCKET}`,
    async () => {
      const answer = (await asked(member, 'tell whether it keeps versions', (client) =>
        client.getBucketVersioning(BUCKET),
      )) as { Status?: string } | undefined;
      const status = answer?.Status ?? 'unset';
      return status === 'Enabled' ? found(true) : notYet(`versioning is ${status}`);
    },
    { budget: access.budgets.of('settle') },
  );
}

/** @throws HoldfastError with what the member answered. */
export async function asked<T>(
  member: Member,
  what: string,
  ask: (client: Client) => Promise<T>,
): Promise<T> {
  const called = await member.call(ask);
  if (!('failure' in called)) return called.value;
  const { status, code, message } = called.failure;
  const answer = [status, code, message].filter((part) => part !== undefined).join(' ');
  throw new HoldfastError(`${member.pod} could not ${what}: ${answer}`);
}
