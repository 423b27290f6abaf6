import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { startBourse } from '../support/bourse-process.ts';
import { leftovers } from '../support/leftovers.ts';
import { createTemporaryDirectory } from '../support/temporary-directory.ts';

const later = leftovers();

/** How a start with this data directory ends, and what it says. */
async function ended(directory: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const bourse = startBourse(['start'], { BOURSE_DATA_DIR: directory, BOURSE_PORT: '0' });
  later(() => bourse.kill());
  const { code } = await bourse.ended;
  return { code, output: bourse.output() };
}

describe('a data directory that cannot be used', () => {
  it('ends the start with a sentence where a file is in its way', async () => {
    const temporary = await createTemporaryDirectory();
    later(() => temporary.remove());
    const file = path.join(temporary.path, 'file');
    await writeFile(file, '');
    const { code, output } = await ended(path.join(file, 'data'));
    expect(output).toMatch(
      new RegExp(`^The data directory ${file}/data cannot be used: ENOTDIR.* set BOURSE_DATA_DIR`, 'm'),
    );
    expect(code).toBe(1);
  });

  it.runIf(process.platform === 'linux').each(['/proc/bourse', '/proc/bourse/data', '/proc'])(
    'ends the start with a sentence where the system takes no directory: %s',
    async (directory) => {
      const { code, output } = await ended(directory);
      expect(output).toMatch(
        new RegExp(`^The data directory ${directory} cannot be used: ENOENT.* set BOURSE_DATA_DIR`, 'm'),
      );
      expect(code).toBe(1);
    },
  );
});
