import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HoldfastError } from '../core/errors.ts';
import { cacheDir, exists } from '../core/paths.ts';
import { answers, command, CommandError } from './command.ts';
import { docker } from './docker.ts';
import { inotify } from './inotify.ts';
import { isNewEnough, kindOnPath } from './kind-version.ts';
import type { Need, Seen } from './need.ts';

const GIB = 2 ** 30;

const node: Need = {
  id: 'node',
  title: 'Node.js >= 24',
  look: () => {
    const ok = Number(process.versions.node.split('.')[0]) >= 24;
    return Promise.resolve({ state: ok ? 'ok' : 'problem', found: process.versions.node });
  },
  plan: 'run the commands through npm ("npm run certify"), which uses the Node.js that npm ci installs',
};

const linux: Need = {
  id: 'linux',
  title: 'Linux',
  look: () =>
    Promise.resolve({ state: process.platform === 'linux' ? 'ok' : 'problem', found: process.platform }),
  plan: 'run on a Linux machine: the nodes are reached through their network and file systems',
};

function disk(build: boolean): Need {
  const need = build ? 15 : 5;
  return {
    id: 'disk',
    title: `${String(need)} GiB of free disk space`,
    async look() {
      const root = await docker(['info', '--format', '{{.DockerRootDir}}'], { timeoutSeconds: 10 }).catch(
        () => '',
      );
      const places = [cacheDir(), root === '' ? '/var/lib/docker' : root];
      const free = await Promise.all(places.map(freeGib));
      const found = places.map((place, i) => `${(free[i] ?? 0).toFixed(1)} GiB for ${place}`).join(', ');
      return { state: Math.min(...free) >= need ? 'ok' : 'problem', found };
    },
    plan: 'free some space ("docker system prune" removes what Docker no longer uses)',
  };
}

async function freeGib(place: string): Promise<number> {
  let path = place;
  while (path !== dirname(path) && !(await exists(path))) path = dirname(path);
  const { bavail, bsize } = await statfs(path);
  return (bavail * bsize) / GIB;
}

/** A command that a Debian package brings. Where `file` is given, that must be there as well. */
function tool(
  id: string,
  title: string,
  args: readonly string[],
  packages: readonly string[],
  file?: string,
): Need {
  return {
    id,
    title,
    packages,
    plan: `install ${packages.join(' and ')}`,
    async look() {
      const there = (await answers(id, args)) && (file === undefined || (await exists(file)));
      return { state: there ? 'ok' : 'missing', found: there ? 'there' : 'not found' };
    },
  };
}

const go: Need = {
  id: 'go',
  title: 'Go >= 1.26',
  async look() {
    const version = await command('go', ['env', 'GOVERSION'], { timeoutSeconds: 20 }).catch(
      (error: unknown) => {
        if (error instanceof CommandError) return undefined;
        throw error;
      },
    );
    const [, major = '0', minor = '0'] = /^go(\d+)\.(\d+)/.exec(version ?? '') ?? [];
    const ok = Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 26);
    return { state: ok ? 'ok' : 'problem', found: version ?? 'not found' };
  },
  plan: 'install Go 1.26 or later and put it on PATH: kind and the node image are compiled with it',
};

const kind: Need = {
  id: 'kind',
  title: 'kind >= 0.30',
  async look() {
    const version = await kindOnPath();
    if (isNewEnough(version)) return { state: 'ok', found: version ?? '' };
    if (await exists(cacheDir('builds', 'kind')))
      return { state: 'ok', found: 'compiled before, in the cache' };
    const found = version === undefined ? 'not on PATH' : `too old: ${version}`;
    const compiler = await go.look();
    if (compiler.state === 'ok') return { state: 'missing', found };
    return {
      state: 'problem',
      found: `${found}, and it cannot be compiled without Go >= 1.26; install either`,
    };
  },
  plan: 'compile it into the cache (about 20 s)',
};

/** What the machine must have besides Docker, in the order in which it is looked at. */
export function machineNeeds(build: boolean): Need[] {
  const always = [
    node,
    linux,
    disk(build),
    inotify,
    tool('ip', 'iproute2 (routes)', ['-V'], ['iproute2']),
    tool('iptables', 'iptables (for Docker)', ['--version'], ['iptables']),
    tool('jq', 'jq', ['--version'], ['jq']),
    tool('mkfs.xfs', 'xfsprogs (block volumes)', ['-V'], ['xfsprogs']),
  ];
  const forBuilding = [
    tool('debootstrap', 'debootstrap (base images)', ['--version'], ['debootstrap']),
    tool('gcc', 'a C compiler', ['--version'], ['gcc', 'libc6-dev'], '/usr/include/stdlib.h'),
    go,
  ];
  return [...always, ...(build ? forBuilding : []), kind];
}

/** The error for something that only the user can put right. */
export function problemError(need: Need, seen: Seen): HoldfastError {
  return new HoldfastError(`${need.title}: ${seen.found}. To go on, ${seen.plan ?? need.plan}.`);
}
