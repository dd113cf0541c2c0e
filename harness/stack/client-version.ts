import { readFileSync } from 'node:fs';

/** The version of a client library. @param manifest where its package.json lies, as a module's URL. */
export function clientVersion(manifest: string | URL): string {
  return (JSON.parse(readFileSync(new URL(manifest), 'utf8')) as { version: string }).version;
}
