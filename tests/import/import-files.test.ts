import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { freshState } from '@bourse/entrypoints/cli/import/import-state.ts';
import { claimInput } from '@bourse/entrypoints/cli/import/input-claim.ts';
import type { InputFile } from '@bourse/entrypoints/cli/import/input-file.ts';
import { openInputFile } from '@bourse/entrypoints/cli/import/input-file.ts';
import type { InputPlace } from '@bourse/entrypoints/cli/import/input-line.ts';
import { openProgressFile } from '@bourse/entrypoints/cli/import/progress-file.ts';
import { openRejectsFile } from '@bourse/entrypoints/cli/import/rejects-file.ts';
import { createColumnMeaning } from '@bourse/entrypoints/cli/import/trade-columns.ts';
import { leftovers } from '../support/leftovers.ts';
import { createTemporaryDirectory } from '../support/temporary-directory.ts';

const later = leftovers();
const HEADER = 'trade_id,version,counterparty_id,book_id,maturity_date';
/** Lists a thousand lines, some 14 kB, in a file; a limit of the process stands for a full disk. */
const LISTS_A_THOUSAND = `
  const { openRejectsFile } = await import('@bourse/entrypoints/cli/import/rejects-file.ts');
  const rejects = await openRejectsFile(process.argv[1], ['trade_id'], 0);
  const lines = Array.from({ length: 1_000 }, (_, index) => ({ line: index + 2, reason: 'bad', cells: ['T' + index] }));
  console.log(String(await rejects.add(lines).catch((error) => error)));
`;
const CLAIMS_AND_WAITS = `
  const { claimInput } = await import('@bourse/entrypoints/cli/import/input-claim.ts');
  const claim = claimInput(process.argv[1]);
  // A claim that nobody holds on to is given up with the memory it takes.
  setInterval(() => claim, 1_000);
  console.log('claimed');
`;
let folder: string;

beforeEach(async () => {
  const directory = await createTemporaryDirectory();
  later(() => directory.remove());
  folder = directory.path;
});

async function write(name: string, content: string | Buffer): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

function open(file: string, compressed = false): Promise<InputFile> {
  const meaningOf = createColumnMeaning({ map: [], ignore: [] });
  return openInputFile(file, { format: 'csv', compressed, delimiter: ',', meaningOf });
}

async function lineNumbers(input: InputFile, from: InputPlace): Promise<readonly number[]> {
  const numbers: number[] = [];
  for await (const { line } of input.lines(from)) numbers.push(line);
  return numbers;
}

describe('an input file', () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => `T${index},1,CP,B,2099-01-01\n`).join('');
  const text = `\uFEFF\n${HEADER}\n${rows}`;

  it.each([false, true])('is read from any line on (compressed: %s)', async (compressed) => {
    const input = await open(await write('in.csv', compressed ? gzipSync(text) : text), compressed);
    expect(input.columns).toEqual(HEADER.split(','));
    const all: { line: number; next: InputPlace }[] = [];
    for await (const line of input.lines(input.start)) all.push(line);
    expect(all.map(({ line }) => line)).toEqual(Array.from({ length: 20_000 }, (_, index) => index + 3));
    expect(input.bytesRead()).toBe(input.bytes);
    for (const index of [0, 9_999, 19_998]) {
      const numbers = await lineNumbers(input, all[index]!.next);
      expect(numbers).toHaveLength(19_999 - index);
      expect(numbers[0]).toBe(index + 4);
    }
    expect(await lineNumbers(input, all.at(-1)!.next)).toEqual([]);
  });

  it('that is not there, empty, or no gzip is refused in a sentence', async () => {
    await expect(open(path.join(folder, 'none.csv'))).rejects.toThrow('There is no file');
    await expect(open(path.join(folder, 'n'.repeat(300)))).rejects.toThrow('cannot be read');
    await expect(open(folder)).rejects.toThrow('is not a file');
    await expect(open(await write('empty.csv', ''))).rejects.toThrow('is empty');
    await expect(open(await write('blank.csv', '\n\n'))).rejects.toThrow('header');
    await expect(open(await write('text.csv.gz', text), true)).rejects.toThrow('it is not compressed by gzip');
    await expect(open(await write('gzip.csv', gzipSync(text)))).rejects.toThrow('Let its name end with .gz');
    await expect(open(await write('wide.csv', Buffer.from(`\uFEFF${text}`, 'utf16le')))).rejects.toThrow('as UTF-8');
  });

  it('whose names of columns are quoted is asked for what is between them', async () => {
    const quoted = HEADER.split(',').map((name) => `"${name}"`);
    const semicolons = open(await write('quoted.csv', `${quoted.join(';')}\n`));
    await expect(semicolons).rejects.toThrow('Say what is between the columns with --delimiter ";".');
    await expect(open(await write('odd.csv', '"trade_id;version\n'))).rejects.toThrow('Line 1 cannot be read');
  });

  it('leaves open what NDJSON gives as an empty text, as CSV does', async () => {
    const file = await write('in.ndjson', '{"trade_id":"T1","created_date":"","book_id":null}\n');
    const input = await openInputFile(file, {
      format: 'ndjson',
      compressed: false,
      delimiter: ',',
      meaningOf: createColumnMeaning({ map: [], ignore: [] }),
    });
    const contents = [];
    for await (const { content } of input.lines(input.start)) contents.push(content);
    expect(contents).toEqual([{ fields: { trade_id: 'T1', book_id: null } }]);
  });

  it('that is cut off within its gzip is reported after the lines before', async () => {
    const whole = gzipSync(text);
    const input = await open(await write('cut.csv.gz', whole.subarray(0, whole.length - 20)), true);
    await expect(lineNumbers(input, input.start)).rejects.toThrow('cannot be read to its end');
  });
});

