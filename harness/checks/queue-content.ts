import type { Delivery, Message, Sent } from './queue-ledger.ts';
import type { QueueAnomalies } from './queue-texts.ts';

/**
 * Judges what came under a message's key against what was sent under it.
 * @param torn whether the history was cut off: what was sent last may be missing from it.
 * @returns whether there is such a message: one that was sent, and whose sending did not certainly fail.
 */
export function judgeContent(
  { key, sent, deliveries }: Message,
  torn: boolean,
  anomalies: QueueAnomalies,
): boolean {
  const unexpected = ({ drainedFrom, queue }: Delivery, why: string): void => {
    anomalies.add('unexpected', drainedFrom, key, `${key} came out of ${queue}${why}`);
  };
  if (sent === undefined) {
    for (const delivery of deliveries) {
      if (!torn || delivery.drainedFrom === undefined) unexpected(delivery, ', and nobody had sent it');
    }
    return false;
  }
  for (const delivery of deliveries) {
    const { queue, sha256, size, drainedFrom } = delivery;
    const why = whyUnexpected(sent, delivery);
    if (why !== undefined) unexpected(delivery, why);
    else if (sha256 !== sent.sha256 || size !== sent.size) {
      const said = `${key} came out of ${queue} with ${String(size)} bytes, of ${String(sent.size)} sent`;
      anomalies.add('corrupted', drainedFrom, key, said);
    }
  }
  const recovered = sent.outcome !== 'ok' && !sent.waived && deliveries.length > 0;
  if (sent.outcome === 'fail') return false;
  if (recovered) anomalies.add('recovered', undefined, key, `${key} was in ${sent.queue}`);
  return true;
}

function whyUnexpected(sent: Sent, { queue, completedAt }: Delivery): string | undefined {
  if (sent.outcome === 'fail') return ', and its sending had certainly failed';
  if (completedAt < sent.invokedAt) return ' before it was sent';
  return queue === sent.queue ? undefined : `, and had been sent to ${sent.queue}`;
}
