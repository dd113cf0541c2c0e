import { randomBytes } from 'node:crypto';
import { keepSecret } from '../core/redaction.ts';
import { entryAddress, memberEndpoint, type Endpoint } from '../kube/endpoints.ts';
import type { Deployment, Stack } from '../stack/stack.ts';
import type { RunContext } from './context.ts';
import type { Scenario } from './scenarios.ts';

/** The images of a scenario: where it begins on the previous version, that one's image goes by the newer one's name. */
export function imagesFor(
  { images }: RunContext,
  scenario: Scenario,
  { upgrade }: Stack,
): Record<string, string> {
  if (scenario.begins !== 'previous-version' || upgrade === undefined) return images;
  const previous = images[upgrade.from];
  return previous === undefined ? images : { ...images, [upgrade.to]: previous };
}

/** Where a stack is to be deployed, with a password of its own, and how its members are reached. */
export function deploymentOf(
  context: RunContext,
  stack: Stack,
  where: Pick<Deployment, 'namespace' | 'members' | 'images'>,
): Deployment {
  const { cluster, budgets } = context;
  const { namespace } = where;
  const password = randomBytes(18).toString('base64url');
  keepSecret(password);
  keepSecret(Buffer.from(password).toString('base64'));
  const endpoints = new Map<string, Promise<Endpoint>>();
  const reach = async (pod: string): Promise<Endpoint> => {
    const host = await entryAddress(cluster.client);
    return await memberEndpoint(cluster.client, {
      namespace,
      pod,
      targetPort: stack.layout.clientPort,
      host,
    });
  };
  return {
    ...where,
    client: cluster.client,
    budgets,
    password,
    endpoint: (pod) => {
      const known = endpoints.get(pod);
      if (known !== undefined) return known;
      const reached = reach(pod);
      endpoints.set(pod, reached);
      reached.catch(() => endpoints.delete(pod));
      return reached;
    },
  };
}
