import { readFileSync } from 'node:fs';
import { changed, type Container, type StatefulSetSpec } from '../../../../harness/scenario/changed.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import { stack } from '../../stack.ts';

const script = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

function restoredAtEachStart({ template }: StatefulSetSpec, data: Container): void {
  const [prepare] = template.spec.initContainers ?? [];
  if (prepare === undefined) return;
  const restore = { ...prepare, name: 'restore', command: ['sh', '/scripts/restore.sh'] };
  template.spec.initContainers = [restore, prepare];
  const mountPath = '/docker-entrypoint-initdb.d/seed.sh';
  data.volumeMounts?.push({ name: 'scripts', mountPath, subPath: 'seed.sh' });
}

export const knownBad: KnownBad = {
  flaw: 'An init container restores an old copy of the data directory at each start.',
  stack: {
    ...stack,
    manifests: (parameters) =>
      changed(stack.manifests(parameters), {
        statefulSet: restoredAtEachStart,
        scripts: (scripts) => {
          for (const name of ['seed.sh', 'restore.sh']) scripts[name] = script(name);
        },
      }),
  },
  scenario: 'pod-delete',
  budgets: { recover: 45, 'replica-replay': 15, settle: 30, load: 20 },
  expects: {
    verdict: 'fail',
    reasons: [{ kind: 'lost', judge: 'set', atLeast: 100 }],
    alsoAllowed: ['not-recovered', 'missing-account'],
  },
};
