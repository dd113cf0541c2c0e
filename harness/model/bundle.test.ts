import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import {
  logFile,
  memberOfReadBack,
  readBackFile,
  REPORT_FILES,
  SCENARIO_FILES,
  scenarioFile,
} from './bundle.ts';

describe("the names of a bundle's files", () => {
  // Bundles outlive the version that wrote them: these names are part of the format.
  test('are those of docs/bundle.md', () => {
    expect(SCENARIO_FILES).toMatchObject({
      scenario: 'scenario.json',
      history: 'history.hfh',
      readBack: 'read-back',
      before: 'identity-before.json',
      after: 'identity-after.json',
      faults: 'faults.json',
      phases: 'phases.json',
      pods: 'pods.ndjson',
      incarnations: 'incarnations.json',
      events: 'events.ndjson',
      logs: 'logs',
      manifests: 'manifests.yaml',
      result: 'result.json',
    });
    expect(REPORT_FILES).toMatchObject({
      results: 'results.json',
      junit: 'junit.xml',
      summary: 'summary.md',
    });
  });

  test('lie in the folder of their scenario', () => {
    expect(scenarioFile('a/b', 'faults')).toBe(join('a/b', 'faults.json'));
    expect(logFile('a/b', 'db-0', 'main')).toBe(join('a/b', 'logs', 'db-0.main.log'));
  });

  test("a member's read-back has the name of its member", () => {
    expect(readBackFile('a/b', 'member-0')).toBe(join('a/b', 'read-back', 'member-0.hfr'));
    expect(memberOfReadBack('member-0.hfr')).toBe('member-0');
  });

  test.each(['db-0.json', 'db-0', '.hfr', '.hfr.tmp'])('%s is the read-back of no member', (name) => {
    expect(memberOfReadBack(name)).toBeUndefined();
  });
});
