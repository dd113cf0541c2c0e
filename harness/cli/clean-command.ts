import { Command } from 'commander';
import { removeServers } from '../calibration/containers.ts';
import { EXIT, type ExitCode } from '../core/errors.ts';
import { removeCluster } from '../cluster/leftovers.ts';
import { isOwned, readRecords } from '../cluster/records.ts';
import { stopOwnDocker } from '../host/own-docker.ts';
import { LiveProgress } from './live-progress.ts';

/** `clean`: removes kept and left-over clusters of Holdfast's own, and nothing else. */
export function cleanCommand(done: (code: ExitCode) => void): Command {
  return new Command('clean')
    .description('remove clusters that runs kept or left behind; images and caches stay')
    .option('--docker', 'also stop the Docker daemon, where Holdfast started it', false)
    .action(async (flags: { docker: boolean }) => {
      const progress = new LiveProgress();
      for (const record of await readRecords()) {
        if (isOwned(record)) {
          progress.say(`Cluster ${record.name} is in use by run ${record.run} and stays.`);
          continue;
        }
        await removeCluster(record);
        progress.say(`Cluster ${record.name} of run ${record.run} is removed.`);
      }
      await removeServers().catch(() => undefined); // where Docker does not answer there are none
      if (flags.docker && (await stopOwnDocker()))
        progress.say('The Docker daemon that Holdfast started has ended.');
      progress.say('Clean.');
      done(EXIT.pass);
    });
}