describe('the file of rejected lines', () => {
  const line = (number: number) => ({ line: number, reason: 'bad', cells: [`T${number}`] });

  it('is not there as long as nothing is rejected, and one of an earlier import goes', async () => {
    const file = await write('r.csv', 'line,reason,trade_id\r\n2,bad,T2\r\n');
    const rejects = await openRejectsFile(file, ['trade_id'], 0);
    expect(await rejects.add([])).toBe(0);
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('goes on from where progress was noted, and what came behind is written once', async () => {
    const file = path.join(folder, 'r.csv');
    const rejects = await openRejectsFile(file, ['trade_id'], 0);
    const noted = await rejects.add([line(2)]);
    await rejects.add([line(3)]);
    const resumed = await openRejectsFile(file, ['trade_id'], noted);
    await resumed.add([line(3)]);
    await resumed.add([line(4)]);
    expect(await readFile(file, 'utf8')).toBe('line,reason,trade_id\r\n2,bad,T2\r\n3,bad,T3\r\n4,bad,T4\r\n');
  });

  it('is refused at once where it cannot be written, and what stands there is left alone', async () => {
    const refused = (file: string) => expect(openRejectsFile(file, ['trade_id'], 0)).rejects;
    await refused(path.join(folder, 'nowhere', 'r.csv')).toThrow(/cannot be listed in .*ENOENT.* with --rejects\./);
    await refused(folder).toThrow(/cannot be listed in .*EISDIR.* with --rejects\./);
    expect((await stat(folder)).isDirectory()).toBe(true);
  });

  it.runIf(existsSync('/dev/null'))('does not take the place of a device', async () => {
    const device = path.join(folder, 'r.csv');
    await symlink('/dev/null', device);
    await expect(openRejectsFile(device, ['trade_id'], 0)).rejects.toThrow('it is not a file');
    expect((await stat(device)).isCharacterDevice()).toBe(true);
  });

  it('does not take the place of a file that lists no rejected lines', async () => {
    const file = await write('r.csv', 'trade_id,version\nT1,1\n');
    await expect(openRejectsFile(file, ['trade_id'], 0)).rejects.toThrow(/is there already.* with --rejects\./);
    expect(await readFile(file, 'utf8')).toBe('trade_id,version\nT1,1\n');
  });

  it('that finds no room for all of its lines is told in a sentence, and is whole once there is room', async () => {
    const file = path.join(folder, 'r.csv');
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      `ulimit -f 8; exec "$0" --input-type=module --eval "$1" "$2"`,
      process.execPath,
      LISTS_A_THOUSAND,
      file,
    ]);
    expect(stdout).toMatch(/^ImportError: .*cannot be listed in .*EFBIG.* run the same command again/);
    const rejects = await openRejectsFile(file, ['trade_id'], 0);
    const length = await rejects.add(Array.from({ length: 1_000 }, (_, index) => line(index + 2)));
    expect((await stat(file)).size).toBe(length);
  });

  it('that was changed meanwhile is not written over', async () => {
    const file = path.join(folder, 'r.csv');
    const noted = await (await openRejectsFile(file, ['trade_id'], 0)).add([line(2)]);
    await truncate(file, noted - 1);
    await expect(openRejectsFile(file, ['trade_id'], noted)).rejects.toThrow('--restart');
  });
});

