import type { Outcome } from '../../harness/model/operation.ts';
import type { Member } from './member.ts';
import { outcomeOfComplete, outcomeOfStep } from './outcomes.ts';
import type { Put } from './plan.ts';
import { answerOf, BUCKET, metadataOf } from './writer.ts';

/** All of an upload may take so many times as long as one of its requests. */
const LONGER = 3;

/** What becomes of the answer to an upload's last request. */
export type Completing = (complete: () => Promise<Outcome>) => Promise<Outcome>;

/**
 * Writes an object as a multipart upload, part by part: none takes up what another upload has left behind. Until it is
 * completed there is no object; one that is cut is never completed, and has failed for certain.
 */
export async function putInParts(
  member: Member,
  put: Put,
  { operationMs, completing = (complete) => complete() }: { operationMs: number; completing?: Completing },
): Promise<Outcome> {
  const { key } = put;
  const signal = AbortSignal.timeout(operationMs * LONGER);
  const started = await member.call(
    (client) => client.initiateNewMultipartUpload(BUCKET, key, metadataOf(put)),
    { signal },
  );
  if ('failure' in started) return outcomeOfStep(started.failure, 'the upload was not started');
  const uploadID = started.value;
  const parts: { part: number; etag: string }[] = [];
  const pieces = piecesOf(put);
  for (const [index, piece] of pieces.entries()) {
    const partNumber = index + 1;
    const isCutHere = put.cut !== undefined && partNumber === pieces.length;
    if (isCutHere) return await cut(member, put, uploadID);
    const sent = await member.call(
      (client) =>
        client.uploadPart({ bucketName: BUCKET, objectName: key, uploadID, partNumber, headers: {} }, piece),
      { signal },
    );
    if ('failure' in sent) return outcomeOfStep(sent.failure, `part ${String(partNumber)} was not uploaded`);
    parts.push({ part: partNumber, etag: sent.value.etag });
  }
  return await completing(async () => {
    const completed = await member.call(
      (client) => client.completeMultipartUpload(BUCKET, key, uploadID, parts),
      { signal, proves: true },
    );
    if ('failure' in completed) return outcomeOfComplete(completed.failure);
    return { type: 'ok', value: answerOf(completed.value) };
  });
}

/** Ends an upload before its last part: aborts it, or leaves it as it is, as a client does that goes away. */
async function cut(member: Member, { key, cut: how }: Put, uploadID: string): Promise<Outcome> {
  if (how === 'aborted') {
    await member.call((client) => client.abortMultipartUpload(BUCKET, key, uploadID));
  }
  return { type: 'fail', error: `cut before its last part, and ${how ?? 'left'}: never completed` };
}

function piecesOf({ data, partSize = data.length }: Put): Buffer[] {
  const count = Math.ceil(data.length / partSize);
  return Array.from({ length: count }, (_, i) => data.subarray(i * partSize, (i + 1) * partSize));
}
