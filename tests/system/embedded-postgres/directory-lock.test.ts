import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { currentProcessIdentity } from '@bourse/postgres/embedded/process-identity.ts';
import { describe, expect, it } from 'vitest';
import { preparedFolder, query, startBourse, startHere, temporaryFolder } from './harness.ts';

const run = promisify(execFile);

describe('two Bourses on one directory', () => {
  it('refuses the second with a sentence that says who holds it, since when, where, and what to do', async () => {
    const folder = await preparedFolder();
    const before = Date.now();
    const holder = startBourse(folder);
    const { connection } = await holder.told('started');
    const refused = await startBourse(folder).told('refused');
    expect(refused.code).toBe('directory-in-use');
    expect(refused.message).toContain(`the data directory ${folder}`);
    expect(refused.message).toContain(`process ${holder.pid} `);
    expect(refused.message).toMatch(/Stop that one first \(kill \d+\), or .* setting BOURSE_DATA_DIR/);
    const since = Date.parse(/since (\S+Z)/.exec(refused.message!)![1]!);
    expect(since).toBeGreaterThanOrEqual(before);
    expect(since).toBeLessThanOrEqual(Date.now());
    expect(await query(connection!, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('refuses the second in the same process too', async () => {
    const folder = await preparedFolder();
    const { server } = await startHere(folder);
    await expect(startHere(folder)).rejects.toThrow(new RegExp(`process ${process.pid} `));
    expect(await query(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('lets the next one in once the first has stopped', async () => {
    const folder = await preparedFolder();
    const first = startBourse(folder);
    await first.told('started');
    first.child.kill('SIGTERM');
    await first.ended;
    await startBourse(folder).told('started');
  });

  it('lets exactly one of several win that start at the same instant', async () => {
    for (const folder of [temporaryFolder(), await preparedFolder(), await preparedFolder()]) {
      const bourses = [startBourse(folder), startBourse(folder), startBourse(folder), startBourse(folder)];
      const outcomes = await Promise.all(bourses.map((bourse) => bourse.told('started', 'refused')));
      expect(outcomes.map((outcome) => outcome.line).sort()).toEqual(['refused', 'refused', 'refused', 'started']);
      const winner = bourses.find((bourse) => bourse.lines.some((line) => line.line === 'started'))!;
      for (const { line, message } of outcomes) {
        if (line === 'refused') expect(message).toContain(`process ${winner.pid} `);
      }
      for (const bourse of bourses) bourse.child.kill('SIGTERM');
      await Promise.all(bourses.map((bourse) => bourse.ended));
    }
  });

  it('lets exactly one win each of ten races that are decided within a millisecond', async () => {
    const directories = Array.from({ length: 10 }, () => temporaryFolder());
    const startTime = String(Date.now() + 1500);
    const program = fileURLToPath(new URL('./lock-race.ts', import.meta.url));
    const racers = await Promise.all(
      ['one', 'two', 'three'].map(() => run(process.execPath, [program, startTime, ...directories])),
    );
    const outcomes = racers.map(({ stdout }) => JSON.parse(stdout) as string[]);
    for (const index of directories.keys()) {
      expect(outcomes.map((ofRacer) => ofRacer[index]).sort(), `race ${index}`).toEqual(['refused', 'refused', 'won']);
    }
  });

  it('refuses the second also when the name of the holder was removed', async () => {
    const folder = await preparedFolder();
    await startBourse(folder).told('started');
    rmSync(join(folder, 'postgres', 'holder.json'));
    const refused = await startBourse(folder).told('refused');
    expect(refused.message).toMatch(/a process that has not left its name.*Stop that one first/);
  });

  it('is not fooled by a holder whose process number belongs to somebody else now', async () => {
    const folder = await preparedFolder();
    const other = { ...currentProcessIdentity(), startTicks: '1' };
    writeHolder(folder, other);
    await startHere(folder);
  });

  it('believes a holder that still runs where the file system only pretends to lock', async () => {
    const folder = await preparedFolder();
    writeHolder(folder, currentProcessIdentity());
    await expect(startHere(folder)).rejects.toThrow(/Another Bourse is using the data directory/);
  });

  it('takes a holder file that a crash of the machine has cut for nobody', async () => {
    const folder = await preparedFolder();
    writeFileSync(join(folder, 'postgres', 'holder.json'), '{"pid": 1, ');
    await startHere(folder);
  });
});

function writeHolder(folder: string, identity: object): void {
  const holder = { ...identity, since: '2026-01-01T00:00:00.000Z', host: 'elsewhere' };
  writeFileSync(join(folder, 'postgres', 'holder.json'), JSON.stringify(holder));
}
