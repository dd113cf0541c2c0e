import { HoldfastError, sentenceOf } from '../../harness/core/errors.ts';
import { exec } from '../../harness/kube/exec.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import type { Access, Deployment } from '../../harness/stack/stack.ts';
import { withLink } from './connection.ts';
import type { Link, Login } from './link.ts';
import { NAME } from './names.ts';
import { isMissing, isRefusedLogin, outcomeOfDeclaration } from './outcomes.ts';
import { AUDIT, DEFINITIONS, POLICED } from './topology.ts';

/** A user, with its password, its virtual host and its permission there; a policy. Both are imported once, where an operator can. */
const USER_AUDITOR = 'user-auditor';
const POLICY_STRAYS = 'policy-strays';
export const FIXED_DEFINITIONS: readonly string[] = [USER_AUDITOR, POLICY_STRAYS];

export const AUDITOR: Login = { user: 'auditor', vhost: 'ledger' };

/** Where the pods have the definitions that are imported once. */
export const DEFINITIONS_FILE = '/definitions/definitions.json';

/** Imports users, virtual hosts and policies, as an operator does; a server without an operator has none of them. */
export async function importDefinitions(access: Access): Promise<void> {
  if (!isDeployed(access)) return;
  const { client, namespace, budgets } = access;
  const target = { namespace, pod: `${NAME}-0`, container: NAME };
  const command = ['rabbitmqctl', '--longnames', 'import_definitions', DEFINITIONS_FILE];
  const { exitCode, stderr } = await exec(client, target, command, budgets.of('inject'));
  if (exitCode === 0) return;
  throw new HoldfastError(`The definitions could not be imported on ${target.pod}: ${stderr.trim()}`);
}

/** On a cluster the harness hands over more than a way to the members. */
const isDeployed = (access: Access): access is Deployment => 'client' in access;

/** Makes a binding, once; of what was imported it says whether it is there. */
export async function define(access: Access, link: Link, key: string): Promise<Outcome> {
  try {
    if (!FIXED_DEFINITIONS.includes(key)) {
      await link.within(link.channel.bindQueue(AUDIT, DEFINITIONS, key));
      return { type: 'ok' };
    }
  } catch (error) {
    return outcomeOfDeclaration(error);
  }
  try {
    const there = await definitionsThere(access, link, [key]);
    return there.has(key) ? { type: 'ok' } : { type: 'fail', error: `${key} was not imported` };
  } catch (error) {
    return { type: 'fail', error: `not found out: ${sentenceOf(error)}` };
  }
}

/**
 * Which of these definitions are there for the clients of this link's member, as that member routes and lets in.
 * @param withAnother how another link to it is opened.
 */
export async function definitionsThere(
  access: Access,
  link: Link,
  keys: readonly string[],
  withAnother = withLink,
): Promise<Set<string>> {
  const there = await routed(
    link,
    DEFINITIONS,
    keys.filter((key) => !FIXED_DEFINITIONS.includes(key)),
  );
  if (keys.includes(POLICY_STRAYS)) {
    // By a link of its own: an exchange that is not there ends the channel that it was asked for on.
    const ways = await withAnother(access, link.pod, (other) => routed(other, POLICED, [POLICY_STRAYS]));
    if (ways.has(POLICY_STRAYS)) there.add(POLICY_STRAYS);
  }
  if (keys.includes(USER_AUDITOR) && (await letsIn(access, link.pod, withAnother))) there.add(USER_AUDITOR);
  return there;
}

async function letsIn(access: Access, pod: string, withAnother: typeof withLink): Promise<boolean> {
  try {
    await withAnother(access, pod, () => Promise.resolve(), AUDITOR);
    return true;
  } catch (error) {
    if (isRefusedLogin(error)) return false;
    throw error;
  }
}

/** The routing keys for which an exchange has a way, as this link's member knows it: what has none comes back. */
async function routed(link: Link, exchange: string, keys: readonly string[]): Promise<Set<string>> {
  const ways = new Set(keys);
  if (keys.length === 0) return ways;
  const { channel } = link;
  const back = ({ fields }: { fields: { routingKey: string } }): void => {
    ways.delete(fields.routingKey);
  };
  let missing: unknown;
  const broken = (error: unknown): void => {
    missing = error;
  };
  channel.on('return', back);
  channel.on('error', broken);
  try {
    for (const key of keys) channel.publish(exchange, key, Buffer.alloc(0), { mandatory: true });
    await link.within(channel.waitForConfirms());
    return ways;
  } catch (error) {
    if (isMissing(missing)) return new Set();
    throw missing ?? error;
  } finally {
    channel.off('return', back);
    channel.off('error', broken);
  }
}
