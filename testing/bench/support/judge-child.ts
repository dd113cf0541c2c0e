import { judgeFolder } from '../../../harness/checks/judge.ts';

/** Judges one scenario's folder in a process of its own, so that its memory is all its own. */
const began = performance.now();
const { findings, data, operations } = await judgeFolder(process.argv[2] ?? '');
const seconds = (performance.now() - began) / 1000;
process.stdout.write(JSON.stringify({ seconds, data, operations, findings }));
