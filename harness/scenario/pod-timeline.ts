import { appendFile } from 'node:fs/promises';
import type { RunClock } from '../core/clock.ts';
import { sentenceOf } from '../core/errors.ts';
import type { KubeClient } from '../kube/client.ts';
import type { Pod } from '../kube/objects.ts';
import { isReady } from '../kube/objects.ts';
import { REVISION_LABEL } from '../kube/stateful-set.ts';
import { SurvivingWatch, type WatchEvent } from '../kube/watch.ts';
import { scenarioFile } from '../model/bundle.ts';
import type { PodSighting } from '../model/incarnation.ts';
import type { StackLayout } from '../stack/stack.ts';
import { ordinalOf } from './controller.ts';

/** Whose container it is, and on which node it runs or ran. */
export interface ContainerOwner {
  pod: string;
  podUid: string;
  node: string;
}

interface Watched {
  client: KubeClient;
  namespace: string;
  layout: StackLayout;
  /** The scenario's folder; it must be there. */
  folder: string;
  clock: RunClock;
}

/** Writes down every change of a StatefulSet's pods as a watch sees it, and remembers their data containers. */
export class PodTimeline {
  readonly #watched: Watched;
  readonly #watch: SurvivingWatch;
  readonly #containers = new Map<string, ContainerOwner>();
  readonly #path: string;
  /** One append after the other, so that lines keep the order in which they were seen. */
  #appends: Promise<void> = Promise.resolve();
  #waiting = '';
  #trouble: string | undefined;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#path = scenarioFile(watched.folder, 'pods');
    this.#watch = new SurvivingWatch(watched.client, {
      path: `/api/v1/namespaces/${watched.namespace}/pods`,
      onEvent: (event) => {
        this.#see(event);
      },
    });
  }

  /** Every data container seen so far, by its id as in a pod's status (`containerd://...`). */
  containers(): ReadonlyMap<string, ContainerOwner> {
    return this.#containers;
  }

  /** Why the file is not complete; undefined: it is. */
  trouble(): string | undefined {
    return this.#trouble;
  }

  /** Ends the watch; everything that was seen has been written, or `trouble` says why not. */
  async stop(): Promise<void> {
    await this.#watch.stop();
    await this.#appends;
  }

  #see({ type, object }: WatchEvent): void {
    const { layout, clock } = this.#watched;
    const pod = object as unknown as Pod;
    const ordinal = ordinalOf({ layout }, pod);
    if (ordinal === undefined) return;
    for (const id of containerIds(pod, layout.container)) {
      const { name, uid = '' } = pod.metadata;
      this.#containers.set(id, { pod: name, podUid: uid, node: pod.spec.nodeName ?? '' });
    }
    this.#append({ time: clock.now(), type, ordinal, ...sightingOf(pod, layout.container) });
  }

  #append(sighting: PodSighting): void {
    this.#waiting += `${JSON.stringify(sighting)}\n`;
    this.#appends = this.#appends.then(async () => {
      const lines = this.#waiting;
      this.#waiting = '';
      if (lines === '') return;
      await appendFile(this.#path, lines).catch((error: unknown) => {
        this.#trouble ??= `Not all changes of pods could be written down. ${sentenceOf(error)}`;
      });
    });
  }
}

/** What a pod's own object says about it. */
export function sightingOf(pod: Pod, container: string): Omit<PodSighting, 'time' | 'type' | 'ordinal'> {
  const { metadata, spec, status } = pod;
  return {
    pod: metadata.name,
    uid: metadata.uid ?? '',
    phase: status.phase ?? 'Unknown',
    ready: isReady(pod),
    terminating: metadata.deletionTimestamp !== undefined,
    node: spec.nodeName ?? null,
    revision: metadata.labels?.[REVISION_LABEL] ?? null,
    containerId: status.containerStatuses?.find((one) => one.name === container)?.containerID ?? null,
  };
}

/** The ids of a container's present and previous instance: a short one may only ever be seen as the previous. */
export function containerIds(pod: Pod, container: string): string[] {
  const status = pod.status.containerStatuses?.find((one) => one.name === container);
  const ids = [status?.lastState?.terminated?.containerID, status?.containerID];
  return ids.filter((id): id is string => id !== undefined && id !== '');
}
