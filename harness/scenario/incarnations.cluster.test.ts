import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerNodeControl } from '../cluster/node-control.ts';
import { RuntimeTimeline } from '../cluster/runtime-timeline.ts';
import { RunClock } from '../core/clock.ts';
import { found, notYet, waitFor } from '../core/wait-for.ts';
import { applyAll } from '../kube/apply.ts';
import { ground, type Ground } from '../kube/cluster.fixture.ts';
import { describePod, isReady, type KubeObject, type Pod } from '../kube/objects.ts';
import { getPod, listNodes } from '../kube/resources.ts';
import { scenarioFile } from '../model/bundle.ts';
import { readJson } from '../model/bundle-json.ts';
import { incarnationsSchema, podSightingSchema } from '../model/incarnation.ts';
import type { StackLayout } from '../stack/stack.ts';
import { withHeartbeat } from './heartbeat.ts';
import { collectIncarnations } from './incarnations.ts';
import { PodTimeline } from './pod-timeline.ts';

const layout: StackLayout = {
  statefulSet: 'idle',
  service: 'idle',
  container: 'idle',
  volumePath: '/data',
  clientPort: 1,
};

/** One idle pod with a probe that runs in it every second, so that other processes than its first one end, too. */
function idle({ namespace, image }: Ground): KubeObject {
  const labels = { app: 'idle' };
  const container = {
    name: 'idle',
    image,
    command: ['sh', '-c', 'trap "exit 0" TERM INT; while :; do sleep 1 & wait $!; done'],
    readinessProbe: { periodSeconds: 1, exec: { command: ['true'] } },
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'idle', namespace },
    spec: {
      serviceName: 'idle',
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [container], volumes: [{ name: 'data', emptyDir: {} }] },
      },
    },
  };
}

describe('the evidence of incarnations, on a cluster', () => {
  const clock = new RunClock();
  let on: Ground;
  let folder: string;
  let nodes: string[];
  let runtimes: RuntimeTimeline;
  let timeline: PodTimeline;

  beforeAll(async () => {
    on = await ground();
    folder = await mkdtemp(join(tmpdir(), 'incarnations-'));
    nodes = (await listNodes(on.client)).map((node) => node.metadata.name);
    runtimes = new RuntimeTimeline(dockerNodeControl, nodes);
    timeline = new PodTimeline({ client: on.client, namespace: on.namespace, layout, folder, clock });
  });
  afterAll(async () => {
    await Promise.all([timeline.stop(), runtimes.stop(), on.remove()]);
    await rm(folder, { recursive: true });
  });

  const idOf = (pod: Pod | undefined): string | undefined =>
    pod?.status.containerStatuses?.find((one) => one.name === 'idle')?.containerID;

  const readyWithout = (containerId?: string): Promise<Pod> =>
    waitFor(
      'idle-0 to be ready, with a container of its own',
      async () => {
        const pod = await getPod(on.client, on.namespace, 'idle-0');
        if (pod === undefined) return notYet('no pod');
        return isReady(pod) && idOf(pod) !== containerId ? found(pod) : notYet(describePod(pod));
      },
      { budget: on.client.budgets.of('deploy') },
    );

  test('shows two containers of one pod, one after the other, and a heartbeat that went on', async () => {
    await applyAll(on.client, withHeartbeat([idle(on)], layout));
    const pod = await readyWithout();
    const first = idOf(pod);
    const late = new RuntimeTimeline(dockerNodeControl, nodes);
    const asked = await late.incarnationsOf(timeline.containers(), clock);
    await late.stop();
    await dockerNodeControl.killContainer(pod.spec.nodeName ?? '', first ?? '');
    await readyWithout(first);

    const { client, namespace } = on;
    const members = ['idle-0', 'idle-1'];
    await collectIncarnations({ client, namespace, layout, members, timeline, runtimes, clock, folder });
    const written = await readJson(scenarioFile(folder, 'incarnations'), incarnationsSchema);

    expect(written.problems).toEqual([]);
    const [one, two] = written.incarnations;
    expect(written.incarnations).toHaveLength(2);
    expect([one?.containerId, two?.containerId]).toEqual([first, expect.not.stringMatching(first ?? '')]);
    expect([one?.podUid, two?.podUid]).toEqual([pod.metadata.uid, pod.metadata.uid]);
    expect(one?.finishedAt).toBeGreaterThan(one?.startedAt ?? Infinity);
    expect(two?.startedAt).toBeGreaterThan(one?.finishedAt ?? Infinity);
    expect(two?.lastSeenAt).toBeGreaterThan(two?.startedAt ?? Infinity);
    expect(two).not.toHaveProperty('finishedAt');
    // Who comes too late to hear of the start asks for it: the process was there a little before it was let go.
    const gap = (one?.startedAt ?? 0) - (asked.incarnations[0]?.startedAt ?? 0);
    expect(gap).toBeGreaterThan(-50);
    expect(gap).toBeLessThan(5000);

    const [beats, nobody] = written.heartbeats;
    expect(beats).toMatchObject({ pod: 'idle-0', runs: [{ incarnation: pod.metadata.uid }] });
    expect(beats?.runs[0]?.firstAt).toBeLessThan(one?.startedAt ?? 0);
    expect(beats?.runs[0]?.lastAt).toBeGreaterThan(two?.startedAt ?? Infinity);
    expect(nobody).toMatchObject({ pod: 'idle-1', runs: [], problem: expect.stringContaining('no pod') });
  });

  test('holds every change of the pod in the order in which it was seen', async () => {
    await timeline.stop();
    expect(timeline.trouble()).toBeUndefined();
    const lines = (await readFile(scenarioFile(folder, 'pods'), 'utf8')).trim().split('\n');
    const sightings = lines.map((line) => podSightingSchema.parse(JSON.parse(line)));
    expect(sightings[0]).toMatchObject({ type: 'ADDED', pod: 'idle-0', ordinal: 0, phase: 'Pending' });
    expect(sightings.at(-1)).toMatchObject({ type: 'MODIFIED', phase: 'Running', ready: true });
    const times = sightings.map(({ time }) => time);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(sightings.flatMap(({ containerId }) => containerId ?? []))).toHaveProperty('size', 2);
  });
});
