import type { Delivery, Message } from './queue-ledger.ts';
import type { PromiseOf } from './queue-promise.ts';
import type { QueueAnomalies } from './queue-texts.ts';

/**
 * Judges that one message was delivered more than once.
 *
 * A redelivery that says so is legal: the acknowledgement before it may have been lost on its way. One to the drain,
 * after which nothing can have lain at a consumer, is not, where an acknowledgement had been confirmed. One delivery
 * that does not say so is always legal, however late it is on record: it was the first, and lay at its consumer while
 * the others came. Of several, those after an acknowledgement are duplicates. Where every message comes at most once,
 * so are all deliveries but one.
 */
export function judgeRepeats(
  { key, deliveries, sent }: Message,
  promiseOf: PromiseOf,
  anomalies: QueueAnomalies,
): void {
  if (sent === undefined || deliveries.length < 2) return;
  const { delivery: promised } = promiseOf(sent.queue);
  const allowed = promised === 'at-least-once';
  let unflagged = 0;
  let acknowledged = false;
  let confirmed = false;
  deliveries.forEach((delivery, i) => {
    const said = `${key} came ${delivery.redelivered ? 'again' : 'as if for the first time'}${fromConsumer(delivery)}`;
    const place = delivery.drainedFrom;
    if (promised === 'at-most-once') {
      if (i > 0) anomalies.add('repeated', place, key, said);
      return;
    }
    if (delivery.redelivered && confirmed && place !== undefined) {
      anomalies.add(allowed ? 'resurrectedAllowed' : 'resurrected', place, key, said);
    }
    if (!delivery.redelivered) {
      if (unflagged > 0 && acknowledged) {
        anomalies.add(allowed ? 'duplicatedAllowed' : 'duplicated', place, key, said);
      }
      unflagged += 1;
    }
    if (delivery.acknowledged === 'no' || delivery.waived) return;
    acknowledged = true;
    if (delivery.acknowledged === 'confirmed') confirmed = true;
  });
}

/** ` to c1`, for a delivery that went to a consumer. */
function fromConsumer({ drainedFrom, subscription }: Delivery): string {
  return drainedFrom === undefined ? ` to ${subscription}` : '';
}
