import { HoldfastError } from '../../harness/core/errors.ts';
import type { Access } from '../../harness/stack/stack.ts';

const VERSION = /^minio_software_version_info\{[^}]*\bversion="([^"]+)"/m;

/** The release that a server says it is, in its metrics. @throws HoldfastError where it does not say. */
export async function versionOf(access: Access, pod: string): Promise<string> {
  const answer = await ask(access, pod, '/minio/v2/metrics/node');
  const version = VERSION.exec(await answer.text())?.[1];
  if (version !== undefined) return version;
  throw new HoldfastError(`${pod} does not tell its version (HTTP ${String(answer.status)}).`);
}

/** Asks a member for one of the pages that need no credentials. @throws where it does not answer in time. */
export async function ask(access: Access, pod: string, path: string): Promise<Response> {
  const { host, port } = await access.endpoint(pod);
  const ms = access.budgets.of('operation').seconds * 1000;
  return await fetch(`http://${host}:${String(port)}${path}`, {
    headers: { connection: 'close' },
    signal: AbortSignal.timeout(ms),
  });
}
