import type { Evidence } from '../model/bundle-evidence.ts';
import type { Finding } from '../model/verdict.ts';
import type { Place } from './anomalies.ts';
import type { Call } from './calls.ts';
import type { DataJudge, DataJudgement, HeldSink, HistoryEnd } from './data-judge.ts';
import { counted, findingsBy } from './finding.ts';
import { RegisterLedger } from './register-ledger.ts';
import { RegisterMember } from './register-member.ts';
import type { TrialLimits } from './register-trial.ts';
import { RegisterVerdicts } from './register-verdicts.ts';

/**
 * About 30 s of searching on one core and 100 MiB at the most, for a history that is as hard as they come; what a
 * stack under an ordinary load leaves needs a few steps for each operation.
 */
const LIMITS: TrialLimits = { stepsInAll: 2 ** 28, steps: 2 ** 23, configurations: 2 ** 19 };

/**
 * Judges registers, which are promised to be linearizable, each by itself: there is one order of a register's writes,
 * swaps and reads that keeps the order of those that did not overlap in time, and in which each gives the answer
 * that came back. A register holds nothing until it is written to. What the leader holds at the end is one more
 * read, after all others.
 *
 * It can conclude that the answers about a register fit no such order: a read was stale or from the future, two
 * clients won the same swap, a value came back after it had been overwritten. It names the longest part of the
 * history that still fits, and the answer that does not. It can conclude that a member holds at the end what no order
 * leaves (`lost`), or something else than the leader though it had reached the leader's position (`diverged`), and
 * that a value was never written (`unexpected`), or only by writes that were certainly not applied.
 *
 * An operation of unknown outcome may have taken effect at any time after it was sent, or never; so may one that was
 * acknowledged in a loss window of the contract, and what was read in one says nothing. A cas that was refused
 * because the register held something else is an answer like any other; one that failed says nothing.
 *
 * It cannot conclude which write was at fault, nor anything about several registers together, about reads of
 * followers while the load runs, or about the transactions that a register is changed in. Records of one time are
 * taken for concurrent. A search that comes to its bounds decides nothing: `not-decided`, which is unknown. The
 * bounds count steps, not seconds, so that the same history has the same verdict everywhere.
 */
export class RegisterJudge implements DataJudge {
  readonly name = 'register';
  readonly functions = ['write', 'cas', 'read-register'];
  readonly kinds = ['register'] as const;
  readonly #evidence: Pick<Evidence, 'operations' | 'readBacks'>;
  readonly #limits: TrialLimits;
  readonly #ledger = new RegisterLedger();
  readonly #members: RegisterMember[] = [];

  constructor(evidence: Pick<Evidence, 'operations' | 'readBacks'>, limits = LIMITS) {
    this.#evidence = evidence;
    this.#limits = limits;
  }

  call(call: Call): void {
    this.#ledger.call(call);
  }

  history({ suspect }: HistoryEnd): void {
    this.#ledger.end(suspect);
  }

  member(place: Place): HeldSink {
    const header = this.#evidence.readBacks.find((one) => one.header.member === place.member)?.header;
    const member = new RegisterMember(place, header?.barrier.reached === true, this.#ledger);
    this.#members.push(member);
    return member;
  }

  judgement(): DataJudgement {
    const verdicts = new RegisterVerdicts(this.#ledger, this.#members, this.#limits);
    if (this.#evidence.operations !== undefined) verdicts.judge();
    const { anomalies, undecided } = verdicts;
    return {
      findings: [
        ...this.#ledger.values.findings(this.name),
        ...anomalies.findings(),
        ...(undecided.size === 0 ? [] : [this.#notDecided(undecided)]),
      ],
      data: {
        lost: anomalies.keys('lost'),
        duplicated: anomalies.keys('duplicated'),
        unexpected: anomalies.keys('unexpected'),
        nonLinearizable: anomalies.keys('not-linearizable'),
      },
    };
  }

  #notDecided(registers: ReadonlySet<string>): Finding {
    const { steps, configurations } = this.#limits;
    const message = `Whether the answers about ${counted(registers.size, 'register')} fit an order of the operations was not decided within ${String(steps)} steps and ${String(configurations)} configurations for each register. Fewer operations a register, or fewer at a time, need fewer.`;
    return findingsBy(this.name)('not-decided', 'unknown', message, { objects: registers });
  }
}
