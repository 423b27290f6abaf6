import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { decodeProgress } from '@bourse/entrypoints/cli/import/progress-codec.ts';
import type { ImportState } from '@bourse/entrypoints/cli/import/import-state.ts';
import type { BourseProcess, Environment } from '../support/bourse-process.ts';
import { startBourse } from '../support/bourse-process.ts';
import { leftovers } from '../support/leftovers.ts';
import type { TemporaryDirectory } from '../support/temporary-directory.ts';
import { createTemporaryDirectory } from '../support/temporary-directory.ts';
import type { TradeFile } from '../support/trade-file.ts';
import { tradeFile } from '../support/trade-file.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import { until } from '../support/until.ts';

const later = leftovers();
const OPERATOR_KEY = 'operator-key-of-the-import-tests-0123456789';
const LINES = 20_000;
/** Of 2,500 lines each, so that not all of the file is sent before the first of them is done. */
const MOST_SENT_CHUNKS = 6;
const PATIENCE_MS = 100_000;

let site: TradingSite;
let directory: TemporaryDirectory;
const roles: BourseProcess[] = [];

beforeAll(async () => {
  directory = await createTemporaryDirectory();
  later(() => directory.remove());
  site = await openTradingSite({ BOURSE_OPERATOR_KEY: OPERATOR_KEY, WORKER_LEASE_MS: '1000' });
  later(() => site.close());
});

afterEach(async () => {
  await Promise.all(roles.splice(0).map((role) => role.kill()));
});

describe('bourse import', () => {
  it('brings every good line in once and lists every bad one once, though it and Bourse are killed on the way', async () => {
    const trades = tradeFile(LINES);
    const file = await write('trades.csv', trades.text);
    const api = start('api');
    const url = await api.up();
    const restartApi = () => start('api', { BOURSE_PORT: new URL(url).port });

    // Without a worker nothing is decided, so the import cannot end before all this has happened to it.
    const first = startImport(file, url);
    await until('a chunk to be sent', async () => ((await progressOf(file))?.sent.length ?? 0) > 0, PATIENCE_MS);
    await api.kill();
    await until('the import to notice', () => first.output().includes('trying again'), PATIENCE_MS);
    await first.kill();

    const secondApi = restartApi();
    await secondApi.up();
    const second = startImport(file, url);
    const isFull = async () => (await progressOf(file))?.sent.length === MOST_SENT_CHUNKS;
    await until('as much to be sent as may be at once', isFull, PATIENCE_MS);
    await second.kill();

    const worker = start('worker');
    const third = startImport(file, url);
    await until(
      'a chunk to be done',
      async () => third.ending() !== undefined || isBegun(await progressOf(file)),
      PATIENCE_MS,
    );
    await Promise.all([worker.kill(), secondApi.kill(), third.kill()]);

    await Promise.all([restartApi().up(), start('worker').up()]);
    const fourth = startImport(file, url);
    expect(await fourth.ended).toEqual({ code: 2, signal: null });
    expect(second.output()).toContain('Going on with the import');
    expect(fourth.output()).toContain(`${trades.good.size.toLocaleString('en')} in`);
    expect(await storedTrades()).toEqual(trades.good);
    await expectRejects(`${file}.rejected.csv`, trades);
    expect(await progressOf(file)).toBeUndefined();

    // Once more, from a compressed file: everything is in already, and the same lines are bad.
    const again = await write('again.csv.gz', gzipSync(trades.text));
    const repeated = startImport(again, url);
    expect(await repeated.ended).toEqual({ code: 2, signal: null });
    expect(await storedTrades()).toEqual(trades.good);
    await expectRejects(`${again}.rejected.csv`, trades);
  }, 400_000);

  it('reads NDJSON, loads history, and ends with 0 when all is in', async () => {
    const [api, worker] = [start('api'), start('worker')];
    const url = await api.up();
    await worker.up();
    const line = (version: number, maturity: string) =>
      JSON.stringify({ 'Trade Id': 'H1', version, counterparty_id: 'CP', book_id: 'B', maturity_date: maturity });
    const file = await write('past.ndjson', `${line(3, '2020-01-01')}\n\n${line(1, '2019-01-01')}`);
    const imported = startImport(file, url, '--history');
    expect(await imported.ended, imported.output()).toEqual({ code: 0, signal: null });
    expect(imported.output()).toContain('2 lines; 2 in, none rejected.');
    const refused = startImport(file, url);
    expect(await refused.ended).toEqual({ code: 2, signal: null });
  });

  it('says what is wrong before it sends anything', async () => {
    const file = await write('odd.csv', 'Trade Id,Version,Desk\nT1,1,x\n');
    const odd = startImport(file, 'http://127.0.0.1:9');
    expect(await odd.ended).toEqual({ code: 1, signal: null });
    expect(odd.output()).toContain('no column for counterparty_id, book_id, maturity_date');
    const good = await write('good.csv', tradeFile(1).text);
    const nobody = startImport(good, 'http://127.0.0.1:9', '--give-up-after', '0');
    expect(await nobody.ended).toEqual({ code: 1, signal: null });
    expect(nobody.output()).toContain('Run the same command again to go on');
    // Nothing was sent: another address is tried without a word about the first.
    const other = startImport(good, 'http://127.0.0.1:10', '--give-up-after', '0');
    expect(await other.ended).toEqual({ code: 1, signal: null });
    expect(other.output()).toContain('Run the same command again to go on');
    expect(other.output()).not.toContain('--restart');
  });

  it('stops at once when the key is wrong', async () => {
    const api = start('api');
    const url = await api.up();
    const file = await write('key.csv', tradeFile(10).text);
    const wrong = startBourse(['import', file, '--url', url, '--date-format', 'dd/mm/yyyy'], { BOURSE_API_KEY: 'x' });
    expect(await wrong.ended).toEqual({ code: 1, signal: null });
    expect(wrong.output()).toContain('does not know this API key');
  });
});

