import { afterEach, describe, expect, it } from 'vitest';
import { encodeTick, MARKET_DATA_TOPIC } from '@bourse/application/market/tick-codec.ts';
import type { StreamLimits } from '@bourse/application/stream/stream-limits.ts';
import type { StreamWatcher } from '../support/stream-watcher.ts';
import { watchStream } from '../support/stream-watcher.ts';
import { until } from '../support/until.ts';
import type { StreamSite } from './stream-site.ts';
import { openStreamSite } from './stream-site.ts';

const SYMBOLS = Array.from({ length: 3_000 }, (_, index) => `S${index}`);
const HEARTBEAT_MS = 60_000;

let site: StreamSite;

async function open(limits: Partial<StreamLimits> = {}): Promise<void> {
  site = await openStreamSite({ heartbeatMs: HEARTBEAT_MS, ...limits });
}

afterEach(() => site.close());

async function known(): Promise<StreamWatcher> {
  return site.connect((await site.trader()).token);
}

/** Moves all prices once, and answers when everybody who reads has been sent them. */
async function moveAll(units: number, reader: StreamWatcher): Promise<void> {
  const price = { priceMicros: BigInt(units) * 1_000_000n, source: 'test', asOfMs: site.clock.now() };
  await site.trading.log.append(
    MARKET_DATA_TOPIC,
    SYMBOLS.map((symbol) => encodeTick({ symbol, ...price })),
  );
  await until('the prices to be known', () => site.trading.prices.price('S2999')?.priceMicros === price.priceMicros);
  site.clock.advance(50);
  await until('the prices to be told', () => newest(reader).get('S2999') === `${units}.00`);
}

function newest({ told }: StreamWatcher): Map<string, string> {
  const prices = new Map<string, string>();
  for (const message of told) {
    if (message.type !== 'update') continue;
    for (const { symbol, value } of message['items'] as { symbol: string; value: string }[]) prices.set(symbol, value);
  }
  return prices;
}

const updatesOf = ({ told }: StreamWatcher): number => told.filter(({ type }) => type === 'update').length;

describe('a client that reads slowly', () => {
  const ROUNDS = 30;

  async function fastAndSlow(): Promise<readonly [StreamWatcher, StreamWatcher]> {
    const [fast, slow] = [await known(), await known()];
    for (const watcher of [fast, slow]) {
      watcher.send({ type: 'subscribe', channel: 'prices', id: 'all' });
      await watcher.next({ id: 'all' });
    }
    slow.socket.pause();
    for (let round = 1; round <= ROUNDS; round += 1) {
      await moveAll(round, fast);
    }
    return [fast, slow];
  }

  it('does not slow the others, and finds the newest prices when it reads on', async () => {
    await open({ conflateAboveBytes: 65_536 });
    const [fast, slow] = await fastAndSlow();
    slow.socket.resume();
    await until('the newest prices', () => {
      // Time goes on, or nothing is sent.
      site.clock.advance(50);
      return SYMBOLS.every((symbol) => newest(slow).get(symbol) === `${ROUNDS}.00`);
    });
    expect(updatesOf(slow)).toBeLessThan(updatesOf(fast));
    expect(slow.socket.readyState).toBe(slow.socket.OPEN);
  }, 120_000);

  it('is cut off when it reads nothing at all', async () => {
    await open({ conflateAboveBytes: 65_536 });
    const [fast, slow] = await fastAndSlow();
    let pinged = false;
    fast.socket.on('ping', () => {
      pinged = true;
    });
    site.clock.advance(HEARTBEAT_MS);
    await until('a heartbeat', () => pinged);
    fast.send({ type: 'unsubscribe', channel: 'orders', id: 'alive' });
    await fast.next({ id: 'alive' });
    site.clock.advance(HEARTBEAT_MS);
    slow.socket.resume();
    expect(await slow.closed()).toBe('4004 slow-reader');
    await fast.next({ type: 'heartbeat' });
    expect(fast.socket.readyState).toBe(fast.socket.OPEN);
  }, 120_000);

  it('is cut off when more waits for it than the maximum', async () => {
    await open({ conflateAboveBytes: 30_000_000, maxWaitingBytes: 100_000 });
    const [fast, slow] = await fastAndSlow();
    slow.socket.resume();
    expect(await slow.closed()).toMatch(/^(4004 slow-reader|1006)$/);
    expect(fast.socket.readyState).toBe(fast.socket.OPEN);
  }, 120_000);
});

describe('a client that gives no sign of life', () => {
  it('is cut off after two heartbeats', async () => {
    await open();
    const { token } = await site.trader();
    const silent = await watchStream(site.url, { autoPong: false, headers: { authorization: `Bearer ${token}` } });
    site.clock.advance(HEARTBEAT_MS);
    await silent.next({ type: 'heartbeat' });
    await until('the next beat', () => {
      site.clock.advance(HEARTBEAT_MS);
      return silent.socket.readyState !== silent.socket.OPEN;
    });
    expect(await silent.closed()).toBe('4005 heartbeat-missed');
  });
});

describe('a client that says too much', () => {
  it('is cut off', async () => {
    await open({ messageBurst: 10 });
    const watcher = await known();
    for (let number = 0; number < 11; number += 1) watcher.send({ type: 'unsubscribe', channel: 'orders' });
    expect(await watcher.closed()).toBe('4007 too-many-messages');
  });

  it('may say so much with each second', async () => {
    await open({ messageBurst: 10, messagesPerSecond: 5 });
    const watcher = await known();
    for (let second = 0; second < 5; second += 1) {
      for (let number = 0; number < 5; number += 1) {
        watcher.send({ type: 'unsubscribe', channel: 'orders', id: `${second}-${number}` });
        await watcher.next({ id: `${second}-${number}` });
      }
      site.clock.advance(1_000);
    }
    expect(watcher.socket.readyState).toBe(watcher.socket.OPEN);
  });
});

describe('connections', () => {
  it('are so many for a user, and one more when one has gone', async () => {
    await open({ maxConnectionsPerUser: 2 });
    const { token } = await site.trader();
    const [first] = [await site.connect(token), await site.connect(token)];
    const third = await site.connect(null);
    third.send({ type: 'authenticate', token });
    expect(await third.closed()).toBe('4006 too-many-connections');
    await known();
    first.socket.close();
    await first.closed();
    await site.connect(token);
  });

  it('are so many for the process, and fewer of those who have not said who they are', async () => {
    await open({ maxConnections: 3, maxUnauthenticated: 1 });
    await known();
    const nobody = await site.connect(null);
    await expect(watchStream(site.url)).rejects.toThrow('not let in: 503');
    const { token } = await site.trader();
    const headers = { authorization: `Bearer ${token}` };
    const last = await watchStream(site.url, { headers });
    await expect(watchStream(site.url, { headers })).rejects.toThrow('not let in: 503');
    nobody.end();
    last.end();
    await until('room for another', () => watchStream(site.url, { headers }).catch(notLetIn));
  });
});

describe('a server that stops', () => {
  it('says so to everybody, also to those who do not listen', async () => {
    await open({ closeWithinMs: 200 });
    const [one, other, deaf] = [await known(), await site.connect(null), await known()];
    deaf.socket.pause();
    const closing = site.app.close();
    expect(await one.closed()).toBe('1001 server-stopping');
    expect(await other.closed()).toBe('1001 server-stopping');
    await closing;
    await expect(watchStream(site.url)).rejects.toThrow();
  });
});

function notLetIn(error: unknown): null {
  if (error instanceof Error && error.message === 'not let in: 503') return null;
  throw error;
}
