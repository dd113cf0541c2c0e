import { describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { setTimeout as after } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openFile, PieceReader } from './piece-reader.ts';

class Pieces extends PieceReader {
  next(): Promise<boolean> {
    return this.readOn();
  }
}

describe('a file that cannot be read', () => {
  test('says so to whoever goes on, however much later', async () => {
    const pieces = new Pieces(await openFile(tmpdir())); // a folder can be opened, and not be read
    await after(20);
    await expect(pieces.next()).rejects.toThrow(`${tmpdir()} cannot be read: EISDIR`);
    await pieces.close();
  });

  test('ends no process that does not go on at once', async () => {
    // In a process of its own: Jest does not see what nobody handles in time.
    const lines = [
      `import { tmpdir } from 'node:os';`,
      `import { setTimeout as after } from 'node:timers/promises';`,
      `import { openFile, PieceReader } from ${JSON.stringify(import.meta.resolve('./piece-reader.ts'))};`,
      `const pieces = new PieceReader(await openFile(tmpdir()));`,
      `await after(20);`,
      `await pieces.close();`,
      `console.log('closed');`,
    ];
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', lines.join('\n')]);
    await expect(run).resolves.toMatchObject({ stdout: 'closed\n' });
  });
});
