import type { Evidence } from '../model/bundle-evidence.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { Finding } from '../model/verdict.ts';
import { counted, findingsBy, secondsBetween } from './finding.ts';

const find = findingsBy('proofs');

/**
 * Judges whether every fault of the scenario really happened, to this stack. One that was not carried
 * out, not proven, or that hit no member where it should have changed one, makes the verdict unknown:
 * what the stack then shows says nothing about the fault.
 */
export function judgeProofs({ faults, record }: Evidence): Finding[] {
  const findings: Finding[] = [];
  if (faults.length < record.faults) {
    const message = `Only ${String(faults.length)} of ${counted(record.faults, 'fault')} ${record.faults === 1 ? 'was' : 'were'} injected.`;
    findings.push(find('fault-not-proven', 'unknown', message, { count: record.faults - faults.length }));
  }
  for (const one of faults) {
    const { fault, target, proof, error, victims, expectation } = one;
    if (!proof.proven) {
      const evidence = proof.evidence.length === 0 ? 'There is no evidence.' : proof.evidence.join(' ');
      const message = `Nothing proves that ${fault} (${target}) happened. ${evidence}`;
      findings.push(find('fault-not-proven', 'unknown', message, { objects: proof.evidence, count: 1 }));
    }
    findings.push(...orderFindings(one), ...versionFindings(one));
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

/** A record that has something come of a fault before it was injected tells neither what was in flight then nor how long anything took. */
function orderFindings({ fault, target, injectedAt, effectAt, healedAt, wholeAt }: FaultRecord): Finding[] {
  const after: readonly [string, number | undefined][] = [
    ['taken hold', effectAt],
    ['been healed', healedAt],
    ['been recovered from', wholeAt],
  ];
  return after.flatMap(([what, at = Infinity]) => {
    if (at >= injectedAt) return [];
    const early = String(secondsBetween(at, injectedAt));
    const message = `${fault} (${target}) is recorded to have ${what} ${early} s before it was injected.`;
    return [find('wrong-order', 'unknown', message)];
  });
}

/** A rollout of what turns out to be the same version is no upgrade, however well its image is proven. */
function versionFindings({
  fault,
  newVersion,
  proof,
  wholeAt,
  versionsBefore,
  versionsAfter,
}: FaultRecord): Finding[] {
  if (newVersion !== true || !proof.proven || wholeAt === undefined) return [];
  const before = said(versionsBefore);
  const after = said(versionsAfter);
  if (before === '' || after === '') {
    return [find('version-unseen', 'unknown', `Which version ${fault} began or ended on could not be seen.`)];
  }
  if (before !== after) return [];
  const message = `${fault} changed no version: before and after it, it was ${after}. There are no two versions to be had here.`;
  return [find('version-unchanged', 'unknown', message)];
}

const said = (versions: Readonly<Record<string, string>> = {}): string => Object.values(versions).join(', ');