describe('the claim on an input', () => {
  it('keeps a second import away until it is released', async () => {
    const input = await write('in.csv', 'a');
    const claim = claimInput(input);
    expect(() => claimInput(input)).toThrow(/^Another process is importing .*in\.csv at this moment/);
    await claim.release();
    await claimInput(input).release();
    expect(await readdir(folder)).toEqual(['in.csv']);
  });

  it('ends with its process, however that ends', async () => {
    const input = await write('in.csv', 'a');
    const holder = spawn(process.execPath, ['--input-type=module', '--eval', CLAIMS_AND_WAITS, input]);
    later(() => void holder.kill('SIGKILL'));
    await once(holder.stdout, 'data');
    expect(() => claimInput(input)).toThrow('Another process');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    await claimInput(input).release();
  });

  it('that cannot be made is told in a sentence', () => {
    expect(() => claimInput(path.join(folder, 'nowhere', 'in.csv'))).toThrow(/import\.lock cannot be written: /);
  });
});

describe('the file of progress', () => {
  const state = {
    ...freshState({ line: 2, byte: 10 }, '2026-06-15'),
    sent: [
      {
        next: { line: 5, byte: 99 },
        answers: [{ requestId: 'abc' }, { refusal: 'version-superseded' }, { fault: 'bad' }],
      },
    ],
  };
  const opened = (inputPath: string, options = 'same', restart = false) =>
    openProgressFile({ inputPath, options, restart });

  it('brings back how far an import came, until it is removed', async () => {
    const input = await write('in.csv', 'a');
    const progress = await opened(input);
    expect(progress.earlier).toBeNull();
    await progress.save(state);
    expect((await opened(input)).earlier).toEqual(state);
    expect((await opened(input, 'other', true)).earlier).toBeNull();
    await progress.remove();
    expect((await opened(input)).earlier).toBeNull();
  });

  it('does not go on with another input or other options', async () => {
    const input = await write('in.csv', 'a');
    await (await opened(input)).save(state);
    await expect(opened(input, 'other')).rejects.toThrow('other options');
    await utimes(input, 1, 1);
    await expect(opened(input)).rejects.toThrow('has changed since');
  });

  it('begins anew with other options as long as nothing was sent', async () => {
    const input = await write('in.csv', 'a');
    await (await opened(input)).save(freshState(state.done, '2026-06-15'));
    expect((await opened(input, 'another address')).earlier).toBeNull();
    // The day on which it was begun counts, for what was under way when it was interrupted.
    expect((await opened(input)).earlier).toEqual(freshState(state.done, '2026-06-15'));
    await (await opened(input)).save({ ...state, sent: [], counts: { ...state.counts, rejected: 1 } });
    await expect(opened(input, 'another address')).rejects.toThrow('other options');
  });

  it('that cannot be written is told in a sentence', async () => {
    const input = await write('in.csv', 'a');
    const progress = await opened(input);
    await mkdir(`${input}.import.json.new`);
    await expect(progress.save(state)).rejects.toThrow(/^How far the import has come cannot be noted in .*EISDIR/);
  });

  it('that cannot be read is only passed over when asked to', async () => {
    const input = await write('in.csv', 'a');
    await write('in.csv.import.json', '{"format":');
    await expect(opened(input)).rejects.toThrow('--restart');
    expect((await opened(input, 'same', true)).earlier).toBeNull();
  });

  it.runIf(existsSync('/proc/1/stat'))('keeps a second process away from the same input', async () => {
    const input = await write('in.csv', 'a');
    await (await opened(input)).save(state);
    const file = `${input}.import.json`;
    const saved = JSON.parse(await readFile(file, 'utf8')) as { holder: { pid: number; startTicks: string } };
    // The first process of the machine, or of the container, runs as long as this test.
    const stat = await readFile('/proc/1/stat', 'utf8');
    const startTicks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!;
    await writeFile(file, JSON.stringify({ ...saved, holder: { ...saved.holder, pid: 1, startTicks } }));
    await expect(opened(input)).rejects.toThrow('Process 1 is importing');
  });
});
