import { sentenceOf } from '../core/errors.ts';
import type { Evidence } from '../model/bundle-evidence.ts';
import { ElementView } from '../model/bundle-read-back-decoder.ts';
import { NEMESIS, type Operation } from '../model/operation.ts';
import type { Element } from '../model/read-back.ts';
import { NO_DATA, type ScenarioResult } from '../model/result.ts';
import type { Finding } from '../model/verdict.ts';
import type { Place } from './anomalies.ts';
import { AwayJudge, type Found } from './away.ts';
import { BankJudge } from './bank.ts';
import type { CallAudience } from './call-joiner.ts';
import type { Call } from './calls.ts';
import { CounterJudge } from './counter.ts';
import { GuardedJudge } from './data-guard.ts';
import type { DataJudge, HeldSink, HistoryEnd } from './data-judge.ts';
import { GroupsJudge } from './groups.ts';
import { isComplete } from './held.ts';
import { LiveCall } from './live-call.ts';
import { ObjectJudge } from './object.ts';
import { QueueJudge } from './queue.ts';
import { ReadinessJudge } from './readiness.ts';
import { ReadsJudge } from './reads.ts';
import { RegisterJudge } from './register.ts';
import { SetJudge } from './set.ts';
import { Snapshots } from './snapshots.ts';
import { TransactionsJudge } from './transactions.ts';

type MakeJudge = (evidence: Evidence, snapshots: Snapshots) => DataJudge;

/** Judges that read what snapshots show, and those that look for cycles. */
const SECOND_SHARE: readonly MakeJudge[] = [
  (_, snapshots) => new ReadsJudge(snapshots),
  (evidence, snapshots) => new CounterJudge(evidence, snapshots),
  (evidence, snapshots) => new BankJudge(evidence, snapshots),
  (evidence, snapshots) => new GroupsJudge(evidence, snapshots),
  (evidence) => new TransactionsJudge(evidence),
];

/** Every judge of data, in the order in which their findings are told: one line each. */
const judgesWith = (second: readonly MakeJudge[]): readonly MakeJudge[] => [
  (evidence) => new SetJudge(evidence),
  ...second,
  (evidence) => new RegisterJudge(evidence),
  (evidence) => new QueueJudge(evidence),
  (evidence) => new ObjectJudge(evidence),
  (evidence) => new ReadinessJudge(evidence),
];
const JUDGES = judgesWith(SECOND_SHARE);

/** Who is shown the calls of one function: as they go by, or as what may be kept. */
interface Audience {
  passing: readonly GuardedJudge[];
  keeping: readonly GuardedJudge[];
}

/** Asks one judge, and takes down what it found; undefined: it crashed, which is a finding too. */
export type Ask = <T extends { findings: Finding[] }>(judge: string, run: () => T) => T | undefined;

type Data = ScenarioResult['data'];
type Count = Exclude<keyof Data, 'membersRead'>;

/**
 * All judges of data, as a history and the read-backs go by. One that throws is asked nothing more; the others are
 * not concerned.
 */
export class DataJudges implements CallAudience {
  readonly #judges: GuardedJudge[];
  readonly #byFunction = new Map<string, Audience>();
  readonly #membersRead: string[] = [];

  constructor(evidence: Evidence, judges: readonly MakeJudge[] = JUDGES) {
    const snapshots = new Snapshots();
    this.#judges = judges.map((make) => new GuardedJudge(make(evidence, snapshots)));
  }

  /** The first share of the judges; in the places of the others stands what `found` says, once it is asked. */
  static firstShare(evidence: Evidence, found: () => Found | undefined): DataJudges {
    const away = SECOND_SHARE.map(
      (make): MakeJudge =>
        (of, snapshots) =>
          new AwayJudge(make(of, snapshots).name, found),
    );
    return new DataJudges(evidence, judgesWith(away));
  }

  /** The second share of the judges: theirs is about half of the work. */
  static secondShare(evidence: Evidence): DataJudges {
    return new DataJudges(evidence, SECOND_SHARE);
  }

  /** The functions whose calls any of them wants to see. */
  functions(): Set<string> {
    return new Set(this.#judges.flatMap(({ functions }) => functions));
  }

  call(call: Call): void {
    const { passing, keeping } = this.#byFunction.get(call.f) ?? this.#for(call.f);
    for (const judge of passing) judge.call(call);
    let kept: Call | undefined;
    for (const judge of keeping) judge.call((kept ??= call instanceof LiveCall ? call.toCall() : call));
  }

  /** Shows what the nemesis declared to those who want to know of it. */
  declared({ process, f, key, member, value, time, error }: Operation): void {
    const call: Call = {
      ...{
        nth: -1,
        process,
        f,
        key,
        member,
        sent: value,
        got: undefined,
        invokedAt: time,
        completedAt: time,
      },
      ...{ outcome: 'info', waived: false, error },
    };
    if (process === NEMESIS) this.call(call);
  }

  settled(before: number): void {
    for (const judge of this.#judges) judge.settled(before);
  }

  history(end: HistoryEnd): void {
    for (const judge of this.#judges) judge.history(end);
  }

  member(place: Place): HeldSink {
    const sinks = this.#judges.map((judge) => ({ judge, sink: judge.member(place) }));
    const interested = (kind: Element['of'], keepsNothing: boolean): HeldSink[] =>
      sinks
        .filter(({ judge }) => judge.kinds.includes(kind) && judge.keepsNothing === keepsNothing)
        .map(({ sink }) => sink);
    /** Who is shown the elements of the kind at hand. */
    let shown: { kind: Element['of']; passing: HeldSink[]; keeping: HeldSink[] } | undefined;
    return {
      element: (element) => {
        const kind = element.of;
        if (shown?.kind !== kind) {
          shown = { kind, passing: interested(kind, true), keeping: interested(kind, false) };
        }
        for (const sink of shown.passing) sink.element(element);
        let kept: Element | undefined;
        for (const sink of shown.keeping) {
          sink.element((kept ??= element instanceof ElementView ? element.toElement() : element));
        }
      },
      end: (footer) => {
        if (isComplete({ footer })) this.#membersRead.push(place.member);
        for (const { sink } of sinks) sink.end(footer);
      },
    };
  }

  /** Where several judges count the same anomaly, the result has their sum: no key is of two kinds. */
  judgement(ask: Ask): Data {
    const data: Data = { ...NO_DATA, membersRead: this.#membersRead };
    for (const judge of this.#judges) {
      const judgement = ask(judge.name, () => judge.judgement());
      for (const [name, count] of Object.entries(judgement?.data ?? {}) as [Count, number][]) {
        data[name] += count;
      }
    }
    return data;
  }

  /** What each judge found, for whom it is a share of. */
  found(): Found {
    const found: Found = {};
    for (const judge of this.#judges) {
      try {
        found[judge.name] = judge.judgement();
      } catch (error) {
        found[judge.name] = { crashed: sentenceOf(error) };
      }
    }
    return found;
  }

  #for(f: string): Audience {
    const judges = this.#judges.filter((judge) => judge.functions.includes(f));
    const audience: Audience = {
      passing: judges.filter(({ keepsNothing }) => keepsNothing),
      keeping: judges.filter(({ keepsNothing }) => !keepsNothing),
    };
    this.#byFunction.set(f, audience);
    return audience;
  }
}
