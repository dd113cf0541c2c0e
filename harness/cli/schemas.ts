import { z } from 'zod';
import { identitySnapshotSchema } from '../model/identity.ts';
import { faultRecordSchema } from '../model/fault-record.ts';
import { incarnationsSchema, podSightingSchema } from '../model/incarnation.ts';
import { historyHeaderSchema, operationSchema } from '../model/operation.ts';
import { elementSchema, readBackFooterSchema, readBackHeaderSchema } from '../model/read-back.ts';
import { runResultSchema, scenarioResultSchema } from '../model/result.ts';
import { phaseRecordSchema, scenarioRecordSchema } from '../model/scenario-record.ts';

/** A published schema: what it describes, and the version of the format that it belongs to. */
interface Published {
  title: string;
  version: number;
  schema: z.ZodType;
}

const results = runResultSchema.shape.version.value;
const scenario = scenarioRecordSchema.shape.version.value;
const history = historyHeaderSchema.shape.version.value;
const readBack = readBackHeaderSchema.shape.version.value;

/**
 * Every schema that is published, by the name of its file. What has no version of its own has that of the file that
 * leads: of results.json, or of the scenario's scenario.json.
 */
const PUBLISHED: Record<string, Published> = {
  results: { title: 'results.json of a bundle', version: results, schema: runResultSchema },
  'scenario-result': {
    title: "result.json of a scenario's folder",
    version: results,
    schema: scenarioResultSchema,
  },
  scenario: {
    title: "scenario.json of a scenario's folder",
    version: scenario,
    schema: scenarioRecordSchema,
  },
  faults: { title: 'faults.json', version: scenario, schema: z.array(faultRecordSchema) },
  phases: { title: 'phases.json', version: scenario, schema: z.array(phaseRecordSchema) },
  identity: {
    title: 'identity-before.json and identity-after.json',
    version: scenario,
    schema: identitySnapshotSchema,
  },
  incarnations: { title: 'incarnations.json', version: scenario, schema: incarnationsSchema },
  'pod-sighting': { title: 'a line of pods.ndjson', version: scenario, schema: podSightingSchema },
  'history-dump': {
    title: 'a line of a dumped history: the first is the header, every other one an operation',
    version: history,
    schema: z.union([historyHeaderSchema, operationSchema]),
  },
  'read-back-dump': {
    title: 'a line of a dumped read-back: the header, then elements, then the footer',
    version: readBack,
    schema: z.union([readBackHeaderSchema, elementSchema, readBackFooterSchema]),
  },
};

/** The names of the published schemas. */
export const SCHEMA_NAMES: readonly string[] = Object.keys(PUBLISHED);

/** The file of a published schema, in the folder `schemas`. */
export function schemaFile(name: string): string {
  return `${name}.schema.json`;
}

/**
 * The text of a published schema: JSON Schema, draft 2020-12, with a URN that holds the format's version as its id. It
 * allows fields that it does not know, as every reader has to.
 * @returns undefined where there is none of that name.
 */
export function schemaText(name: string): string | undefined {
  const published = Object.hasOwn(PUBLISHED, name) ? PUBLISHED[name] : undefined;
  if (published === undefined) return undefined;
  const { title, version, schema } = published;
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  const whole = { $schema, $id: `urn:holdfast:${name}:${String(version)}`, title, ...rest };
  return `${JSON.stringify(whole, null, 2)}\n`;
}
