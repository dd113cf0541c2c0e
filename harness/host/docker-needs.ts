import { Budgets } from '../core/budgets.ts';
import { HoldfastError } from '../core/errors.ts';
import { found, notYet, waitFor } from '../core/wait-for.ts';
import { canInstall, hasSystemd, installCommand } from './apt.ts';
import { answers, command } from './command.ts';
import { maySysResource } from './capabilities.ts';
import { daemonState } from './docker.ts';
import type { Need, PrepareOptions } from './need.ts';
import { installRuntime, ownDockerPid, startOwnDocker } from './own-docker.ts';
import { privilegedFailure, probePrivileged } from './privileged.ts';

const PACKAGES = ['docker.io', 'iptables'];

const client: Need = {
  id: 'docker',
  title: 'Docker',
  packages: PACKAGES,
  plan: `install ${PACKAGES.join(' and ')}`,
  async look() {
    const { state, detail } = await daemonState();
    if (state === 'answers') return { state: 'ok', found: `version ${detail}` };
    if (state === 'no-client') return { state: 'missing', found: 'not installed' };
    const elsewhere = process.env.DOCKER_HOST;
    if (elsewhere !== undefined) {
      return {
        state: 'problem',
        found: `DOCKER_HOST names ${elsewhere}, where no daemon answers`,
        plan: 'unset DOCKER_HOST, or start that daemon',
      };
    }
    if (state === 'permission-denied' || (await answers('dockerd', ['--version'])))
      return { state: 'ok', found: 'installed' };
    return { state: 'missing', found: 'the client only, no daemon' };
  },
};

const daemon: Need = {
  id: 'docker-daemon',
  title: 'A Docker daemon that answers',
  plan: 'start it; it stays up afterwards ("holdfast clean" ends it)',
  async look() {
    const { state } = await daemonState();
    if (state === 'permission-denied') {
      return {
        state: 'problem',
        found: 'it runs, but this user has no permission to talk to it',
        plan: 'run as root, or join the group "docker" and log in again',
      };
    }
    if (state !== 'answers') return { state: 'missing', found: 'none answers' };
    const whose =
      (await ownDockerPid()) === undefined ? 'used as it is, never reconfigured' : 'started here earlier';
    return { state: 'ok', found: `answers; ${whose}` };
  },
  async provide({ progress, signal }: PrepareOptions) {
    if (process.getuid?.() !== 0) {
      throw new HoldfastError(
        'No Docker daemon answers, and only root can start one. Run "systemctl start docker" (or "dockerd") as root, and run again.',
      );
    }
    if (await hasSystemd()) {
      progress.say('Starting Docker (systemctl start docker).');
      await command('systemctl', ['start', 'docker'], { timeoutSeconds: 90, signal });
      const look = async () => {
        const { state, detail } = await daemonState();
        return state === 'answers' ? found(true) : notYet(detail);
      };
      await waitFor('the Docker daemon to answer', look, {
        budget: new Budgets().of('docker-start'),
        signal,
      });
      return;
    }
    const bounded = (await maySysResource())
      ? ''
      : ', with a runtime that does without CAP_SYS_RESOURCE, which this machine lacks';
    progress.say(`Starting a Docker daemon (dockerd)${bounded}; it stays up after the run.`);
    await startOwnDocker(signal);
  },
};

const privileged: Need = {
  id: 'privileged',
  title: 'Privileged containers start',
  plan: 'try it once Docker runs; where CAP_SYS_RESOURCE is missing, Holdfast starts Docker with a runtime that does without',
  async look() {
    if ((await daemonState()).state !== 'answers')
      return { state: 'missing', found: 'not known until Docker runs' };
    const why = await probePrivileged();
    return why === undefined ? { state: 'ok', found: 'tried' } : { state: 'problem', found: why };
  },
  async provide({ signal }: PrepareOptions) {
    const why = await probePrivileged(signal);
    if (why !== undefined) throw await privilegedFailure(why, await installRuntime());
  },
};

/** Docker, its daemon and what it must be able to do, in the order in which they are looked at. */
export const dockerNeeds: readonly Need[] = [client, daemon, privileged];

/** Says how to install packages where that cannot be done here. */
export async function requireInstallable(packages: readonly string[]): Promise<void> {
  if (await canInstall()) return;
  throw new HoldfastError(
    `Some tools are missing, and they can be installed only by root on Debian or Ubuntu. Run "${installCommand(packages)}" as root (or install the same by your system's own means), and run again.`,
  );
}
