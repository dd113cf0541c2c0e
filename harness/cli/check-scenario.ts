import { join } from 'node:path';
import { judgeFolder } from '../checks/judge.ts';
import { errorCode, HoldfastError, sentenceOf } from '../core/errors.ts';
import { readJson } from '../model/bundle-json.ts';
import { REPORT_FILES, SCENARIO_FILES, scenarioFile } from '../model/bundle.ts';
import { scenarioResultSchema, type ScenarioResult } from '../model/result.ts';
import { scenarioRecordSchema } from '../model/scenario-record.ts';
import { verdictOf, worst, type Finding, type ScenarioVerdict } from '../model/verdict.ts';
import { compareResults, sentenceFor } from './check-compare.ts';

/** What judging one scenario again showed. */
export interface ScenarioCheck {
  stack: string;
  scenario: string;
  variant?: string;
  /** Relative to the bundle; empty where there is no evidence. */
  folder: string;
  /**
   * `same`: judged again, it is what was recorded; `differs`: it is not; `not-judged`: the run did not judge it, or
   * there is nothing to judge, and the verdict is unknown.
   */
  state: 'same' | 'differs' | 'not-judged';
  recorded: ScenarioVerdict | 'absent';
  judged: ScenarioVerdict;
  /** One sentence for each place where the two differ. */
  differences: string[];
  /** What is worth knowing and held against nobody. */
  notes: string[];
}

/** The same, with the result that it gives in the run. */
export interface Checked {
  check: ScenarioCheck;
  /** Undefined where nothing tells what was promised. */
  result: ScenarioResult | undefined;
}

/** Who in a run finds something that no evidence in a scenario's folder tells: kept as it is recorded. */
const NOT_OF_THE_EVIDENCE: ReadonlySet<string> = new Set(['engine', 'suite']);

/**
 * Judges a scenario's folder again and compares that with what the run recorded, in results.json and in the folder.
 * @param entry what results.json has of it; undefined: nothing.
 */
export async function checkFolder(
  where: { bundle: string; run: string; folder: string },
  entry: ScenarioResult | undefined,
): Promise<Checked> {
  const { bundle, run, folder } = where;
  const path = join(bundle, folder);
  const differences: string[] = [];
  const judged = await judgeFolder(path, folder).catch((error: unknown) => {
    differences.push(`It cannot be judged: ${sentenceOf(error)}`);
    return undefined;
  });
  const foreign = await foreignRun(path, run);
  if (foreign !== undefined) differences.push(`It is of run ${foreign}, the bundle of run ${run}.`);

  const notes: string[] = [];
  const kept = entry?.findings.filter(({ judge }) => NOT_OF_THE_EVIDENCE.has(judge)) ?? [];
  if (kept.length > 0) notes.push(`Kept as recorded, not being in the evidence: ${kindsOf(kept)}.`);
  const verdict = worst([judged?.verdict ?? 'unknown', verdictOf(kept)]);
  const unjudged = entry?.folder === '';
  if (entry === undefined) differences.push(`${REPORT_FILES.results} does not list it.`);
  else if (unjudged) {
    notes.push('The run had not judged it.');
    if (verdict !== entry.verdict)
      differences.push(`verdict: recorded is ${entry.verdict}, judged it is ${verdict}`);
  } else if (judged !== undefined) {
    const withKept = { ...judged, verdict, findings: [...judged.findings, ...kept] };
    compare(entry, withKept, REPORT_FILES.results);
    const own = await resultIn(path);
    if (typeof own === 'string') differences.push(own);
    else compare(own, judged, SCENARIO_FILES.result);
  }
  const known = judged ?? entry;
  const result = known === undefined ? undefined : { ...known, verdict };
  const check: ScenarioCheck = {
    ...nameOf(entry ?? judged, folder),
    folder,
    state: differences.length > 0 ? 'differs' : unjudged ? 'not-judged' : 'same',
    recorded: entry?.verdict ?? 'absent',
    judged: verdict,
    differences,
    notes,
  };
  return { check, result };

  function compare(recorded: ScenarioResult, again: ScenarioResult, file: string): void {
    const comparison = compareResults(recorded, again);
    differences.push(...comparison.differences.map((one) => sentenceFor(one, file)));
    if (comparison.reworded.length > 0)
      notes.push(`Put in other words in ${file}: ${comparison.reworded.join(', ')}.`);
  }
}

/** A scenario of results.json that has no folder: unknown, whatever is recorded. */
export function checkWithoutFolder(entry: ScenarioResult): Checked {
  const { folder, verdict } = entry;
  if (verdict === 'not-applicable' && folder === '') return leftOut(entry);
  const differences: string[] = [];
  if (folder !== '') differences.push(`Its folder ${folder} is missing, or is another scenario's.`);
  // Without evidence there is no pass; that a suite failed it may be recorded, and stays.
  const judged = worst(['unknown', verdictOf(entry.findings.filter(({ judge }) => judge === 'suite'))]);
  if (verdict !== judged)
    differences.push(`verdict: recorded is ${verdict}, without evidence it is ${judged}`);
  const check: ScenarioCheck = {
    ...nameOf(entry, folder),
    folder: '',
    state: differences.length > 0 ? 'differs' : 'not-judged',
    recorded: verdict,
    judged,
    differences,
    notes: differences.length > 0 ? [] : ['It was not carried out.'],
  };
  return { check, result: { ...entry, verdict: judged } };
}

/** That a scenario does not apply rests on no evidence: the reason is the stack's own, and is told. */
function leftOut(entry: ScenarioResult): Checked {
  const { verdict, findings } = entry;
  const check: ScenarioCheck = {
    ...nameOf(entry, ''),
    ...{ folder: '', state: 'not-judged', recorded: verdict, judged: verdict, differences: [] },
    notes: [`It does not apply to the stack: ${findings[0]?.message ?? 'nobody says why.'}`],
  };
  return { check, result: entry };
}

/** Whether results.json means this folder, though it names none: the run ended before it was judged. */
export async function isUnjudged(path: string, entry: ScenarioResult): Promise<boolean> {
  const record = await readJson(scenarioFile(path, 'scenario'), scenarioRecordSchema).catch(() => undefined);
  const { stack, scenario, variant, folder } = entry;
  return (
    folder === '' && record?.stack === stack && record.scenario === scenario && record.variant === variant
  );
}

function nameOf(
  result: ScenarioResult | undefined,
  folder: string,
): Pick<ScenarioCheck, 'stack' | 'scenario' | 'variant'> {
  const { stack = '', scenario = folder, variant } = result ?? {};
  return { stack, scenario, ...(variant === undefined ? {} : { variant }) };
}

/** The run that a scenario's folder is of, where that is another one. */
async function foreignRun(path: string, run: string): Promise<string | undefined> {
  const record = await readJson(scenarioFile(path, 'scenario'), scenarioRecordSchema).catch(() => undefined);
  return record === undefined || record.run === run ? undefined : record.run;
}

/** The result in the scenario's own folder, or a sentence for why there is none. */
async function resultIn(path: string): Promise<ScenarioResult | string> {
  return await readJson(scenarioFile(path, 'result'), scenarioResultSchema).catch((error: unknown) =>
    errorCode(error instanceof HoldfastError ? error.cause : error) === 'ENOENT'
      ? `${SCENARIO_FILES.result} is missing.`
      : sentenceOf(error),
  );
}

function kindsOf(findings: readonly Finding[]): string {
  return findings.map(({ judge, kind, effect }) => `${kind} (${judge}, ${effect})`).join(', ');
}
