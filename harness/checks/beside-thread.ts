import { parentPort, workerData } from 'node:worker_threads';
import { judgeSecondShare } from './beside.ts';

/** The thread that judgeBeside starts, with the scenario's folder. */
parentPort?.postMessage(await judgeSecondShare(String(workerData)));
