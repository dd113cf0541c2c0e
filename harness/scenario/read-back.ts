import { redact } from '../core/redaction.ts';
import { sentenceOf } from '../core/errors.ts';
import { raceAbort } from '../core/wait-for.ts';
import { readBackFile } from '../model/bundle.ts';
import { ReadBackWriter } from '../model/bundle-read-back.ts';
import type { MemberRole } from '../model/member-role.ts';
import { podsOf } from '../stack/stack.ts';
import type { Participant } from './participant.ts';

/** Reads everything back from every member that must have it, each by itself, all at once. */
export async function readBack(participant: Participant, position: string | undefined): Promise<void> {
  const { stack, deployment } = participant;
  await Promise.all(podsOf(stack, deployment.members).map((pod) => readBackOne(participant, pod, position)));
}

async function readBackOne(
  participant: Participant,
  pod: string,
  position: string | undefined,
): Promise<void> {
  const { context, recorder, workload } = participant;
  const { clock, budgets, signal } = context;
  let writer: ReadBackWriter | undefined;
  const open = async (header: {
    barrier: { wanted: string; reached: boolean; saw: string };
    role: MemberRole;
  }): Promise<ReadBackWriter> =>
    await ReadBackWriter.create(readBackFile(recorder.folder, pod), {
      format: 'holdfast-read-back',
      version: 3,
      member: pod,
      startedAt: clock.now(),
      ...header,
    });
  const deadline = AbortSignal.timeout(budgets.of('read-back').seconds * 1000);
  try {
    const reading = workload.readBack(pod, position, {
      begin: async (barrier, role) => {
        writer = await open({ barrier, role });
      },
      element: async (element) => {
        await writer?.element(element);
      },
    });
    const { end, detail } = await raceAbort(reading, AbortSignal.any([deadline, signal]));
    await writer?.close({ end, ...(detail === undefined ? {} : { detail: redact(detail) }) });
  } catch (error) {
    if (signal.aborted) {
      await writer?.abandon();
      throw error;
    }
    const detail = deadline.aborted
      ? `not ended within ${String(budgets.of('read-back').seconds)} s`
      : redact(sentenceOf(error));
    const barrier = { wanted: position ?? 'unknown', reached: false, saw: detail };
    writer ??= await open({ barrier, role: 'unknown' });
    await writer.close({ end: 'harness-error', detail });
  }
}
