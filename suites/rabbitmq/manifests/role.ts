import type { KubeObject } from '../../../harness/kube/objects.ts';

/** What the discovery of peers needs: it reads the addresses of the headless service, and tells of itself in events. */
export function access(name: string, about: (name: string) => KubeObject['metadata']): KubeObject[] {
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: about(name) },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: about(name),
      rules: [
        { apiGroups: [''], resources: ['endpoints'], verbs: ['get'] },
        { apiGroups: [''], resources: ['events'], verbs: ['create'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: about(name),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name }],
    },
  ];
}
