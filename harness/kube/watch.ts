import { Watch } from '@kubernetes/client-node';
import { setTimeout as delay } from 'node:timers/promises';
import { isErrorLike, sentenceOf } from '../core/errors.ts';
import type { KubeClient } from './client.ts';
import type { KubeObject, List } from './objects.ts';

export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubeObject;
}

export interface WatchOptions {
  path: string;
  onEvent: (event: WatchEvent) => void;
  /** Told of every disconnection; the watch goes on by itself. */
  onDisconnect?: (reason: string) => void;
}

/**
 * A watch that survives disconnection: whenever the stream ends, errs or falls silent for half a minute, it
 * lists anew, reports the difference to what it knew, and watches on. For timelines; verdicts are polled.
 */
export class SurvivingWatch {
  readonly #client: KubeClient;
  readonly #options: WatchOptions;
  readonly #stopped = new AbortController();
  readonly #known = new Map<string, KubeObject>();
  #stream: AbortController | undefined;
  readonly #loop: Promise<void>;

  constructor(client: KubeClient, options: WatchOptions) {
    this.#client = client;
    this.#options = options;
    this.#loop = this.#run();
  }

  /** Ends the watch; no event is reported after it returns. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#stream?.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const reason = await this.#relist().then((version) => this.#follow(version), sentenceOf);
      // The pause between two attempts at a server that is away; ends at once on stop.
      const stopped = await delay(500, false, { signal }).catch(() => true);
      if (!stopped) this.#options.onDisconnect?.(reason);
    }
  }

  async #relist(): Promise<string> {
    const list = await this.#client.call<List<KubeObject>>('GET', this.#options.path, {
      signal: this.#stopped.signal,
    });
    const present = new Set<string>();
    for (const object of list.items) {
      present.add(uid(object));
      this.#take({ type: this.#known.has(uid(object)) ? 'MODIFIED' : 'ADDED', object });
    }
    for (const [id, object] of this.#known) if (!present.has(id)) this.#take({ type: 'DELETED', object });
    return list.metadata.resourceVersion;
  }

  #follow(resourceVersion: string): Promise<string> {
    return new Promise((resolve) => {
      const onEvent = (type: string, object: KubeObject): void => {
        if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') this.#take({ type, object });
        else if (type === 'ERROR') this.#stream?.abort(); // the version is too old: list anew
      };
      const done = (error: unknown): void => {
        resolve(isErrorLike(error) ? sentenceOf(error) : 'the stream ended');
      };
      void new Watch(this.#client.config)
        .watch(this.#options.path, { resourceVersion, allowWatchBookmarks: true }, onEvent, done)
        .then((stream) => {
          this.#stream = stream;
          if (this.#stopped.signal.aborted) stream.abort();
        }, done);
    });
  }

  #take(event: WatchEvent): void {
    if (this.#stopped.signal.aborted) return;
    const id = uid(event.object);
    const known = this.#known.get(id);
    if (event.type !== 'DELETED' && known?.metadata.resourceVersion === event.object.metadata.resourceVersion)
      return;
    if (event.type === 'DELETED') this.#known.delete(id);
    else this.#known.set(id, event.object);
    this.#options.onEvent(event);
  }
}

const uid = (object: KubeObject): string => object.metadata.uid ?? object.metadata.name;
