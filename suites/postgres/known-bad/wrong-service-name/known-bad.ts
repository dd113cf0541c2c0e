import type { KubeObject } from '../../../../harness/kube/objects.ts';
import { changed, replaced } from '../../../../harness/scenario/changed.ts';
import type { KnownBad } from '../../../../harness/scenario/known-bad.ts';
import { stack } from '../../stack.ts';

const PRIMARY = 'postgres-primary';

/** The followers find their primary by a service of its own, so that nobody misses the names. */
function primaryService(namespace: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: PRIMARY, namespace },
    spec: {
      selector: { 'statefulset.kubernetes.io/pod-name': 'postgres-0' },
      ports: [{ name: 'postgresql', port: 5432, targetPort: 5432, protocol: 'TCP' }],
    },
  };
}

export const knownBad: KnownBad = {
  flaw: 'serviceName names a service that does not exist: no member has a DNS name.',
  stack: {
    ...stack,
    manifests: (parameters) => [
      primaryService(parameters.namespace),
      ...changed(stack.manifests(parameters), {
        statefulSet: (spec, data) => {
          spec.serviceName = 'postgres-headless';
          data.args = data.args?.map((one) => one.replace('host=postgres-0.postgres ', `host=${PRIMARY} `));
        },
        scripts: (scripts) => {
          scripts['prepare-member.sh'] = replaced(
            scripts['prepare-member.sh'],
            'primary=$(host_of 0)',
            `primary="${PRIMARY}.$NAMESPACE.svc.\${domain:-cluster.local}."`,
          );
        },
      }),
    ],
  },
  scenario: 'control',
  // A name that does not resolve now never will.
  budgets: { dns: 15 },
  expects: { verdict: 'fail', reasons: [{ kind: 'dns', judge: 'identity', atLeast: 6 }] },
};
