import { expect } from '@jest/globals';
import type { ScenarioResult } from '../model/result.ts';
import type { Finding } from '../model/verdict.ts';

interface MatcherResult {
  pass: boolean;
  message: () => string;
}

/** Findings that count, told as sentences. */
function sentences(findings: readonly Finding[]): string {
  return findings.length === 0
    ? 'nothing was found'
    : findings.map((finding) => `${finding.kind}: ${finding.message}`).join('\n');
}

/** The judges of data: all of them have a say in whether anything was lost. */
const DATA_JUDGES = [
  ...['set', 'reads', 'counter', 'bank', 'groups', 'transactions'],
  ...['register', 'queue', 'objects'],
];

function without(outcome: ScenarioResult, judges: readonly string[], promise: string): MatcherResult {
  const against = outcome.findings.filter(
    (finding) => judges.includes(finding.judge) && finding.effect !== 'note',
  );
  return {
    pass: against.length === 0 && outcome.verdict !== 'unknown',
    message: () =>
      `expected ${outcome.stack} ${outcome.scenario} to ${promise}, verdict ${outcome.verdict}:\n${sentences(outcome.findings.filter((one) => one.effect !== 'note'))}`,
  };
}

/** Matchers that read like the promise. An outcome that is unknown keeps none of them. */
expect.extend({
  toHaveLostNothing(outcome: ScenarioResult): MatcherResult {
    const { pass, message } = without(outcome, DATA_JUDGES, 'have lost nothing');
    const { acknowledged } = outcome.operations;
    return {
      pass: pass && outcome.data.lost === 0 && acknowledged > 0 && outcome.data.membersRead.length > 0,
      message,
    };
  },
  toKeepIdentity(outcome: ScenarioResult): MatcherResult {
    return without(outcome, ['identity', 'incarnations', 'ordering'], 'keep every identity');
  },
  toRecoverWithin(outcome: ScenarioResult, seconds: number): MatcherResult {
    const { recovery } = outcome.availability;
    return {
      pass: outcome.faults.length === 0 || (recovery !== null && recovery <= seconds),
      message: () =>
        `expected ${outcome.stack} ${outcome.scenario} to be whole within ${String(seconds)} s, it took ${String(recovery)} s`,
    };
  },
  toBeJudged(outcome: ScenarioResult, verdict: ScenarioResult['verdict']): MatcherResult {
    return {
      pass: outcome.verdict === verdict,
      message: () =>
        `expected ${outcome.stack} ${outcome.scenario} to be judged ${verdict}, not ${outcome.verdict}:\n${sentences(outcome.findings)}`,
    };
  },
});

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>> {
    /** Every acknowledged write of every kind came back from every member, nothing else did, and no read showed otherwise. */
    toHaveLostNothing(): R;
    toKeepIdentity(): R;
    /** Whole again within this many seconds of the heal, or of the injection where nothing is healed. */
    toRecoverWithin(seconds: number): R;
    toBeJudged(verdict: ScenarioResult['verdict']): R;
  }
}
