import { judgeSecondShare } from './beside.ts';

/** The process that judgeBeside starts, with the scenario's folder. */
// Stryker disable all: no mutant can be switched on in another process
process.once('disconnect', () => process.exit()); // nobody is there any more to hear what it finds
const found = await judgeSecondShare(process.argv[2] ?? '');
if (found === undefined) process.disconnect();
else
  process.send?.(found, () => {
    process.disconnect();
  });
