import { describe, expect, test } from '@jest/globals';
import { parseRuntimeEvent, processStart } from './runtime-events.ts';

const ID = 'a3b67c87f6cdd90701d77563827550df7925ea515f9546255e519d5b19b33f08';
const EXEC = '6f789ab81ba485770a83403c575f730332c14f2edb6a2fc115809aaa896e2716';

const line = (topic: string, body: object, stamp = '2026-11-21 16:20:08.056521811 +0000 UTC'): string =>
  `${stamp} k8s.io ${topic} ${JSON.stringify(body)}`;

describe('the events of a container runtime', () => {
  test('tell when the first process of a container began', () => {
    expect(parseRuntimeEvent(line('/tasks/start', { container_id: ID, pid: 2213 }))).toEqual({
      type: 'start',
      containerId: ID,
      at: expect.closeTo(Date.parse('2026-11-21T16:20:08.056Z') + 0.521811, 3),
    });
  });

  test('tell when it ended, not when that was told', () => {
    const body = {
      container_id: ID,
      id: ID,
      pid: 2213,
      exit_status: 137,
      exited_at: { seconds: 1795278008, nanos: 56356085 },
    };
    expect(parseRuntimeEvent(line('/tasks/exit', body))).toEqual({
      type: 'exit',
      containerId: ID,
      at: expect.closeTo(1795278008056.356, 2),
    });
    const { nanos: _none, ...whole } = body.exited_at;
    expect(parseRuntimeEvent(line('/tasks/exit', { ...body, exited_at: whole }))?.at).toBe(1795278008000);
  });

  test('tell the end of a probe apart from the end of its container', () => {
    const body = { container_id: ID, id: EXEC, pid: 2248, exited_at: { seconds: 1795278008, nanos: 1 } };
    expect(parseRuntimeEvent(line('/tasks/exit', body))?.type).toBe('exec-exit');
  });

  test('are read with any offset, and without a fraction', () => {
    const at = (stamp: string): number | undefined =>
      parseRuntimeEvent(line('/tasks/start', { container_id: ID }, stamp))?.at;
    expect(at('2026-11-21 16:20:08 +0000 UTC')).toBe(Date.parse('2026-11-21T16:20:08Z'));
    expect(at('2026-11-21 18:20:08.5 +0200 CEST')).toBe(Date.parse('2026-11-21T16:20:08.500Z'));
  });

  test('are nothing else', () => {
    expect(parseRuntimeEvent(line('/tasks/create', { container_id: ID }))).toBeUndefined();
    expect(parseRuntimeEvent(line('/tasks/exec-started', { container_id: ID }))).toBeUndefined();
    expect(parseRuntimeEvent(line('/tasks/exit', {}))).toBeUndefined();
    expect(parseRuntimeEvent(line('/tasks/start', { container_id: ID }).slice(0, -3))).toBeUndefined();
    expect(parseRuntimeEvent('time="2026-11-21T16:20:01Z" level=warning msg="DEPRECATION"')).toBeUndefined();
    const foreign = line('/tasks/start', { container_id: ID }).replace('k8s.io', 'moby');
    expect(parseRuntimeEvent(foreign)).toBeUndefined();
  });
});

describe('the start of a process', () => {
  const stat = `42 (a (strange) name) S ${Array.from({ length: 18 }, () => '0').join(' ')} 50025 0 0`;

  test('is reckoned from the machine and the process', () => {
    // Up for 1000 s at 1795278000.5, begun 500.25 s after the boot.
    const answer = `1000.00 900.00\n1795278000.500000000\n100\n${stat}\n`;
    expect(processStart(answer)).toBeCloseTo((1795278000.5 - 1000 + 500.25) * 1000, 0);
  });

  test('is not made up where something is missing', () => {
    expect(processStart('1000.00 900.00\n1795278000.5\n100\n')).toBeUndefined();
    expect(processStart('')).toBeUndefined();
  });
});
