import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { VendorTick } from '@bourse/application/ports/tick-source.ts';
import { createManualClock } from '@bourse/memory/manual-clock.ts';
import type { ManualClock } from '@bourse/memory/manual-clock.ts';
import { createRecordedTicks } from '@bourse/vendor/recorded-ticks.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTemporaryDirectory } from '../../support/temporary-directory.ts';
import type { TemporaryDirectory } from '../../support/temporary-directory.ts';
import { until } from '../../support/until.ts';
import { quietLogger, readableMeter } from './quiet-telemetry.ts';
import type { ReadableMeter } from './quiet-telemetry.ts';

const START_MS = 1_000_000;

let directory: TemporaryDirectory;
let clock: ManualClock;
let meter: ReadableMeter;
let taken: VendorTick[];
let messages: string[];
let close: () => Promise<void>;

beforeEach(async () => {
  directory = await createTemporaryDirectory();
  clock = createManualClock(START_MS);
  meter = readableMeter();
  taken = [];
  messages = [];
  close = () => Promise.resolve();
});

afterEach(async () => {
  await close();
  await directory.remove();
});

async function replay(lines: readonly string[], speed: number, onTicks = keep): Promise<void> {
  const file = path.join(directory.path, 'ticks.csv');
  await writeFile(file, lines.join('\n'));
  const say = (_fields: unknown, message: string): void => void messages.push(message);
  const logger = { ...quietLogger, info: say, error: say };
  close = createRecordedTicks({ path: file, speed }, { clock, meter, logger }).open(onTicks);
}

async function keep(ticks: readonly VendorTick[]): Promise<void> {
  taken.push(...ticks);
}

const ended = () => until('the end of the replay', () => messages.some((message) => message.includes('to its end')));
const waits = () => until('a pause of the replay', () => clock.pending() > 0);
const shown = () => taken.map(({ symbol, priceMicros, asOfMs }) => `${symbol} ${priceMicros} ${asOfMs - START_MS}`);

describe('a recording of ticks', () => {
  it('is replayed at its own distances, each tick as of its replay', async () => {
    await replay(['symbol,price,as_of', 'AAPL,190.5,5000', 'MSFT,400,5000', 'AAPL,191,7500'], 1);
    await waits();
    expect(shown()).toEqual(['AAPL 190500000 0', 'MSFT 400000000 0']);
    clock.advance(2_499);
    expect(taken).toHaveLength(2);
    clock.advance(1);
    await ended();
    expect(shown()).toEqual(['AAPL 190500000 0', 'MSFT 400000000 0', 'AAPL 191000000 2500']);
  });

  it('is replayed at any multiple of its speed', async () => {
    await replay(['AAPL,1,2026-03-31T14:00:00Z', 'AAPL,2,2026-03-31T15:00:00Z'], 3_600);
    await waits();
    clock.advance(1_000);
    await ended();
    expect(shown()).toEqual(['AAPL 1000000 0', 'AAPL 2000000 1000']);
  });

  it('is replayed as fast as it is taken at the speed 0, one batch after the other', async () => {
    const lines = Array.from({ length: 2_500 }, (_, index) => `AAPL,${index + 1},${index * 60_000}`);
    const sizes: number[] = [];
    let taking = 0;
    await replay(lines, 0, async (ticks) => {
      taking += 1;
      expect(taking).toBe(1);
      sizes.push(ticks.length);
      await new Promise((resolve) => setImmediate(resolve));
      taking -= 1;
    });
    await ended();
    expect(sizes).toEqual([1_000, 1_000, 500]);
  });

  it('may have its columns in any order and others besides, and texts in quotes', async () => {
    await replay(['as_of,volume,price,symbol', '0,9,"190.5","AAPL"'], 1);
    await ended();
    expect(shown()).toEqual(['AAPL 190500000 0']);
  });

  it('keeps a late tick late', async () => {
    await replay(['AAPL,1,10000', 'AAPL,2,4000'], 1);
    await ended();
    expect(shown()).toEqual(['AAPL 1000000 0', 'AAPL 2000000 -6000']);
  });

  it('hands on a price that is none for the quarantine, and leaves out and counts lines that are no ticks', async () => {
    await replay(['AAPL,abc,0', 'aapl,1,0', 'AAPL,1', 'AAPL,1,yesterday', '', 'AAPL,2,0'], 1);
    await ended();
    expect(shown()).toEqual(['AAPL null 0', 'AAPL 2000000 0']);
    expect(meter.read('recorded_ticks_left_out_total')).toBe(3);
  });

  it('is stopped at once, also in a pause of days', async () => {
    await replay(['AAPL,1,0', 'AAPL,2,8640000000'], 1);
    await waits();
    await close();
    expect(taken).toHaveLength(1);
    expect(messages).toEqual([]);
  });

  it('says so when it cannot be read', async () => {
    const say = (_fields: unknown, message: string): void => void messages.push(message);
    const missing = { path: path.join(directory.path, 'missing.csv'), speed: 1 };
    close = createRecordedTicks(missing, { clock, meter, logger: { ...quietLogger, error: say } }).open(keep);
    await until('a message', () => messages.length > 0);
    expect(messages).toEqual(['the recording could not be read on']);
  });

  it('has no negative speed', () => {
    const ports = { clock, meter, logger: quietLogger };
    expect(() => createRecordedTicks({ path: 'any', speed: -1 }, ports)).toThrow(RangeError);
  });
});
