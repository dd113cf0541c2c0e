import { Anomalies } from './anomalies.ts';
import type { RegisterLedger } from './register-ledger.ts';
import type { RegisterMember } from './register-member.ts';
import { RegisterTrial, type TrialLimits } from './register-trial.ts';
import { answerText, divergedText, heldText, REGISTER_TEXTS, stuckText } from './register-texts.ts';

/** What a member holds of one register at the end. */
interface Held {
  member: RegisterMember;
  code: number;
}

/** Judges one register after the other, and keeps what was found. */
export class RegisterVerdicts {
  readonly anomalies = new Anomalies<keyof typeof REGISTER_TEXTS>('register', REGISTER_TEXTS);
  /** Registers whose search came to its bounds. */
  readonly undecided = new Set<string>();
  readonly #ledger: RegisterLedger;
  readonly #members: readonly RegisterMember[];
  readonly #trial: RegisterTrial;

  constructor(ledger: RegisterLedger, members: readonly RegisterMember[], limits: TrialLimits) {
    this.#ledger = ledger;
    this.#members = members;
    this.#trial = new RegisterTrial(ledger, limits);
  }

  judge(): void {
    const { keys } = this.#ledger;
    const anomalies = this.anomalies;
    for (const { place, repeated, strangers } of this.#members) {
      for (const key of repeated.filter((one) => this.#ledger.canJudge(one))) {
        anomalies.add('duplicated', place, key, `${key} is there more than once`);
      }
      for (const { key, code } of strangers.filter((one) => this.#ledger.canJudge(one.key))) {
        anomalies.add('unexpected', place, key, heldText(key, this.#ledger.codes, code));
      }
    }
    const names = keys.names(Array.from({ length: keys.size }, (_, slot) => slot));
    for (let slot = 0; slot < keys.size; slot++) {
      const key = names.get(slot) ?? '';
      if (!this.#ledger.canJudge(key)) continue;
      this.#judgeOne(slot, key);
    }
  }

  #judgeOne(slot: number, key: string): void {
    const held: Held[] = this.#members.flatMap((member) => {
      const code = member.valueOf(slot);
      return code === undefined ? [] : [{ member, code }];
    });
    const leader = held.find(({ member }) => member.place.role === 'leader');
    this.#trial.load(slot);
    const { verdict } = this.#trial.search(leader?.code);
    if (verdict === 'undecided') {
      this.undecided.add(key);
      return;
    }
    const right = verdict === 'linearizable' ? leader : undefined;
    const fits = verdict === 'linearizable' || this.#judgeAnswers(key);
    for (const one of held) {
      if (one.code !== right?.code) this.#judgeHeld(key, one, fits, right);
    }
  }

  /** Looks at the answers alone, without what is held at the end; returns whether they fit an order. */
  #judgeAnswers(key: string): boolean {
    const { codes } = this.#ledger;
    const { history } = this.#trial;
    const strange = history.strange(this.#trial.written);
    for (const at of strange) {
      const example = `${key} had ${answerText(history, codes, at)}`;
      this.anomalies.add('unexpectedAnswer', undefined, key, example);
    }
    history.setAside(strange);
    const { verdict, stuck = 0, ...rest } = this.#trial.search();
    if (verdict === 'linearizable') return true;
    if (verdict === 'undecided') this.undecided.add(key);
    else {
      const example = stuckText(key, history, codes, { stuck, ...rest });
      this.anomalies.add('notLinearizable', undefined, key, example);
    }
    return false;
  }

  /**
   * @param fits whether the answers alone fit an order: only then can what is held be held against it.
   * @param leader what the leader holds, where that fits an order itself.
   */
  #judgeHeld(key: string, { member, code }: Held, fits: boolean, leader: Held | undefined): void {
    const { codes } = this.#ledger;
    const { place } = member;
    if (!this.#trial.written.has(code)) {
      this.anomalies.add('unexpected', place, key, heldText(key, codes, code));
      return;
    }
    const verdict = fits ? this.#trial.search(code).verdict : 'linearizable';
    if (verdict === 'undecided') this.undecided.add(key);
    else if (verdict === 'not-linearizable') {
      this.anomalies.add('lost', place, key, heldText(key, codes, code));
    } else if (leader?.member.reached === true && member.reached) {
      const example = divergedText(key, codes, code, [leader.member.place, leader.code]);
      this.anomalies.add('diverged', place, key, example);
    }
  }
}
