import { HoldfastError, sentenceOf } from '../core/errors.ts';
import { raceAbort } from '../core/wait-for.ts';
import { deleteNamespace } from '../kube/namespaces.ts';
import { SurvivingWatch } from '../kube/watch.ts';
import type { FaultRecord } from '../model/fault-record.ts';
import type { PhaseName } from '../model/scenario-record.ts';
import { podsOf } from '../stack/stack.ts';
import { collectLogs } from './collect.ts';
import { collectIncarnations } from './incarnations.ts';
import { showStatus } from './live-status.ts';
import { loadFor, requireRecorded } from './load-for.ts';
import { PodTimeline } from './pod-timeline.ts';
import { Participant, type Subject } from './participant.ts';
import { readBack } from './read-back.ts';
import { recover } from './recover.ts';
import { strike } from './strike.ts';
import { aimWithOverlaps, type Aim } from './victims.ts';
import { baseline, deploy, snapshot } from './steady-state.ts';
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
    context.company?.leave(participant.stack.name);
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
  showStatus(participant, 'wait');
  if (context.alone !== undefined) await raceAbort(context.alone, context.signal);
  // A load that runs while others are still deployed takes from them what they need to come up.
  await context.company?.meet(participant.stack.name, 0, 'load', context.signal);
  const before = await phase('baseline', 'stack', () => baseline(participant));
  await phase('load', 'harness', () => loadFor(participant, context.loadSeconds, acknowledgedBefore));
  let whole = true;
  let unrecovered: FaultRecord[] = [];
  let aims: Aim[] = [];
  for (const [index, step] of scenario.steps.entries()) {
    if (index > 0 && step.overlapping !== true) {
      await phase('load', 'harness', () =>
        loadFor(participant, context.loadSeconds / 5, acknowledgedAfter / 10),
      );
    }
    const record = await phase('inject', 'harness', async () => {
      if (step.overlapping !== true) aims = await aimWithOverlaps(participant, scenario.steps, index);
      const aim = aims.shift();
      if (aim === undefined) throw new HoldfastError(`Nobody was aimed at by step ${String(index)}.`);
      return await strike(participant, step, index, aim, before);
    });
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
  context.calmed();
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
