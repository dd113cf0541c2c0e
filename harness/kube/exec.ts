import { Exec } from '@kubernetes/client-node';
import { PassThrough } from 'node:stream';
import type { Budget } from '../core/budgets.ts';
import { HoldfastError, sentenceOf } from '../core/errors.ts';
import { raceAbort } from '../core/wait-for.ts';
import type { KubeClient } from './client.ts';

export interface ExecTarget {
  namespace: string;
  pod: string;
  container: string;
}

export interface ExecResult {
  stdout: string;
  stderr: string;
  exitCode: number;
}

interface ExecStatus {
  status?: string;
  message?: string;
  details?: { causes?: { reason?: string; message?: string }[] };
}

/**
 * Runs a command in a container and returns what it printed. The answer is raced against the socket's
 * close and the budget "exec", since the status callback of a broken connection never comes.
 * @throws HoldfastError when the command could not be run, or did not end in time; a command that ends
 * with another code than 0 is a result, not an error.
 */
export async function exec(
  client: KubeClient,
  target: ExecTarget,
  command: readonly string[],
  budget: Budget = client.budgets.of('exec'),
): Promise<ExecResult> {
  const deadline = AbortSignal.timeout(budget.seconds * 1000);
  const stdout = collect();
  const stderr = collect();
  const where = `${target.namespace}/${target.pod}`;
  let close: (() => void) | undefined;
  try {
    const ended = new Promise<ExecStatus>((resolve, reject) => {
      new Exec(client.config)
        .exec(
          target.namespace,
          target.pod,
          target.container,
          [...command],
          stdout.stream,
          stderr.stream,
          null,
          false,
          resolve,
        )
        .then((socket) => {
          close = () => {
            socket.close();
          };
          if (deadline.aborted) socket.close();
          socket.on('close', () => {
            reject(new HoldfastError('the connection closed before the command ended'));
          });
          socket.on('error', reject);
        }, reject);
    });
    const status = await raceAbort(ended, deadline);
    return { stdout: stdout.text(), stderr: stderr.text(), exitCode: exitCodeOf(status) };
  } catch (error) {
    const why = deadline.aborted ? `it had not ended after ${String(budget.seconds)} s` : sentenceOf(error);
    throw new HoldfastError(`Running "${command[0] ?? ''}" in ${where} failed: ${why}.`, { cause: error });
  } finally {
    close?.();
  }
}

function exitCodeOf(status: ExecStatus): number {
  if (status.status === 'Success') return 0;
  const cause = status.details?.causes?.find((one) => one.reason === 'ExitCode');
  if (cause === undefined)
    throw new HoldfastError(status.message ?? 'the container runtime gave no exit code');
  return Number(cause.message);
}

function collect(): { stream: PassThrough; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}
