import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamClient } from '@bourse/client/stream.ts';
import { openStream } from '@bourse/client/stream.ts';
import { createSeededRandom } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { storeQuotes } from '../support/quotes.ts';
import type { TcpProxy } from '../support/tcp-proxy.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import type { OrderJson, TraderClient } from '../support/trader-client.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import { until } from '../support/until.ts';

const CUTS = 100;
const ORDER = { symbol: 'ACME', side: 'buy', type: 'market', quantity: '1', time_in_force: 'ioc' } as const;

/** What one client of the stream was told, in the order in which it was told it. */
interface Reader {
  readonly client: StreamClient;
  readonly executions: string[];
  readonly orders: string[];
  readonly gaps: string[];
}

let site: TradingSite;
/** Where the API of the moment listens. */
let url: string;
let proxy: TcpProxy;
const random = createSeededRandom(20_260_331);

beforeAll(async () => {
  site = await openTradingSite();
  await storeQuotes(site.server.database, { ACME: '10.00' });
  const api = site.start('api');
  site.start('worker');
  url = await api.up();
  proxy = await startTcpProxy(url);
});

afterAll(async () => {
  await proxy.close();
  await site.close();
});

function read(token: () => Promise<string>, at: string): Reader {
  const [executions, orders, gaps]: string[][] = [[], [], []];
  const client = openStream({ url: at, token, backoff: { firstMs: 1, mostMs: 20 }, random });
  client.events('executions', {
    onItems: (items) => void executions!.push(...items.map(({ id }) => id)),
    onGap: (sequence) => void gaps!.push(sequence),
  });
  client.events('orders', {
    onItems: (items) => void orders!.push(...items.map(({ id, status }) => `${id} ${status}`)),
  });
  return { client, executions: executions!, orders: orders!, gaps: gaps! };
}

async function place(trader: TraderClient, name: string): Promise<OrderJson> {
  const { body } = await trader.placeOrder({ ...ORDER, client_order_id: name }, { waitSeconds: 10 });
  if (body?.status !== 'filled') throw new Error(`order ${name} was not filled: ${JSON.stringify(body)}`);
  return body;
}

const fillOf = ({ id }: OrderJson): string => `${id}-1`;

describe('a client that loses its connection', () => {
  it(`misses no execution and sees none twice, cut off ${CUTS} times at random`, { timeout: 180_000 }, async () => {
    const trader = site.trader(() => url);
    const neighbour = site.trader(() => url);
    await Promise.all([trader, neighbour].map((one) => one.moveCash('deposit', '100000.00')));
    const token = () => trader.token();
    const reader = read(token, proxy.url);
    const steady = read(token, url);
    await until('both to be connected', () => reader.client.connected() && steady.client.connected());
    await until('both to stand somewhere', () =>
      [reader, steady].every(
        ({ client }) => client.sequence('orders') !== null && client.sequence('executions') !== null,
      ),
    );

    const filled: OrderJson[] = [];
    let cuts = 0;
    const market = { isOpen: true };
    const placing = (async () => {
      for (let number = 0; market.isOpen; number += 1) {
        filled.push(await place(trader, `cut-${number}`));
        if (number % 5 === 0) await place(neighbour, `cut-${number}`);
      }
    })();
    while (cuts < CUTS) {
      const seen = filled.length;
      const pause = Math.floor(random() * 3);
      await until('some orders', () => filled.length >= seen + pause);
      // Whatever is under way is cut: connecting, authenticating, catching up, or reading.
      if (proxy.cut() > 0) cuts += 1;
      await until('another try', () => proxy.connections() > 0);
    }
    market.isOpen = false;
    await placing;

    const expected = filled.map(fillOf);
    expect(expected.length).toBeGreaterThan(CUTS / 2);
    for (const { executions, client, gaps } of [steady, reader]) {
      await until('everything to be told', () => executions.length >= expected.length);
      expect(executions).toEqual(expected);
      expect(gaps).toEqual([]);
      client.close();
    }
    expect(reader.orders).toEqual(filled.map(({ id }) => `${id} filled`));
    expect(steady.orders).toEqual(reader.orders);
  });
});

describe('two processes of the API', () => {
  it('tell the same, under the same sequences', async () => {
    const second = site.start('api');
    const other = await second.up();
    const trader = site.trader(() => url);
    await trader.moveCash('deposit', '10000.00');
    const told: string[][] = [[], []];
    const clients = [url, other].map((at, index) => {
      const client = openStream({ url: at, token: () => trader.token() });
      client.events('executions', {
        onItems: (items, sequence) => void told[index]!.push(...items.map(({ id }) => `${sequence} ${id}`)),
      });
      return client;
    });
    await until('both to stand somewhere', () => clients.every((client) => client.sequence('executions') !== null));
    const filled: OrderJson[] = [];
    for (let number = 0; number < 10; number += 1) filled.push(await place(trader, `same-${number}`));
    await until('everything to be told twice', () => told.every(({ length }) => length >= filled.length));
    expect(told[0]).toEqual(told[1]);
    expect(told[0]!.map((line) => line.split(' ')[1])).toEqual(filled.map(fillOf));
    for (const client of clients) client.close();

    // What one has told, the other goes on from.
    const [halfWay] = told[0]![4]!.split(' ');
    const rest: string[] = [];
    const resumed = openStream({ url: other, token: () => trader.token() });
    resumed.events('executions', { onItems: (items) => void rest.push(...items.map(({ id }) => id)) }, halfWay);
    await until('the rest', () => rest.length >= 5);
    expect(rest).toEqual(filled.slice(5).map(fillOf));
    resumed.close();
    await second.kill();
  });
});

describe('a restart of the server', () => {
  it('is not noticed by a client, which is told what happened meanwhile', async () => {
    const first = site.start('api');
    const own = await startTcpProxy(await first.up());
    // Orders go in through another process, so that there is something to miss.
    const trader = site.trader(() => url);
    await trader.moveCash('deposit', '10000.00');
    const reader = read(() => trader.token(), own.url);
    await until('a place to stand', () => reader.client.sequence('executions') !== null);
    const filled = [await place(trader, 'before')];
    await until('the first', () => reader.executions.length === 1);

    first.signal('SIGTERM');
    expect(await first.ended, first.output()).toEqual({ code: 0, signal: null });
    own.lead(null);
    for (let number = 0; number < 20; number += 1) filled.push(await place(trader, `meanwhile-${number}`));
    const second = site.start('api');
    own.lead(await second.up());
    filled.push(await place(trader, 'after'));
    await until('everything to be told', () => reader.executions.length >= filled.length);
    expect(reader.executions).toEqual(filled.map(fillOf));
    expect(reader.gaps).toEqual([]);
    reader.client.close();
    await own.close();
  });
});
