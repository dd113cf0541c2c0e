import { HoldfastError, sentenceOf } from '../core/errors.ts';
import { BudgetExceededError, found, notYet, waitFor } from '../core/wait-for.ts';
import { deleteNamespace } from '../kube/namespaces.ts';
import { SurvivingWatch } from '../kube/watch.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { PhaseName } from '../model/scenario-record.ts';
import { podsOf } from '../stack/stack.ts';
import { collectLogs } from './collect.ts';
import { collectIncarnations } from './incarnations.ts';
import { PodTimeline } from './pod-timeline.ts';
import { Participant, type Subject } from './participant.ts';
import { readBack } from './read-back.ts';
import { strike, versionsOf } from './strike.ts';
import { baseline, deploy, snapshot, wholeWithin } from './steady-state.ts';
import type { RunContext } from './context.ts';
import type { Scenario } from './scenarios.ts';

/**
 * Runs one scenario on one stack through all its phases and leaves its evidence in the report's folder; it
 * judges nothing. Whatever goes wrong is in the evidence; nothing is thrown but the harness's own trouble in
 * making the folder.
 * @returns the scenario's folder, relative to the report's.
 */
export async function runScenario(
  context: RunContext,
  scenario: Scenario,
  subject: Subject,
): Promise<string> {
  const participant = await Participant.enlist(context, scenario, subject);
  const { recorder, deployment, history, workload, load } = participant;
  const { client, namespace } = deployment;
  const { layout } = participant.stack;
  const timeline = new PodTimeline({
    client,
    namespace,
    layout,
    folder: recorder.folder,
    clock: context.clock,
  });
  const watch = new SurvivingWatch(client, {
    path: `/api/v1/namespaces/${namespace}/events`,
    onEvent: ({ object }) => {
      void recorder.event(object).catch(() => undefined); // a full disk shows in the history first
    },
  });
  try {
    await throughPhases(participant, timeline);
  } catch {
    // The phase that failed is marked with its error; what follows collects the evidence there is.
  } finally {
    await load.stop();
    await history.close();
    await workload.close().catch(() => undefined);
    await recorder
      .phase('collect', 'harness', () => collectLogs(client, namespace, recorder.folder))
      .catch(() => undefined);
    await Promise.all([watch.stop(), timeline.stop()]);
    await deleteNamespace(client, namespace).catch((error: unknown) => {
      context.progress.say(`Namespace ${namespace} could not be removed: ${sentenceOf(error)}`);
    });
    context.progress.status(undefined);
  }
  return participant.folder;
}

async function throughPhases(participant: Participant, timeline: PodTimeline): Promise<void> {
  const { recorder, scenario, workload, load, context } = participant;
  const phase = async <T>(
    name: PhaseName,
    blame: 'stack' | 'harness',
    work: () => Promise<T>,
  ): Promise<T> => {
    showStatus(participant, name);
    return await recorder.phase(name, blame, work);
  };
  const { acknowledgedBefore, acknowledgedAfter } = scenario.power;
  await phase('deploy', 'stack', () => deploy(participant));
  const before = await phase('baseline', 'stack', () => baseline(participant));
  await phase('load', 'harness', () => loadFor(participant, context.loadSeconds, acknowledgedBefore));
  let whole = true;
  let unrecovered: FaultRecord[] = [];
  for (const [index, step] of scenario.steps.entries()) {
    if (index > 0 && step.overlapping !== true) {
      await phase('load', 'harness', () =>
        loadFor(participant, context.loadSeconds / 5, acknowledgedAfter / 10),
      );
    }
    const record = await phase('inject', 'harness', () => strike(participant, step, before));
    // After a fault that did not happen, or a stack that is not whole, the next one would rest on nothing.
    if (!record.proof.proven) {
      whole = false;
      break;
    }
    unrecovered.push(record);
    if (scenario.steps[index + 1]?.overlapping === true) continue;
    const records = unrecovered;
    unrecovered = [];
    whole = await phase('recover', 'stack', () => recover(participant, records));
    if (!whole) break;
  }
  if (whole)
    await phase('load', 'harness', () => loadFor(participant, context.loadSeconds, acknowledgedAfter));
  await phase('quiesce', 'harness', async () => {
    await load.stop();
    requireRecorded(participant);
    await snapshot(participant, 'after');
  });
  // A stack whose leader cannot name a position is still read, every member that can be reached.
  const position = await phase('quiesce', 'stack', () => workload.settle()).catch((error: unknown) => {
    if (participant.context.signal.aborted) throw error;
    return undefined;
  });
  await phase('read-back', 'harness', () => readBack(participant, position));
  await phase('collect', 'harness', async () => {
    const { stack, deployment } = participant;
    const { client, namespace, members } = deployment;
    await Promise.all([
      workload.versions().then(
        (versions) => recorder.versions(versions),
        () => undefined,
      ),
      collectIncarnations({
        ...{ client, namespace, timeline },
        ...{ layout: stack.layout, members: podsOf(stack, members) },
        ...{ runtimes: context.runtimes, clock: context.clock, folder: recorder.folder },
      }),
    ]);
  });
}

