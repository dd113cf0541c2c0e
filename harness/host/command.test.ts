import { describe, expect, test } from '@jest/globals';
import { answers, command, firstWords, lastLine } from './command.ts';

describe('command', () => {
  test('gives the output, and passes the input on', async () => {
    expect(await command('cat', [], { input: 'hello\n' })).toBe('hello');
  });

  test('a failure names the command, its status and its last words', async () => {
    const failing = command('sh', ['-c', 'echo first >&2; echo "no such thing" >&2; exit 3']);
    await expect(failing).rejects.toThrow('"sh" failed (status 3): no such thing');
    await expect(failing).rejects.toHaveProperty('status', 3);
  });

  test('a command that is not there is a sentence', async () => {
    await expect(command('no-such-command', [])).rejects.toThrow(
      `There is no command "no-such-command" on this machine's PATH.`,
    );
    expect(await answers('no-such-command', [])).toBe(false);
  });

  test('a deadline and an abort end it, with what it started', async () => {
    await expect(command('sh', ['-c', 'sleep 30; true'], { timeoutSeconds: 0.2 })).rejects.toThrow(
      'did not end within 0.2 s',
    );
    const signal = AbortSignal.timeout(200);
    await expect(command('sh', ['-c', 'sleep 30; true'], { signal })).rejects.toThrow('interrupted');
  });
});

test('firstWords leaves options out', () => {
  expect(firstWords('/usr/bin/docker', ['image', '--format', 'x'])).toBe('docker image x');
  expect(firstWords('sh', ['-c', 'a\nb'])).toBe('sh');
});

test('lastLine skips empty lines', () => {
  expect(lastLine('one\ntwo\n\n')).toBe('two');
  expect(lastLine('')).toBe('');
});
