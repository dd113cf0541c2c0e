import { Command } from 'commander';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, UsageError, type ExitCode } from '../core/errors.ts';
import { writeText } from '../model/bundle-json.ts';
import { SCHEMA_NAMES, schemaFile, schemaText } from './schemas.ts';

/** `schema`: prints one of the published JSON Schemas, lists them, or writes all of them to a folder. */
export function schemaCommand(done: (code: ExitCode) => void): Command {
  return new Command('schema')
    .description("print the JSON Schema of one of a bundle's files; without a name, list them")
    .argument('[name]', 'which one, such as results')
    .option('--write <folder>', 'write all of them there, as they are in schemas/')
    .action(async (name: string | undefined, { write }: { write?: string }) => {
      if (write !== undefined) await writeSchemas(write);
      else process.stdout.write(name === undefined ? `${SCHEMA_NAMES.join('\n')}\n` : schemaNamed(name));
      done(EXIT.pass);
    });
}

/** @throws UsageError naming the schemas that there are. */
function schemaNamed(name: string): string {
  const text = schemaText(name);
  if (text !== undefined) return text;
  throw new UsageError(`There is no schema "${name}"; there are: ${SCHEMA_NAMES.join(', ')}.`);
}

async function writeSchemas(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of SCHEMA_NAMES) await writeText(join(folder, schemaFile(name)), schemaNamed(name));
}
