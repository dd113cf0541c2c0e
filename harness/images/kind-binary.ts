import { join } from 'node:path';
import { PROJECT_ROOT } from '../core/paths.ts';
import { isNewEnough, kindOnPath } from '../host/kind-version.ts';
import { build, type BuildOptions } from './build.ts';
import { goCompile } from './steps/go-compile.ts';

/** The Go module whose go.mod names the version of kind, of Kubernetes and of its helpers. */
export const GO_MODULE = join(PROJECT_ROOT, 'fixtures', 'kind-node', 'go');

export const kindProgram = goCompile({
  name: 'kind',
  title: 'compile kind',
  module: GO_MODULE,
  targets: [{ packages: ['sigs.k8s.io/kind'] }],
  typicalSeconds: 20,
});

/**
 * The path of a `kind` that is new enough: the one on PATH, else one compiled into the cache.
 * @throws HoldfastError where it must be compiled and cannot be.
 */
export async function kindBinary(options: BuildOptions): Promise<string> {
  if (isNewEnough(await kindOnPath())) return 'kind';
  const { locationOf } = await build([kindProgram], options);
  return join(locationOf(kindProgram), 'kind');
}
