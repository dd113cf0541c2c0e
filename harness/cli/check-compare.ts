import type { ScenarioResult } from '../model/result.ts';
import type { Finding } from '../model/verdict.ts';

/** A place in a result where what is recorded is not what judging again gives. */
export interface Difference {
  /** A path into the result, such as `data.lost`, or `finding lost of db-1 (set)`. */
  where: string;
  /** In words, with the value; `absent` where there is none. */
  recorded: string;
  judged: string;
}

export interface Comparison {
  differences: Difference[];
  /** Findings that are the same but for their sentence or their examples. */
  reworded: string[];
}

/** What the engine knows and no evidence tells: when it asked, began and had judged, and how long judging took. */
const NOT_JUDGED: ReadonlySet<string> = new Set(['askedAt', 'startedAt', 'endedAt', 'durations.judge']);

const ABSENT = 'absent';

/** The longest that a value is shown in a difference. */
const LONGEST = 120;

/**
 * Compares two results of one scenario, field by field. Findings are the same where judge, kind, member, effect and
 * count are; their sentences may be put better by a later judge, and are told apart as `reworded`.
 */
export function compareResults(recorded: ScenarioResult, judged: ScenarioResult): Comparison {
  // Both as they are in a file: what is undefined is not there.
  const { findings, ...rest } = plain(recorded);
  const { findings: findingsAgain, ...restAgain } = plain(judged);
  const fields = differencesIn(rest, restAgain, '').filter(({ where }) => !NOT_JUDGED.has(where));
  fields.sort((a, b) => Number(b.where === 'verdict') - Number(a.where === 'verdict'));
  const { differences, reworded } = compareFindings(findings, findingsAgain);
  return { differences: [...fields, ...differences], reworded };
}

/** One sentence for a difference. */
export function sentenceFor({ where, recorded, judged }: Difference, file: string): string {
  return `${where}: ${file} has ${recorded}, judged again it is ${judged}`;
}

function plain(result: ScenarioResult): ScenarioResult {
  return JSON.parse(JSON.stringify(result)) as ScenarioResult;
}

/** Where two trees, as JSON holds them, are not the same. @param where the path of both. */
export function differencesIn(recorded: unknown, judged: unknown, where: string): Difference[] {
  if (Object.is(recorded, judged)) return [];
  if (!isTree(recorded) || !isTree(judged) || Array.isArray(recorded) !== Array.isArray(judged)) {
    return [{ where, recorded: inWords(recorded), judged: inWords(judged) }];
  }
  const names = new Set([...Object.keys(recorded), ...Object.keys(judged)]);
  return [...names].flatMap((name) =>
    differencesIn(field(recorded, name), field(judged, name), pathTo(where, name, Array.isArray(recorded))),
  );
}

const isTree = (value: unknown): value is object => typeof value === 'object' && value !== null;

const field = (tree: object, name: string): unknown =>
  Object.hasOwn(tree, name) ? (tree as Record<string, unknown>)[name] : undefined;

function pathTo(where: string, name: string, inList: boolean): string {
  if (inList) return `${where}[${name}]`;
  return where === '' ? name : `${where}.${name}`;
}

function inWords(value: unknown): string {
  if (value === undefined) return ABSENT;
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

/** Findings of the same judge, kind and member are held against each other in their order. */
function compareFindings(recorded: readonly Finding[], judged: readonly Finding[]): Comparison {
  const left = Map.groupBy(judged, nameOf);
  const differences: Difference[] = [];
  const reworded: string[] = [];
  for (const finding of recorded) {
    const where = nameOf(finding);
    const again = left.get(where)?.shift();
    if (again === undefined) {
      differences.push({ where, recorded: whole(finding), judged: ABSENT });
    } else if (again.effect !== finding.effect || again.count !== finding.count) {
      differences.push({ where, recorded: effectOf(finding), judged: effectOf(again) });
    } else if (finding.message !== again.message || String(finding.examples) !== String(again.examples)) {
      reworded.push(where);
    }
  }
  for (const [where, rest] of left) {
    for (const finding of rest) differences.push({ where, recorded: ABSENT, judged: whole(finding) });
  }
  return { differences, reworded };
}

function nameOf({ kind, judge, member }: Finding): string {
  return `finding ${kind}${member === undefined ? '' : ` of ${member}`} (${judge})`;
}

function effectOf({ effect, count }: Finding): string {
  return `${effect}, count ${String(count)}`;
}

/** With its sentence, which the other one does not have. */
function whole(finding: Finding): string {
  return `${effectOf(finding)} ("${finding.message}")`;
}
