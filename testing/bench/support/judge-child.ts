import { judgeFolder } from '../../../harness/checks/judge.ts';

/** Judges one scenario's folder in a process of its own, so that its memory is all its own. */
const began = performance.now();
const spent = process.cpuUsage();
const { findings, data, operations } = await judgeFolder(process.argv[2] ?? '');
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(spent);
const cpuSeconds = (user + system) / 1e6;
// In KiB: getrusage(2) on Linux.
const mebibytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ seconds, cpuSeconds, mebibytes, data, operations, findings }));
