import type { Evidence } from '../model/bundle-evidence.ts';
import { NEMESIS } from '../model/operation.ts';
import type { Element, ReadBackFooter } from '../model/read-back.ts';
import type { Finding } from '../model/verdict.ts';
import { Anomalies, type Place } from './anomalies.ts';
import { BankLedger, type Balances } from './bank-ledger.ts';
import { BankReads } from './bank-reads.ts';
import { judgeBalances } from './bank-rules.ts';
import { BANK_TEXTS, type BankAnomalies } from './bank-texts.ts';
import type { Call } from './calls.ts';
import type { DataJudge, DataJudgement, HeldSink, HistoryEnd } from './data-judge.ts';
import { findingsBy } from './finding.ts';
import { provesAbsence } from './held.ts';
import { steadyRoles } from './reads.ts';
import type { Snapshots } from './snapshots.ts';

/**
 * Judges transfers between accounts, with the rules of Jepsen's workload `bank` (jepsen/tests/bank.clj): a
 * transfer creates and destroys no money and overdraws no account, so that every snapshot of every member,
 * however old, shows all accounts, none below zero, and their sum what it was at the beginning. At the end
 * each balance has to be what the transfers made of it: exactly, where all their outcomes are known, else
 * between what the ones of unknown outcome could make of it.
 *
 * It can conclude that money was made or lost in one snapshot, that an account is overdrawn, missing or one that
 * nobody made, and that a final balance cannot come from the transfers. A follower that has not shown any account
 * yet may still lack them all, as long as the load runs. It cannot conclude which transfer was torn or lost, and
 * sees no balance that is too old while its sum is right. What the accounts began with is what the nemesis
 * declared before the first read; without that, transfers are not judged: unknown.
 */
export class BankJudge implements DataJudge {
  readonly name = 'bank';
  readonly functions = ['transfer', 'read', 'accounts'];
  readonly keepsNothing = true;
  readonly kinds = ['account'] as const;
  readonly #hasHistory: boolean;
  readonly #roles: ReadonlyMap<string, Place['role']>;
  readonly #snapshots: Snapshots;
  readonly #anomalies: BankAnomalies = new Anomalies('bank', BANK_TEXTS);
  readonly #ledger = new BankLedger();
  readonly #reads = new BankReads();
  /** Whether any member holds an account. */
  #held = false;

  constructor(
    evidence: Pick<Evidence, 'operations' | 'before' | 'after' | 'readBacks'>,
    snapshots: Snapshots,
  ) {
    this.#hasHistory = evidence.operations !== undefined;
    this.#roles = steadyRoles(evidence);
    this.#snapshots = snapshots;
  }

  call(call: Call): void {
    if (call.process === NEMESIS) this.#ledger.declare(call);
    else if (call.f === 'transfer') this.#ledger.transfer(call);
    else if (call.f === 'read') this.#read(call);
  }

  #read(call: Call): void {
    const { key, member, invokedAt, completedAt = Infinity } = call;
    const accounts = this.#snapshots.of(call)?.accounts;
    if (accounts === undefined || member === undefined) return;
    const { initial } = this.#ledger;
    const place = { member, role: this.#roles.get(member) ?? 'unknown' };
    this.#reads.take({ key, place, invokedAt, completedAt, balances: accounts.toMap() }, initial);
  }

  history({ suspect }: HistoryEnd): void {
    this.#ledger.end(suspect);
    const { initial } = this.#ledger;
    if (initial !== undefined) this.#reads.judge(initial, suspect, this.#anomalies);
  }

  member(place: Place): HeldSink {
    const balances = new Map<string, number>();
    return {
      element: (element: Element) => {
        if (element.of !== 'account') return;
        const { key, balance } = element;
        this.#held = true;
        if (balances.has(key) && this.#ledger.initial !== undefined) {
          this.#anomalies.add('duplicated', place, key, `${key} is there more than once`);
        }
        balances.set(key, balance);
      },
      end: (footer) => {
        this.#judgeMember(place, balances, footer);
      },
    };
  }

  #judgeMember(place: Place, balances: Balances, footer: ReadBackFooter | undefined): void {
    const { initial, values } = this.#ledger;
    if (initial === undefined) return;
    judgeBalances(balances, initial, place, this.#anomalies, provesAbsence({ footer }));
    if (values.malformed.length > 0) return; // a transfer that cannot be read may have moved anything
    for (const [key, { from, to }] of this.#ledger.bounds(initial)) {
      const balance = balances.get(key);
      if (balance === undefined || (balance >= from && balance <= to)) continue;
      const wanted = from === to ? String(from) : `between ${String(from)} and ${String(to)}`;
      const example = `${key} has ${String(balance)}, and must have ${wanted}`;
      this.#anomalies.add('wrongBalance', place, key, example);
    }
  }

  judgement(): DataJudgement {
    const anomalies = this.#anomalies;
    const findings: Finding[] = [];
    const used = this.#held || this.#reads.used || this.#ledger.hasTransfers;
    if (this.#ledger.initial === undefined && used && this.#hasHistory) {
      const message =
        'There are accounts, and the history does not say once and readably what they began with.';
      findings.push(findingsBy(this.name)('no-accounts', 'unknown', message));
    }
    return {
      findings: [...this.#ledger.values.findings(this.name), ...findings, ...anomalies.findings()],
      data: {
        unexpected: anomalies.keys('unexpected'),
        duplicated: anomalies.keys('duplicated'),
        wrongTotals: anomalies.times('wrong-total'),
        negativeBalances: anomalies.keys('negative-balance'),
        missingAccounts: anomalies.keys('missing-account'),
        wrongBalances: anomalies.keys('wrong-balance'),
      },
    };
  }
}
