import { promisesOf, type DurabilityContract } from '../model/contract.ts';
import { NO_AVAILABILITY, NO_DATA, type ScenarioResult } from '../model/result.ts';
import { BrokenStackError } from '../stack/stack-shape.ts';
import { resolveJob, type Job } from './job.ts';
import type { ScenarioRequest } from './protocol.ts';

/** What a plan asks for that can be done, and a result for each request whose stack is broken. */
export interface Resolved {
  jobs: Job[];
  broken: ScenarioResult[];
}

/** A request of a plan. */
export interface PlannedRequest extends ScenarioRequest {
  /** The scenario that is run as well where the one asked for does not apply to the stack. */
  instead?: string | undefined;
}

/** @throws UsageError for a plan that names what there is not. A broken stack ends its own scenarios, and no others. */
export async function resolveAll(plan: readonly PlannedRequest[]): Promise<Resolved> {
  const jobs: Job[] = [];
  const broken: ScenarioResult[] = [];
  for (const request of plan) {
    try {
      const { instead, ...asked } = request;
      const job = await resolveJob(asked);
      jobs.push(job);
      if (job.inapplicable === undefined || instead === undefined) continue;
      const other = { ...asked, scenario: instead };
      if (!plan.some(({ stack, scenario }) => stack === other.stack && scenario === instead)) {
        jobs.push(await resolveJob(other));
      }
    } catch (error) {
      if (!(error instanceof BrokenStackError)) throw error;
      broken.push(brokenResult(request, error.message));
    }
  }
  return { jobs, broken };
}

/** It cannot be asked what it promises. */
function nothingKnown(): DurabilityContract {
  const promises = promisesOf({ keeps: 'everything' });
  const source = { title: 'None: the stack is broken', url: 'about:blank' };
  return {
    members: 0,
    summary: 'What it promises could not be asked.',
    promises,
    documented: { promises, sources: [source] },
  };
}

function brokenResult({ stack, scenario = '', variant }: ScenarioRequest, message: string): ScenarioResult {
  return {
    ...{ stack, product: stack, scenario, title: scenario, verdict: 'unknown' },
    ...(variant === undefined ? {} : { variant }),
    findings: [{ judge: 'engine', kind: 'broken-stack', effect: 'unknown', message, count: 1, examples: [] }],
    ...{ contract: nothingKnown(), contracts: [], heldTo: [], faults: [], durations: {}, folder: '' },
    operations: {
      ...{ attempted: 0, acknowledged: 0, failed: 0, indeterminate: 0, reads: 0 },
      ...{ inFlightAtFault: null, inFlightAtFaults: [] },
    },
    data: NO_DATA,
    availability: NO_AVAILABILITY,
  };
}
