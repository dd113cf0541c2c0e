import { HoldfastError } from '../../harness/core/errors.ts';
import type { Access } from '../../harness/stack/stack.ts';
import { Link, type Login } from './link.ts';
import { NAME } from './names.ts';

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
  const link = await Link.open(access, pod, login);
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
