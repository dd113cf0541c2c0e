import { placementFor, placementInCompany, scopeOn, type Placement } from '../scenario/placement.ts';
import { membersOf, nameOf, type Job } from './job.ts';

/**
 * The stacks of the plan that a fault on a node or on the cluster hits together: it is done once, and all take part.
 * With one scenario at a time each is by itself, and so is what is known to be bad.
 */
export function togetherWith(job: Job, plan: readonly Job[], parallel: number): readonly Job[] {
  const { scope, id } = job.scenario;
  if (parallel === 1 || scope === 'pods' || job.variant !== undefined) return [job];
  const others = plan.filter(
    ({ scenario, variant, inapplicable }) =>
      scenario.id === id && variant === undefined && inapplicable === undefined,
  );
  return others.some((one) => nameOf(one) === nameOf(job)) ? others : [job];
}

/** Where the members of a job may run. */
export function placementOf(
  job: Job,
  setting: {
    workers: readonly string[];
    /** The most nodes that any stack of the run needs. */
    nodes: number;
    parallel: number;
    /** Whether other stacks are hit together with this one. */
    inCompany: boolean;
  },
): Placement {
  const { workers, nodes, parallel, inCompany } = setting;
  const { scope } = job.scenario;
  if (inCompany && scopeOn(workers, nodes, scope) === 'cluster')
    return placementInCompany(workers, membersOf(job));
  const placement = placementFor(workers, nodes, scope);
  if (parallel > 1 && placement.prefer !== undefined) placement.onlyHit = placement.prefer;
  return placement;
}
