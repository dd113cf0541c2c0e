import type { KubeObject } from '../../../../harness/kube/objects.ts';
import {
  changed,
  replaced,
  type Container,
  type StatefulSetSpec,
} from '../../../../harness/scenario/changed.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import { stack } from '../../stack.ts';

/**
 * A member prepares its data in the container of the server, as most images of replicated databases do, and clones at
 * a limited rate, so that the primary goes on serving others. It takes its time before it serves.
 */
function preparedByTheServersContainer(
  objects: KubeObject[],
  probe: (data: Container) => void,
): KubeObject[] {
  return changed(objects, {
    statefulSet: ({ template }: StatefulSetSpec, data) => {
      delete template.spec.initContainers;
      const start = 'sh /scripts/prepare-member.sh && exec docker-entrypoint.sh "$@"';
      data.command = ['sh', '-c', start, 'sh'];
      probe(data);
    },
    scripts: (scripts) => {
      scripts['prepare-member.sh'] = replaced(
        scripts['prepare-member.sh'],
        'pg_basebackup --host',
        'pg_basebackup --max-rate 4M --host',
      );
    },
  });
}

/** The flaw: what Kubernetes asks is always answered well. */
function lying(data: Container): void {
  delete data.startupProbe;
  data.readinessProbe = { ...data.readinessProbe, exec: { command: ['true'] } };
}

const variant = (probe: (data: Container) => void): KnownBad['stack'] => ({
  ...stack,
  manifests: (parameters) => preparedByTheServersContainer(stack.manifests(parameters), probe),
});

export const knownBad: KnownBad = {
  flaw: 'The readiness probe always succeeds: a member that still clones its data is called ready.',
  stack: variant(lying),
  mended: variant(() => undefined),
  scenario: 'claim-lost',
  expects: {
    verdict: 'fail',
    reasons: [{ kind: 'ready-but-refusing', judge: 'readiness', atLeast: 10 }],
  },
};
