import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, HoldfastError, sentenceOf } from '../core/errors.ts';
import { writeText } from './bundle-json.ts';

/**
 * Lists every other file of a bundle with its SHA-256, as `sha256sum` does: the digest in hex, two spaces, the
 * path relative to the bundle. `sha256sum -c` accepts it. It is the last file that a run writes, so that a
 * bundle without one is of a run that did not end by itself.
 */
export const MANIFEST = 'MANIFEST.sha256';

const CHUNK_BYTES = 1 << 20;

/** What holding a bundle's files against its manifest showed. */
export interface ManifestCheck {
  /** How many files the manifest lists. */
  files: number;
  /** One sentence for each file that is missing, altered, unreadable or not listed, and each line that is none. */
  problems: string[];
}

/** Told of each file before it is read, for the live line. */
export type OnFile = (path: string, index: number, count: number) => void;

/**
 * Lists what the bundle holds by now, whole or not at all; an older manifest is replaced.
 * @throws the file system's own error.
 */
export async function writeManifest(bundle: string): Promise<void> {
  const { files } = await contentsOf(bundle);
  const lines: string[] = [];
  for (const path of files) lines.push(`${lineFor(path, await sha256OfFile(join(bundle, path)))}\n`);
  await writeText(join(bundle, MANIFEST), lines.join(''));
}

/**
 * Holds a bundle's files against its manifest. It tells an accident, and an edit by someone who did not make the
 * manifest anew; against one who did, only judging again helps.
 * @returns undefined where there is no manifest.
 * @throws HoldfastError where the manifest or a folder cannot be read.
 */
export async function verifyManifest(bundle: string, onFile?: OnFile): Promise<ManifestCheck | undefined> {
  const text = await readFile(join(bundle, MANIFEST), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new HoldfastError(`${MANIFEST} cannot be read: ${sentenceOf(error)}`, { cause: error });
  });
  if (text === undefined) return undefined;
  const { listed, problems } = parseManifest(text);
  const { files, others } = await contentsOf(bundle);
  const present = new Set(files);
  let index = 0;
  for (const [path, sha256] of listed) {
    index += 1;
    if (!present.has(path)) {
      problems.push(`${path} is missing.`);
      continue;
    }
    onFile?.(path, index, listed.size);
    const found = await sha256OfFile(join(bundle, path)).catch((error: unknown) => {
      problems.push(`${path} cannot be read: ${sentenceOf(error)}`);
      return sha256;
    });
    if (found !== sha256) problems.push(`${path} was altered: its SHA-256 is not the listed one.`);
  }
  for (const path of files) {
    if (!listed.has(path)) problems.push(`${path} is not listed: it was not there when the run ended.`);
  }
  for (const path of others) problems.push(`${path} is neither a file nor a folder.`);
  return { files: listed.size, problems };
}

/** The SHA-256 of a file in hex, read piece by piece. @throws the file system's own error. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

/** Every file under the bundle except its manifest, and what is neither a file nor a folder; sorted. */
async function contentsOf(bundle: string): Promise<{ files: string[]; others: string[] }> {
  const files: string[] = [];
  const others: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(bundle, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) await walk(path);
      else if (!entry.isFile()) others.push(path);
      else if (path !== MANIFEST) files.push(path);
    }
  };
  await walk('');
  return { files: files.sort(), others: others.sort() };
}

/** A name with a line break or a backslash is escaped, and its line begins with a backslash, as sha256sum does it. */
function lineFor(path: string, sha256: string): string {
  const escaped = path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `${escaped === path ? '' : '\\'}${sha256}  ${escaped}`;
}

const LINE = /^(?<escaped>\\?)(?<sha256>[0-9a-f]{64}) [ *](?:\.\/)?(?<path>.+)$/;
const ESCAPES: Record<string, string> = { '\\\\': '\\', '\\n': '\n', '\\r': '\r' };

function parseManifest(text: string): { listed: Map<string, string>; problems: string[] } {
  const listed = new Map<string, string>();
  const problems: string[] = [];
  const lines = text.split('\n');
  if (lines.pop() !== '') problems.push(`${MANIFEST} was cut off: its last line has no end.`);
  if (lines.length === 0) problems.push(`${MANIFEST} lists nothing.`);
  for (const [index, line] of lines.entries()) {
    const { escaped, sha256 = '', path: name = '' } = LINE.exec(line)?.groups ?? {};
    const path = escaped === '\\' ? name.replace(/\\[\\nr]/g, (two) => ESCAPES[two] ?? two) : name;
    if (path === '') problems.push(`${MANIFEST} line ${String(index + 1)} is no line of sha256sum.`);
    else if (listed.has(path)) problems.push(`${MANIFEST} lists ${path} twice.`);
    else listed.set(path, sha256);
  }
  return { listed, problems };
}
