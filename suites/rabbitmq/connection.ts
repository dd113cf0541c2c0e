import { HoldfastError } from '../../harness/core/errors.ts';
import { found, waitFor } from '../../harness/core/wait-for.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { Link, type Login } from './link.ts';
import { NAME } from './names.ts';
import { isNotTaken } from './outcomes.ts';

/** The names of all members that there should be now. */
export function podsOf({ members }: Pick<Access, 'members'>): string[] {
  return Array.from({ length: members }, (_, ordinal) => `${NAME}-${String(ordinal)}`);
}

/** Opens a link for a few questions, and closes it whatever happens. */
export async function withLink<T>(
  access: Access,
  pod: string,
  ask: (link: Link) => Promise<T>,
  login?: Login,
): Promise<T> {
  return await closing(await Link.open(access, pod, login), ask);
}

/**
 * As withLink, but connects again, within the budget "operation", as long as nobody takes the connection. For two minutes
 * the node by whose port a member is entered leads whatever comes from a client's port to where it led that port's last
 * attempt (conntrack, SYN_SENT), even if the pod has another address by now. Linux hands a port out anew well within that
 * time; the next attempt has another one.
 * @throws BudgetExceededError where nobody took it in time; whatever else Link.open and `ask` throw, at once.
 */
export async function withLinkInTime<T>(
  access: Access,
  pod: string,
  ask: (link: Link) => Promise<T>,
  login?: Login,
): Promise<T> {
  const link = await waitFor<{ opened: Link } | { refusal: unknown }>(
    `${pod} to take a connection`,
    async () => {
      try {
        return found({ opened: await Link.open(access, pod, login) });
      } catch (error) {
        if (isNotTaken(error)) throw error;
        return found({ refusal: error });
      }
    },
    { budget: access.budgets.of('operation') },
  );
  if ('refusal' in link) throw link.refusal;
  return await closing(link.opened, ask);
}

async function closing<T>(link: Link, ask: (link: Link) => Promise<T>): Promise<T> {
  try {
    return await ask(link);
  } finally {
    await link.close();
  }
}

/** Asks the first member that answers. @throws what the last one that was tried threw. */
export async function withAnyMember<T>(access: Access, ask: (link: Link) => Promise<T>): Promise<T> {
  let trouble: unknown = new HoldfastError('There is no member to be asked.');
  for (const pod of podsOf(access)) {
    try {
      return await withLink(access, pod, ask);
    } catch (error) {
      trouble = error;
    }
  }
  throw trouble;
}
