import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BourseProcess, Environment } from '../../support/bourse-process.ts';
import { startBourse } from '../../support/bourse-process.ts';
import { leftovers } from '../../support/leftovers.ts';
import type { TemporaryDirectory } from '../../support/temporary-directory.ts';
import { createTemporaryDirectory } from '../../support/temporary-directory.ts';
import type { TradingSite } from '../../support/trading-site.ts';
import { openTradingSite } from '../../support/trading-site.ts';
import { until } from '../../support/until.ts';

const later = leftovers();
const KEY = { 'x-api-key': 'vendor-key' };
let directory: TemporaryDirectory;

beforeAll(async () => {
  directory = await createTemporaryDirectory();
  later(() => directory.remove());
});

function run(command: readonly string[], environment: Environment = {}): BourseProcess {
  const started = startBourse(command, environment);
  later(() => started.kill());
  return started;
}

async function write(name: string, text: string): Promise<string> {
  const file = path.join(directory.path, name);
  await writeFile(file, text);
  return file;
}

/** Runs the simulated vendor; answers where it is. */
async function vendor(
  ...options: readonly string[]
): Promise<{ readonly process: BourseProcess; readonly url: string }> {
  const process = run(['vendor-sim', '--port', '0', '--api-key', 'vendor-key', ...options]);
  const [, url] = await until('the vendor', () => /is at (\S+): GET/.exec(process.output()));
  return { process, url: url! };
}

describe('the simulated vendor as a process', () => {
  it('follows its schedule until faults are ordered at run time, and ends when it is told to', async () => {
    const schedule = await write('schedule.json', '{"steps": [{"forMs": 600000, "faults": {"errorRate": 1}}]}');
    const { process, url } = await vendor('--seed', '7', '--tick-ms', '0', '--faults', schedule);
    expect((await fetch(`${url}/stocks`, { headers: KEY })).status).toBe(500);
    await fetch(`${url}/admin/faults`, { method: 'PUT', headers: KEY, body: '{}' });
    expect((await fetch(`${url}/stocks`, { headers: KEY })).status).toBe(200);
    process.signal('SIGTERM');
    expect(await process.ended).toEqual({ code: 0, signal: null });
  });

  it.each([
    [['--port', 'x'], '--port must be a whole number from 0 to 65535; it is "x".'],
    [['--faults', '/nowhere/at-all.json'], '--faults cannot be read'],
  ])('says what is wrong with %j', async (options, sentence) => {
    const wrong = run(['vendor-sim', ...options]);
    expect(await wrong.ended).toEqual({ code: 1, signal: null });
    expect(wrong.output()).toContain(sentence);
  });
});

describe('a feed as a process', () => {
  let site: TradingSite;
  let url: string;

  beforeAll(async () => {
    site = await openTradingSite();
    later(() => site.close());
    const api = site.start('api');
    site.start('worker');
    url = await api.up();
  });

  /** Buys one share at the price of the market as soon as there is one; answers where that price came from. */
  async function buy(symbol: string): Promise<string> {
    const trader = site.trader(() => url);
    await trader.moveCash('deposit', '10000.00');
    const { body } = await until(`a price of ${symbol}`, async () => {
      const asset = await trader.get<{ price: { source: string; stale: boolean } | null }>(`/assets/${symbol}`);
      return asset.body?.price?.stale === false && asset;
    });
    const form = { symbol, side: 'buy', type: 'market', quantity: '1', time_in_force: 'ioc' } as const;
    expect((await trader.placeOrder(form, { waitSeconds: 10 })).body?.status).toBe('filled');
    return body!.price!.source;
  }

  async function endsWell(feed: BourseProcess): Promise<void> {
    feed.signal('SIGTERM');
    expect(await feed.ended, feed.output()).toEqual({ code: 0, signal: null });
  }

  it.each(['stream', 'poll'])('brings prices of a vendor in another process in, by %s', async (source) => {
    const { url: vendorUrl } = await vendor('--tick-ms', '100');
    const access = { VENDOR_URL: vendorUrl, VENDOR_API_KEY: 'vendor-key' };
    const feed = run(['feed', '--source', source], { ...site.environment, ...access });
    await feed.up();
    expect(await buy('AAPL')).toMatch(/^(feed|vendor)$/);
    await endsWell(feed);
  });

  it('brings a recording in', async () => {
    const file = await write('ticks.csv', 'symbol,price,as_of\nRECORDED,12.50,2026-01-02T10:00:00Z\n');
    const feed = run(['feed', '--csv', file, '--speed', '0'], site.environment);
    await feed.up();
    expect(await buy('RECORDED')).toBe('feed');
    await endsWell(feed);
  });
});
