import { Command } from 'commander';
import { EXIT, type ExitCode } from '../core/errors.ts';
import { isOwned, readRecords } from '../cluster/records.ts';
import { imageSources, stepsToBuild } from '../engine/provide.ts';
import { stackNames } from '../engine/registry.ts';
import { inspectHost } from '../host/prepare.ts';

const SIGNS = { ok: 'ok     ', missing: 'missing', problem: 'PROBLEM' } as const;

const WITHOUT_DOCKER =
  `${SIGNS.missing}  images and clusters: not known until Docker runs -> ` +
  'pull the images, or build them from package registries where no container registry answers; then make a cluster';

/** What a run would find of images and clusters; asked only where a Docker daemon answers. */
async function describeRun(steps: number): Promise<string[]> {
  const lines = [
    steps === 0
      ? `${SIGNS.ok}  images from packages: all there`
      : `${SIGNS.missing}  images from packages: ${String(steps)} steps to build -> build them, unless a container registry answers`,
  ];
  for (const record of await readRecords()) {
    const { name, run } = record;
    if (isOwned(record)) lines.push(`${SIGNS.ok}  cluster ${name}: in use by run ${run}`);
    else if (record.keep) lines.push(`${SIGNS.ok}  cluster ${name}: kept, used by the next run with --keep`);
    else lines.push(`${SIGNS.missing}  cluster ${name}: left behind by run ${run} -> remove it`);
  }
  return lines;
}

/** `doctor`: says what is there, what is missing and what `certify` would do about it; changes nothing. */
export function doctorCommand(done: (code: ExitCode) => void): Command {
  return new Command('doctor')
    .description('say what this machine has and lacks, and what certify would do about it; changes nothing')
    .action(async () => {
      const basics = await inspectHost({ build: false });
      const docker = basics.some((check) => check.id === 'docker-daemon' && check.state === 'ok');
      const steps = docker
        ? (await stepsToBuild((await imageSources(stackNames(), true)).sources)).length
        : undefined;
      // Compilers are missed only where there is something left to compile.
      const checks = steps === 0 ? basics : await inspectHost({ build: true });
      for (const { state, title, found, plan } of checks) {
        const then = state === 'ok' ? '' : ` -> ${plan}`;
        process.stdout.write(`${SIGNS[state]}  ${title}: ${found}${then}\n`);
      }
      const lines = steps === undefined ? [WITHOUT_DOCKER] : await describeRun(steps);
      for (const line of lines) process.stdout.write(`${line}\n`);
      done(checks.some((check) => check.state === 'problem') ? EXIT.internal : EXIT.pass);
    });
}
