import type { Delivery, Message, Sent } from './queue-ledger.ts';
import type { QueueAnomalies } from './queue-texts.ts';
import type { PromiseOf } from './queue-promise.ts';

/** The one delivery of a confirmed message that was certainly its first. */
interface First {
  key: string;
  sent: Sent;
  delivery: Delivery;
}

/**
 * Judges that the first deliveries of one producer's confirmed messages come in the order in which they were sent, through
 * each subscription by itself. What two subscriptions show, and what the drain of a member shows beside them, is not compared: a
 * message may have lain at a consumer that was never asked for it. A message of unknown outcome may have
 * arrived long after later ones, and one that came several times as if for the first time has no known place.
 */
export function judgeOrder(
  messages: Iterable<Message>,
  promiseOf: PromiseOf,
  anomalies: QueueAnomalies,
): void {
  const streams = new Map<string, First[]>();
  for (const { key, sent, deliveries } of messages) {
    if (sent?.outcome !== 'ok') continue;
    const [delivery, ...more] = deliveries.filter(({ redelivered }) => !redelivered);
    if (delivery?.queue !== sent.queue || more.length > 0) continue;
    const id = JSON.stringify([sent.queue, sent.producer, delivery.subscription]);
    const stream = streams.get(id);
    if (stream === undefined) streams.set(id, [{ key, sent, delivery }]);
    else stream.push({ key, sent, delivery });
  }
  for (const stream of streams.values()) judgeStream(stream, promiseOf, anomalies);
}

/** Holds each delivery to the latest of those that were over before it was asked for. */
function judgeStream(stream: First[], promiseOf: PromiseOf, anomalies: QueueAnomalies): void {
  const byEnd = stream.toSorted((a, b) => a.delivery.completedAt - b.delivery.completedAt);
  const byStart = stream.toSorted((a, b) => a.delivery.invokedAt - b.delivery.invokedAt);
  let next = 0;
  let latest: First | undefined;
  for (const one of byStart) {
    const { invokedAt } = one.delivery;
    for (
      let over = byEnd[next];
      over !== undefined && over.delivery.completedAt < invokedAt;
      over = byEnd[++next]
    ) {
      if (latest === undefined || over.sent.sequence > latest.sent.sequence) latest = over;
    }
    if (latest === undefined || latest.sent.sequence <= one.sent.sequence) continue;
    const { queue, producer } = one.sent;
    const name = promiseOf(queue).ordered ? 'reordered' : 'reorderedAllowed';
    const said = `${one.key} of ${producer} came out of ${queue} after ${latest.key}`;
    anomalies.add(name, one.delivery.drainedFrom, one.key, said);
  }
}