/** Runs a role until the end of the test. */
function start(role: 'api' | 'worker', more: Environment = {}): BourseProcess {
  const started = site.start(role, more);
  roles.push(started);
  return started;
}

function startImport(file: string, url: string, ...more: readonly string[]): BourseProcess {
  const dates = file.includes('past') ? [] : ['--date-format', 'dd/mm/yyyy'];
  return startBourse(['import', file, '--url', url, ...dates, ...more], { BOURSE_API_KEY: OPERATOR_KEY });
}

async function write(name: string, content: string | Buffer): Promise<string> {
  const file = path.join(directory.path, name);
  await writeFile(file, content);
  return file;
}

async function progressOf(file: string): Promise<ImportState | undefined> {
  const json = await readFile(`${file}.import.json`, 'utf8').catch(() => undefined);
  return json === undefined ? undefined : decodeProgress(json).state;
}

function isBegun(state: ImportState | undefined): boolean {
  return (state?.done.line ?? 0) > 2;
}

async function storedTrades(): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ trade: string }>`
    SELECT concat_ws(' ', trade_id, version, counterparty_id, book_id, maturity_date, created_date) AS trade
    FROM trades WHERE trade_id LIKE 'T%'
  `.execute(site.server.database.sql);
  return new Set(rows.map(({ trade }) => trade));
}

async function expectRejects(file: string, { bad }: TradeFile): Promise<void> {
  const [header, ...rows] = parse(await readFile(file), { relax_column_count: true });
  expect(header?.slice(0, 3)).toEqual(['line', 'reason', 'Trade Id']);
  expect(rows.map(([line]) => Number(line))).toEqual(bad.map(([line]) => line));
  bad.forEach(([line, reason], index) => {
    expect(rows[index]?.[1], `line ${line}`).toContain(reason);
  });
}
