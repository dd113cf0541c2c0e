import { join } from 'node:path';

/**
 * Where each piece of evidence lies in a scenario's folder. Whoever writes a bundle and whoever reads
 * one takes the names from here.
 */
export const SCENARIO_FILES = {
  /** What was going to be done: a ScenarioRecord. Written first; without it a folder is no scenario. */
  scenario: 'scenario.json',
  /** Every operation, in Holdfast's own format: see docs/bundle.md. */
  history: 'history.hfh',
  /** A folder with one file for each member, in Holdfast's own format: see docs/bundle.md. */
  readBack: 'read-back',
  /** An IdentitySnapshot from before the first fault. */
  before: 'identity-before.json',
  /** An IdentitySnapshot from after the last recovery. */
  after: 'identity-after.json',
  /** A FaultRecord[]; empty in a control. */
  faults: 'faults.json',
  /** A PhaseRecord[]. */
  phases: 'phases.json',
  /** What a watch saw of the stack's pods: a PodSighting a line. */
  pods: 'pods.ndjson',
  /** Incarnations: containers and heartbeats. */
  incarnations: 'incarnations.json',
  /** The cluster's events, one a line. */
  events: 'events.ndjson',
  /** A folder with one file for each container. */
  logs: 'logs',
  /** What was deployed. */
  manifests: 'manifests.yaml',
  /** What the judges made of it: a ScenarioResult. */
  result: 'result.json',
} as const;

/** The files at the head of a report, made from the whole run. */
export const REPORT_FILES = {
  results: 'results.json',
  junit: 'junit.xml',
  summary: 'summary.md',
} as const;

export type ScenarioFile = keyof typeof SCENARIO_FILES;

const READ_BACK = '.hfr';

/** The path of one of a scenario's files or folders. */
export function scenarioFile(folder: string, file: ScenarioFile): string {
  return join(folder, SCENARIO_FILES[file]);
}

/** The path of a member's read-back. */
export function readBackFile(folder: string, member: string): string {
  return join(scenarioFile(folder, 'readBack'), `${member}${READ_BACK}`);
}

/** The member whose read-back a file of that name is; undefined for a file of another kind. */
export function memberOfReadBack(fileName: string): string | undefined {
  return fileName.endsWith(READ_BACK) && fileName.length > READ_BACK.length
    ? fileName.slice(0, -READ_BACK.length)
    : undefined;
}

/** The path of a container's log. */
export function logFile(folder: string, pod: string, container: string): string {
  return join(scenarioFile(folder, 'logs'), `${pod}.${container}.log`);
}
