import type { Evidence, LoadedEvidence } from '../model/bundle-evidence.ts';
import { showOperations } from '../model/history-file.ts';
import { NEMESIS } from '../model/operation.ts';
import type { Finding } from '../model/verdict.ts';
import { AvailabilityJudge, type AvailabilityJudgement } from './availability.ts';
import { BankJudge } from './bank.ts';
import { CallJoiner, type CallAudience } from './call-joiner.ts';
import { joinCalls } from './calls.ts';
import { CounterJudge } from './counter.ts';
import type { DataJudge, DataJudgement } from './data-judge.ts';
import { GroupsJudge } from './groups.ts';
import { LiveCall } from './live-call.ts';
import { lossWindows } from './loss-window.ts';
import { PowerJudge, type PowerJudgement } from './power.ts';
import { SetJudge } from './set.ts';
import { Snapshots } from './snapshots.ts';
import { TransactionsJudge } from './transactions.ts';
import { acknowledgedAt, isWrite } from './writes.ts';

/** Shows one judge of data what is its business in some evidence, as judging does, and asks it. */
export function judgedBy(judge: DataJudge, evidence: Evidence, settleEvery?: number): DataJudgement {
  const { operations, readBacks } = evidence as LoadedEvidence; // as all evidence of tests
  const show: CallAudience = {
    call: (call) => {
      if (!judge.functions.includes(call.f)) return;
      judge.call(judge.keepsNothing !== true && call instanceof LiveCall ? call.toCall() : call);
    },
    settled: (before) => judge.settled?.(before),
  };
  const joiner = new CallJoiner(show, lossWindows(evidence), settleEvery);
  showOperations(operations ?? [], (record) => {
    joiner.record(record);
    const { process, f, key, member, value, time, error } = record;
    if (process !== NEMESIS || !judge.functions.includes(f)) return;
    judge.call({
      ...{ nth: -1, process: NEMESIS, f, key, member, sent: value, got: undefined, error },
      ...{ invokedAt: time, completedAt: time, outcome: 'info', waived: false },
    });
  });
  joiner.end();
  const { suspect, malformed } = joiner;
  judge.history({ suspect, malformed, torn: evidence.historyTorn });
  for (const { header, elements, footer } of readBacks) {
    const sink = judge.member({ member: header.member, role: header.role });
    for (const element of elements) if (judge.kinds.includes(element.of)) sink.element(element);
    sink.end(footer);
  }
  return judge.judgement();
}

export const judgeSet = (evidence: LoadedEvidence): DataJudgement =>
  judgedBy(new SetJudge(evidence), evidence);
export const judgeCounter = (evidence: LoadedEvidence): DataJudgement =>
  judgedBy(new CounterJudge(evidence, new Snapshots()), evidence);
export const judgeBank = (evidence: LoadedEvidence): DataJudgement =>
  judgedBy(new BankJudge(evidence, new Snapshots()), evidence);
export const judgeGroups = (evidence: LoadedEvidence): DataJudgement =>
  judgedBy(new GroupsJudge(evidence, new Snapshots()), evidence);
export const judgeTransactions = (evidence: LoadedEvidence): Finding[] =>
  judgedBy(new TransactionsJudge(evidence), evidence).findings;

export function judgePower(evidence: LoadedEvidence): PowerJudgement {
  const judge = new PowerJudge(evidence);
  for (const call of joinCalls(evidence.operations ?? []).calls) {
    if (isWrite(call)) judge.write(call, acknowledgedAt(call));
  }
  return judge.judgement();
}

export function judgeAvailability(evidence: LoadedEvidence): AvailabilityJudgement {
  const judge = new AvailabilityJudge(evidence);
  const { calls, endedAt } = joinCalls(evidence.operations ?? []);
  for (const call of calls) if (isWrite(call)) judge.write(call, acknowledgedAt(call));
  return judge.judgement(endedAt);
}
