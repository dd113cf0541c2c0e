import { installPackages } from './apt.ts';
import { dockerNeeds, requireInstallable } from './docker-needs.ts';
import type { Need, NeedState, PrepareOptions } from './need.ts';
import { machineNeeds, problemError } from './needs.ts';
import { privilegedFailure } from './privileged.ts';
import { installRuntime } from './own-docker.ts';

/** What was found about one need, for `doctor`. */
export interface HostCheck {
  readonly id: string;
  readonly title: string;
  readonly state: NeedState;
  readonly found: string;
  /** What `certify` would do about it, or what the user has to do; empty where all is well. */
  readonly plan: string;
}

const needsOf = (build: boolean): Need[] => [...machineNeeds(build), ...dockerNeeds];

/** Looks at everything that the machine must have, one after the other, and changes nothing. */
export async function inspectHost(options: { build: boolean }): Promise<HostCheck[]> {
  const checks: HostCheck[] = [];
  for (const { id, title, look, plan } of needsOf(options.build)) {
    const seen = await look();
    checks.push({ id, title, state: seen.state, found: seen.found, plan: seen.plan ?? plan });
  }
  return checks;
}

/**
 * Provides what is missing: packages in one go, then the Docker daemon. Says so first. What only the user
 * can put right is an error, before anything was changed.
 * @throws HoldfastError with what to do; InterruptedError on abort.
 */
export async function prepareHost(options: PrepareOptions): Promise<void> {
  const missing: Need[] = [];
  for (const need of needsOf(options.build)) {
    const seen = await need.look();
    if (seen.state === 'missing') missing.push(need);
    if (seen.state !== 'problem') continue;
    if (need.id === 'privileged') throw await privilegedFailure(seen.found, await installRuntime());
    throw problemError(need, seen);
  }
  const packages = [...new Set(missing.flatMap((need) => need.packages ?? []))];
  if (packages.length > 0) {
    await requireInstallable(packages);
    await installPackages(packages, options);
  }
  for (const need of missing) await need.provide?.(options);
}
