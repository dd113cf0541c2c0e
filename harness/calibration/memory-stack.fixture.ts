import { Budgets } from '../core/budgets.ts';
import { promisesOf, type KeepPromise } from '../model/contract.ts';
import type { Outcome } from '../model/operation.ts';
import type { Element } from '../model/read-back.ts';
import type { Mix } from '../stack/mix.ts';
import { sha256 } from '../stack/payload.ts';
import type { Access, Stack } from '../stack/stack.ts';
import type { Planned, Workload } from '../stack/workload.ts';

/** What needs no server: everything that a workload keeps is in a list of this process. */
export class Store {
  kept: Element[] = [];
  /** Whether it answers. */
  up = true;

  keep(element: Element): Outcome {
    if (!this.up) return { type: 'fail', error: 'not sent: the store is down' };
    this.kept.push(element);
    return { type: 'ok' };
  }
}

const fail = (): never => {
  throw new Error('there is no cluster');
};

/** A stack of one member whose data is a list; `mix` says of what kind. */
export function memoryStack(store: Store, mix: Mix, promise: KeepPromise = { keeps: 'everything' }): Stack {
  const promises = promisesOf(promise);
  const sources = [{ title: 'A list', url: 'https://example.org/list' }];
  return {
    ...{ name: 'list', product: 'A list', members: 1, images: [], mix },
    layout: { statefulSet: 'list', service: 'list', container: 'list', volumePath: '/', clientPort: 1 },
    single: { image: 'list', environment: () => ({}), dataPath: '/', ready: ['true'] },
    contract: (members) => ({
      ...{ members, promises, summary: 'What is in a list is in it.' },
      documented: { promises, sources },
    }),
    ...{ manifests: fail, describeMembers: fail, isWhole: fail, scale: fail },
    workload: () => memoryWorkload(store, mix),
  };
}

export const memoryAccess: Access = {
  budgets: new Budgets({ recover: 1, load: 2 }),
  password: '',
  members: 1,
  endpoint: fail,
};

function memoryWorkload(store: Store, mix: Mix): Workload {
  const [f = 'add'] = Object.keys(mix) as Planned['f'][];
  let sent = 0;
  return {
    setUp: () => Promise.resolve(),
    declared: () => [
      { f: 'queues', key: 'queues', value: { q: { delivery: 'at-least-once', ordered: true } } },
    ],
    next: () => planned(store, f, sent++),
    nextRead: () => ({
      ...{ f: 'read', key: `r${String(sent++)}`, member: 'list-0' },
      send: () => Promise.resolve(EMPTY_READ),
    }),
    settle: () => Promise.resolve('the end'),
    readBack: async (_pod, position, sink) => {
      await sink.begin({ wanted: position ?? '', reached: true, saw: 'all' }, 'peer');
      for (const element of store.kept) await sink.element(element);
      return { end: 'complete', elements: store.kept.length };
    },
    versions: () => Promise.resolve({ server: '1', client: '1' }),
    close: () => Promise.resolve(),
  };
}

const EMPTY_READ: Outcome = { type: 'ok', value: { counters: {}, accounts: {}, groups: {} } };

/** The write with that number: of an element, a message or an object. */
function planned(store: Store, f: Planned['f'], number: number): Planned {
  const key = `k${String(number)}`;
  const data = Buffer.from(key);
  const payload = { sha256: sha256(data), size: data.length };
  const keep = (value: object, element: Element): Planned => ({
    ...{ f, key, value: { ...payload, ...value } },
    send: () => Promise.resolve(store.keep(element)),
  });
  if (f === 'enqueue') {
    const message = { of: 'message', key, queue: 'q', redelivered: false, ...payload } as const;
    return keep({ queue: 'q', producer: 'p', sequence: number }, message);
  }
  if (f === 'put-object') {
    const content = { sha256: payload.sha256, bytes: payload.size, size: payload.size, version: key };
    const versions = [{ latest: true, deleteMarker: false, content }];
    return keep({ version: key, parts: 1 }, { of: 'object', key, listed: true, versions });
  }
  const stored = payload.sha256;
  return keep({}, { of: 'element', key, sha256: stored, stored });
}
