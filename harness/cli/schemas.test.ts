import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../core/paths.ts';
import { readBackFile, scenarioFile } from '../model/bundle.ts';
import type { RunResult } from '../model/result.ts';
import { renderResultsJson } from '../render/results-json.ts';
import { sampleRun } from '../render/run.fixture.ts';
import { openRecords } from './dump-records.ts';
import { losing, POD_DELETE, writeBundle } from './check.fixture.ts';
import { SCHEMA_NAMES, schemaFile, schemaText } from './schemas.ts';

// Formats such as `uri` are annotations in this draft, unless a validator is told to hold them; the keys of a record
// may be required without being listed as properties.
const ajv = new Ajv2020({ strict: true, strictRequired: false, validateFormats: false });

async function published(name: string): Promise<string> {
  return await readFile(join(PROJECT_ROOT, 'schemas', schemaFile(name)), 'utf8');
}

async function validator(name: string): Promise<ValidateFunction> {
  const schema = JSON.parse(await published(name)) as { $id: string };
  return ajv.getSchema(schema.$id) ?? ajv.compile(schema);
}

const results = (): RunResult => JSON.parse(renderResultsJson(sampleRun())) as RunResult;

describe('the published schemas', () => {
  test.each(SCHEMA_NAMES)(
    '%s is the one that Holdfast reads and writes by; else: npm run schemas',
    async (name) => {
      expect(await published(name)).toBe(schemaText(name));
    },
  );

  test('are all there, and nothing else is', async () => {
    expect((await readdir(join(PROJECT_ROOT, 'schemas'))).sort()).toEqual(
      SCHEMA_NAMES.map(schemaFile).sort(),
    );
    expect(schemaText('toString')).toBeUndefined();
  });

  test('say their draft, and their own version in their id', async () => {
    const schema = JSON.parse(await published('results')) as { properties: { version: { const: number } } };
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:holdfast:results:${String(schema.properties.version.const)}`,
    });
  });
});

describe('the schema of results.json', () => {
  test('accepts a run as it is written, and fields of a later Holdfast', async () => {
    const validate = await validator('results');
    const accepted = validate(results());
    expect(validate.errors).toBeNull();
    expect(accepted).toBe(true);
    expect(validate({ ...results(), moon: 'full' })).toBe(true);
  });

  test.each<[string, (run: RunResult) => unknown]>([
    ['no verdict', (run) => Reflect.deleteProperty(run, 'verdict')],
    ['an unknown verdict', (run) => Object.assign(run, { verdict: 'perfect' })],
    ['another format', (run) => Object.assign(run, { format: 'junit' })],
    ['another version', (run) => Object.assign(run, { version: 1 })],
    ['a seed that is a text', (run) => Object.assign(run, { seed: '7' })],
    ['scenarios that are no list', (run) => Object.assign(run, { scenarios: {} })],
    ['a scenario without findings', (run) => Reflect.deleteProperty(run.scenarios[0] ?? {}, 'findings')],
    ['a scenario with half a loss', (run) => Object.assign(run.scenarios[0]?.data ?? {}, { lost: 0.5 })],
    ['a phase that there is not', (run) => Object.assign(run.scenarios[0]?.durations ?? {}, { lunch: 1 })],
    [
      'a finding with another effect',
      (run) => Object.assign(run.scenarios[1]?.findings[0] ?? {}, { effect: 'pass' }),
    ],
  ])('rejects %s', async (_what, breakIt) => {
    const validate = await validator('results');
    const run = results();
    breakIt(run);
    expect(validate(run)).toBe(false);
    expect(validate.errors).not.toHaveLength(0);
  });
});

describe('the other schemas', () => {
  let bundle: string;
  beforeAll(async () => {
    bundle = await mkdtemp(join(tmpdir(), 'holdfast-schemas-'));
    await writeBundle(bundle, losing());
  });
  afterAll(() => rm(bundle, { recursive: true }));

  test.each([
    ['results', 'results.json'],
    ['scenario-result', `${POD_DELETE}/result.json`],
    ['scenario', `${POD_DELETE}/scenario.json`],
    ['faults', `${POD_DELETE}/faults.json`],
    ['phases', `${POD_DELETE}/phases.json`],
    ['identity', `${POD_DELETE}/identity-before.json`],
    ['identity', `${POD_DELETE}/identity-after.json`],
    ['incarnations', `${POD_DELETE}/incarnations.json`],
  ])('%s accepts %s', async (name, file) => {
    const validate = await validator(name);
    validate(JSON.parse(await readFile(join(bundle, file), 'utf8')));
    expect(validate.errors).toBeNull();
    expect(validate(['moon'])).toBe(false);
  });

  test('pod-sighting accepts each line of pods.ndjson', async () => {
    const validate = await validator('pod-sighting');
    const text = await readFile(scenarioFile(join(bundle, POD_DELETE), 'pods'), 'utf8');
    for (const line of text.trimEnd().split('\n')) expect(validate(JSON.parse(line))).toBe(true);
  });

  test.each([
    ['history-dump', (folder: string) => scenarioFile(folder, 'history')],
    ['read-back-dump', (folder: string) => readBackFile(folder, 'db-0')],
  ])('%s accepts each line of a dump', async (name, fileIn) => {
    const validate = await validator(name);
    const { values } = await openRecords(fileIn(join(bundle, POD_DELETE)));
    let lines = 0;
    for await (const value of values) {
      validate(JSON.parse(JSON.stringify(value)));
      expect(validate.errors).toBeNull();
      lines += 1;
    }
    expect(lines).toBeGreaterThan(1);
    expect(validate({})).toBe(false);
  });
});
