import type { Evidence } from '../model/bundle-evidence.ts';
import type { Finding } from '../model/verdict.ts';
import { counted, findingsBy } from './finding.ts';

/**
 * Judges whether every fault of the scenario really happened, to this stack. One that was not carried
 * out, not proven, or that hit no member where it should have changed one, makes the verdict unknown:
 * what the stack then shows says nothing about the fault.
 */
export function judgeProofs({ faults, record }: Evidence): Finding[] {
  const find = findingsBy('proofs');
  const findings: Finding[] = [];
  if (faults.length < record.faults) {
    const message = `Only ${String(faults.length)} of ${counted(record.faults, 'fault')} ${record.faults === 1 ? 'was' : 'were'} injected.`;
    findings.push(find('fault-not-proven', 'unknown', message, { count: record.faults - faults.length }));
  }
  for (const { fault, target, proof, error, victims, expectation } of faults) {
    if (!proof.proven) {
      const evidence = proof.evidence.length === 0 ? 'There is no evidence.' : proof.evidence.join(' ');
      const message = `Nothing proves that ${fault} (${target}) happened. ${evidence}`;
      findings.push(find('fault-not-proven', 'unknown', message, { objects: proof.evidence, count: 1 }));
    }
    if (error !== undefined) {
      findings.push(
        find('fault-error', 'unknown', `The harness had trouble with ${fault} (${target}): ${error}`),
      );
    }
    if (expectation !== 'unchanged' && !victims.some((victim) => victim.stack === record.stack)) {
      findings.push(find('no-victim', 'unknown', `${fault} (${target}) hit no member of ${record.stack}.`));
    }
  }
  return findings;
}