/** Loads for a while, and until enough operations were acknowledged; too few are the judges' business, not an error. */
async function loadFor(participant: Participant, seconds: number, acknowledgements: number): Promise<void> {
  const { load, context } = participant;
  const { clock, budgets, signal } = context;
  const start = clock.now();
  const already = load.counts().acknowledged;
  try {
    await waitFor(
      `${String(acknowledgements)} operations to be acknowledged`,
      () => {
        const done = load.counts().acknowledged - already;
        const long = clock.now() - start >= seconds * 1000;
        if (load.trouble() !== undefined || (long && done >= acknowledgements)) return found(true);
        return notYet(`${String(done)} acknowledged`);
      },
      { budget: budgets.of('load'), signal, everyMs: 100 },
    );
  } catch (error) {
    if (!(error instanceof BudgetExceededError)) throw error;
  }
  requireRecorded(participant);
}

/** @throws the harness's own trouble in recording what was done: without the record nothing can be judged. */
function requireRecorded({ load }: Participant): void {
  const trouble = load.trouble();
  if (trouble === undefined) return;
  throw new HoldfastError(`The history could not be written. ${sentenceOf(trouble)}`, { cause: trouble });
}

/** Waits until the stack is whole again, and writes down when it was or what was missing. */
async function recover(participant: Participant, records: FaultRecord[]): Promise<boolean> {
  const { context, recorder, stack } = participant;
  let missing: string | undefined;
  try {
    await wholeWithin(participant, context.budgets.of('recover'), `${stack.name} to be whole again`);
  } catch (error) {
    if (!(error instanceof BudgetExceededError)) throw error;
    missing = error.lastSeen;
  }
  const now = context.clock.now();
  for (const record of records) {
    if (missing === undefined) record.wholeAt = now;
    if (record.newVersion === true && missing === undefined)
      record.versionsAfter = await versionsOf(participant);
    else record.missing = missing;
    await recorder.fault(record);
  }
  return missing === undefined;
}

/** Keeps the live line up to date: which phase, for how long, operations per second, how many acknowledged. */
function showStatus({ context, name, load }: Participant, phase: PhaseName): void {
  const { clock, progress } = context;
  const since = clock.now();
  let last = { at: since, acknowledged: load.counts().acknowledged };
  let rate = 0;
  progress.status(() => {
    const now = clock.now();
    const { acknowledged, inFlight } = load.counts();
    if (now - last.at >= 1000) {
      rate = ((acknowledged - last.acknowledged) * 1000) / (now - last.at);
      last = { at: now, acknowledged };
    }
    const seconds = Math.round((now - since) / 1000);
    return (
      `${name}${context.place === '' ? '' : ` (${context.place})`}: ${phase} for ${String(seconds)} s, ${rate.toFixed(0)} writes/s, ` +
      `${String(acknowledged)} acknowledged, ${String(inFlight)} in flight`
    );
  });
}
