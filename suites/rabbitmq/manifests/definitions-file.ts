import { AUDITOR } from '../definitions.ts';
import { VHOST } from '../names.ts';
import { POLICED, STRAYS } from '../topology.ts';

/** What an operator imports once: a user of another virtual host, with its permission there, and a policy. */
export function definitions(password: string): object {
  const { user, vhost } = AUDITOR;
  return {
    vhosts: [{ name: vhost }],
    users: [{ name: user, password, tags: [] }],
    permissions: [{ user, vhost, configure: '.*', write: '.*', read: '.*' }],
    policies: [
      {
        vhost: VHOST,
        name: STRAYS,
        pattern: `^${POLICED}$`,
        'apply-to': 'exchanges',
        definition: { 'alternate-exchange': STRAYS },
        priority: 0,
      },
    ],
  };
}
