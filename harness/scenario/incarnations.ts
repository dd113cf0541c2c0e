import type { RuntimeTimeline } from '../cluster/runtime-timeline.ts';
import type { RunClock } from '../core/clock.ts';
import type { KubeClient } from '../kube/client.ts';
import { scenarioFile } from '../model/bundle.ts';
import { writeJson } from '../model/bundle-json.ts';
import type { Incarnations } from '../model/incarnation.ts';
import type { StackLayout } from '../stack/stack.ts';
import { readHeartbeats } from './heartbeat.ts';
import type { PodTimeline } from './pod-timeline.ts';

interface Sources {
  client: KubeClient;
  namespace: string;
  layout: StackLayout;
  /** The pods that there should be now: on their volumes the heartbeats are read. */
  members: readonly string[];
  timeline: PodTimeline;
  /** Undefined: the cluster gives no access to its nodes. */
  runtimes: RuntimeTimeline | undefined;
  clock: RunClock;
  /** The scenario's folder. */
  folder: string;
}

/**
 * Gathers what tells whether two incarnations of one identity ever lived at the same time, and writes it into
 * the scenario's folder. To be called once the scenario is through and while its pods are still there.
 * What cannot be had is named in it. @throws only where the file cannot be written.
 */
export async function collectIncarnations(sources: Sources): Promise<Incarnations> {
  const { client, namespace, layout, members, timeline, runtimes, clock, folder } = sources;
  const { container, volumePath } = layout;
  const [lives, heartbeats] = await Promise.all([
    runtimes?.incarnationsOf(timeline.containers(), clock),
    Promise.all(
      members.map((pod) => readHeartbeats(client, { namespace, pod, container }, volumePath, clock)),
    ),
  ]);
  const problems = lives?.problems ?? [
    'The container runtimes of the nodes were not watched: there is no access to the nodes.',
  ];
  const trouble = timeline.trouble();
  const result: Incarnations = {
    incarnations: lives?.incarnations ?? [],
    heartbeats,
    problems: trouble === undefined ? problems : [...problems, trouble],
  };
  await writeJson(scenarioFile(folder, 'incarnations'), result);
  return result;
}
