import { parentPort, workerData } from 'node:worker_threads';
import { judgeSecondShare } from './beside.ts';

/** The thread that judgeBeside starts, with the scenario's folder. */
// Stryker disable next-line all: no mutant can be switched on in a thread
parentPort?.postMessage(await judgeSecondShare(String(workerData)));
