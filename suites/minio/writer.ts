import type { ObjectAnswer } from '../../harness/model/object-functions.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import type { Called, Member } from './member.ts';
import { outcomeOfRequest } from './outcomes.ts';
import type { Put } from './plan.ts';

export const BUCKET = 'holdfast';

/** The metadata that carries the writer's own token. */
export const metadataOf = ({ version }: Pick<Put, 'version'>): Record<string, string> => ({
  'x-amz-meta-version': version,
});

/** Writes an object in one request. */
export async function putWhole(member: Member, put: Put): Promise<Outcome> {
  const { key, data } = put;
  const called = await member.call(
    (client) => client.putObject(BUCKET, key, data, data.length, metadataOf(put)),
    { proves: true },
  );
  return answered(called);
}

/**
 * Deletes an object by its name; the delete marker's id is in a header that the client does not give. To the deletion of what
 * is deleted already MinIO answers with the id of the marker that is there, and makes none: it counts for the first who was told.
 * A server that takes no writes yet may also say so of what is there, since it does not see it (README, Seen): it is not asked.
 * @param told the ids of the markers that were told before.
 */
export async function deleteObject(member: Member, key: string, told: Set<string>): Promise<Outcome> {
  const { standing } = member;
  if (!standing.isProven) {
    return { type: 'fail', error: 'not sent: it has not acknowledged a write since it was last away' };
  }
  const { absences } = standing;
  const called = await member.call((client) => client.removeObject(BUCKET, key));
  if ('failure' in called) return outcomeOfRequest(called.failure);
  const answer = answerOf({ versionId: called.headers['x-amz-version-id'] });
  if (answer.versionId === undefined || told.has(answer.versionId)) {
    return absences === standing.absences ? { type: 'ok', value: {} } : { type: 'info', error: AWAY };
  }
  told.add(answer.versionId);
  standing.acknowledged(); // this one was written
  return { type: 'ok', value: answer };
}

/** What a deletion is worth that made no marker. */
const AWAY = 'it found nothing to delete, and was away meanwhile';

function answered(called: Called<{ etag: string; versionId: string | null }>): Outcome {
  if ('failure' in called) return outcomeOfRequest(called.failure);
  return { type: 'ok', value: answerOf(called.value) };
}

/** What the judges are told of an answer. */
export function answerOf(answer: { etag?: string; versionId?: unknown }): ObjectAnswer {
  const { etag, versionId } = answer;
  return {
    ...(etag === undefined || etag === '' ? {} : { etag }),
    ...(typeof versionId === 'string' ? { versionId } : {}),
  };
}
