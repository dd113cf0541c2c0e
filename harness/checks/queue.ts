import type { Evidence } from '../model/bundle-evidence.ts';
import type { Element } from '../model/read-back.ts';
import { Anomalies, type Place } from './anomalies.ts';
import type { Call } from './calls.ts';
import type { DataJudge, DataJudgement, HeldSink, HistoryEnd } from './data-judge.ts';
import { judgeContent } from './queue-content.ts';
import { QueueLedger } from './queue-ledger.ts';
import { goneFindings, judgeMissing, type DrainEnd } from './queue-missing.ts';
import { judgeOrder } from './queue-order.ts';
import { judgeRepeats } from './queue-repeats.ts';
import { QUEUE_TEXTS, type QueueAnomalies } from './queue-texts.ts';

/**
 * Judges what was sent to queues against what came out of them, under load and when they were drained at the end.
 * The words and rules are those of Jepsen's checker `total-queue` (jepsen/src/jepsen/checker.clj), with the order
 * within a producer beside them. The members share their queues: a message is in one place, and what one
 * member's drain took is not on another.
 *
 * It can conclude that a confirmed message is lost: no consumer ever acknowledged it, and no drain found it, all of
 * them having come to their end; that one came with another payload; that one came which nobody had sent by then,
 * or out of another queue, or whose sending had certainly failed; that one came again as if for the first time after it
 * was acknowledged, or was left at the end though its acknowledgement had been confirmed; and that the first deliveries
 * of a producer's confirmed messages came to one subscription in another order than they were sent in. How a
 * queue's promise, as `queues` declares it, bears on that:
 * - `at-least-once`: a message that came again is a note at most, and nothing where the delivery says so itself;
 * - `exactly-once`: it fails, but for a redelivery that says so and whose earlier acknowledgement may have been lost;
 * - `at-most-once`: each further delivery fails, and a loss is a note;
 * - not ordered: another order is a note.
 *
 * Of a queue of which nothing is declared, DEFAULT_PROMISE is expected. What was confirmed in a loss window may be
 * gone, and what was acknowledged in one may come again.
 *
 * It cannot conclude when a message was lost, nor that one is which was not confirmed. A delivery whose end is not on
 * record may have consumed any message: while there are as many of these as messages are missing, their loss is
 * unknown. It does not compare subscriptions with each other, knows no order of messages that were not confirmed, and
 * does not see that a redelivery to a consumer was one too many: it may have lain there since before the acknowledgement.
 */
export class QueueJudge implements DataJudge {
  readonly name = 'queue';
  readonly functions = ['enqueue', 'dequeue', 'queues'];
  readonly kinds = ['message'] as const satisfies Element['of'][];
  readonly #ledger = new QueueLedger();
  readonly #ends: DrainEnd[] = [];
  readonly #hasHistory: boolean;
  #torn = false;

  constructor({ operations }: Pick<Evidence, 'operations'>) {
    this.#hasHistory = operations !== undefined;
  }

  call(call: Call): void {
    this.#ledger.call(call);
  }

  history({ suspect, torn = false }: HistoryEnd): void {
    this.#torn = torn;
    this.#ledger.distrust(suspect);
  }

  member(place: Place): HeldSink {
    return {
      element: (element) => {
        if (this.#hasHistory && element.of === 'message') this.#ledger.drained(element, place);
      },
      end: (footer) => {
        this.#ends.push({ place, end: footer?.end ?? 'torn' });
      },
    };
  }

  judgement(): DataJudgement {
    const ledger = this.#ledger;
    const ends = this.#ends;
    const torn = this.#torn;
    const { promiseOf, unseen } = ledger;
    const anomalies: QueueAnomalies = new Anomalies('queue', QUEUE_TEXTS);
    const messages = [...ledger.messages.values()].filter(({ key }) => !ledger.suspect.has(key));
    for (const message of messages) {
      if (judgeContent(message, torn, anomalies)) judgeRepeats(message, promiseOf, anomalies);
    }
    judgeOrder(messages, promiseOf, anomalies);
    const missing = judgeMissing(messages, { ends, unseen, torn }, promiseOf, anomalies);
    const gone = goneFindings(messages, ends);
    return {
      findings: [...ledger.values.findings('queue'), ...gone, ...anomalies.findings(), ...missing],
      data: {
        lost: anomalies.keys('lost'),
        lostInWindow: anomalies.keys('lost-in-window'),
        recovered: anomalies.keys('recovered'),
        unexpected: anomalies.keys('unexpected'),
        duplicated: anomalies.keys('duplicated'),
        corrupted: anomalies.keys('corrupted'),
        resurrected: anomalies.keys('resurrected'),
        reordered: anomalies.keys('reordered'),
      },
    };
  }
}
