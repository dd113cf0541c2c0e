import type { Evidence } from '../model/bundle-evidence.ts';
import { elementSchema, type Element, type ReadBackFooter } from '../model/read-back.ts';
import type { Finding } from '../model/verdict.ts';
import type { Place } from './anomalies.ts';
import type { Call } from './calls.ts';
import type { DataJudge, DataJudgement, HeldSink, HistoryEnd } from './data-judge.ts';
import { counted, findingsBy } from './finding.ts';
import { coverageFindings, type Coverage } from './set-coverage.ts';
import { SetLedger } from './set-ledger.ts';
import { SetMember } from './set-member.ts';
import { SetTally } from './set-tally.ts';

const find = findingsBy('set');

/**
 * Judges adds and removes of distinct elements against what each member holds at the end, each member by
 * itself: a union would hide what one of them lost. The words and rules are those of Jepsen's checkers `set`
 * and `set-full` (jepsen/src/jepsen/checker.clj), but for one: `set-full` keeps as duplicates what occurs less
 * than once in a read (`(< v 1)`), which nothing does; here it is what a member holds more than once.
 *
 * It can conclude that an acknowledged add is lost (missing at the end, or when it was to be removed), that an
 * element is there whose removal was acknowledged, that one appeared that nobody wrote, that one is there twice
 * or altered. An unacknowledged add may be there or not; where it is, it is reported as recovered and held against
 * nobody; so may an element whose removal is unacknowledged, or was under way together with its add. An add that
 * was acknowledged in a loss window of the contract is reported where it is gone, and held against nobody.
 *
 * It cannot conclude when an element was lost, whether it could be read meanwhile, or anything about reads before
 * the end. Nothing is lost by a read-back that was cut off. The numbers count distinct keys over all members: what
 * two members lost is one lost write. It also says which members should have been read back and were not, since
 * without that nothing is known to be there.
 */
export class SetJudge implements DataJudge {
  readonly name = 'set';
  readonly functions = ['add', 'remove'];
  /** All of them: how much a read-back holds tells how far it came. */
  readonly keepsNothing = true;
  readonly kinds = elementSchema.options.map((one) => one.shape.of.value);
  readonly #evidence: Evidence;
  readonly #ledger = new SetLedger();
  readonly #tally = new SetTally();
  readonly #findings: Finding[] = [];
  readonly #coverage: Coverage[] = [];

  constructor(evidence: Evidence) {
    this.#evidence = evidence;
  }

  call(call: Call): void {
    if (call.f === 'add') this.#ledger.add(call);
    else this.#ledger.remove(call);
  }

  history({ suspect, malformed = [], torn = false }: HistoryEnd): void {
    if (this.#evidence.operations === undefined) {
      const message = 'There is no readable history to compare the data with.';
      this.#findings.push(find('no-history', 'unknown', message));
      return;
    }
    const ledger = this.#ledger;
    this.#findings.push(...historyFindings(torn, [...malformed, ...ledger.end(suspect)]));
    this.#findings.push(...ledger.values.findings('set'));
    const missed = ledger.notFound();
    if (missed.length === 0) return;
    const message = `${counted(missed.length, 'acknowledged write')} could not be found when ${missed.length === 1 ? 'it was' : 'they were'} to be removed.`;
    const first = missed.slice(0, 10);
    const names = ledger.keys.names(first);
    const objects = first.map((slot) => names.get(slot) ?? '');
    this.#findings.push(find('lost', 'fail', message, { objects, count: missed.length }));
    for (const slot of missed) this.#tally.add('lost', slot);
  }

  member(place: Place): HeldSink {
    return new SetReadBack(this.#compared(place), (elements, footer, findings) => {
      this.#findings.push(...findings);
      const header = this.#evidence.readBacks.find((one) => one.header.member === place.member)?.header;
      if (header !== undefined) this.#coverage.push({ header, elements, footer });
    });
  }

  /** Without a history there is nothing to compare with. */
  #compared(place: Place): SetMember | undefined {
    if (this.#evidence.operations === undefined) return undefined;
    return new SetMember(place, this.#ledger, this.#tally);
  }

  judgement(): DataJudgement {
    const tally = this.#tally;
    return {
      findings: [...this.#findings, ...coverageFindings(this.#evidence, this.#coverage)],
      data: {
        lost: tally.total('lost'),
        lostInWindow: tally.total('lost-in-window'),
        recovered: tally.total('recovered'),
        unexpected: tally.total('unexpected'),
        duplicated: tally.total('duplicated'),
        corrupted: tally.total('corrupted'),
        resurrected: tally.total('resurrected'),
      },
    };
  }
}

type Ended = (elements: number, footer: ReadBackFooter | undefined, findings: Finding[]) => void;

/** One member's read-back as it goes by. */
class SetReadBack implements HeldSink {
  readonly #member: SetMember | undefined;
  readonly #ended: Ended;
  #elements = 0;

  constructor(member: SetMember | undefined, ended: Ended) {
    this.#member = member;
    this.#ended = ended;
  }

  element(element: Element): void {
    this.#elements += 1;
    if (element.of === 'element') this.#member?.element(element);
  }

  end(footer: ReadBackFooter | undefined): void {
    this.#ended(this.#elements, footer, this.#member?.end(footer) ?? []);
  }
}

function historyFindings(torn: boolean, malformed: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  if (torn) {
    const message =
      'The history was cut off in the middle of a record: acknowledgements may be missing from it.';
    findings.push(find('torn-history', 'unknown', message));
  }
  if (malformed.length > 0) {
    const message = `The history breaks its own rules in ${counted(malformed.length, 'place')}; the keys concerned are not judged. ${malformed[0] ?? ''}`;
    findings.push(find('malformed-history', 'unknown', message, { objects: malformed }));
  }
  return findings;
}
