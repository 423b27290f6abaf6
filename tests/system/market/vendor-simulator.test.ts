import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import type { VendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let simulator: VendorSimulator;

function ask(method: string, path: string, body?: unknown, key = 'key'): Promise<Response> {
  const headers = { 'x-api-key': key };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(simulator.url + path, { method, headers, ...(body === undefined ? {} : { body: text }) });
}

beforeEach(async () => {
  simulator = await startVendorSimulator({ apiKey: 'key', tickIntervalMs: 0, pageSize: 2, now: () => 0 });
});

afterEach(() => simulator.close());

describe('the vendor simulator', () => {
  it('answers pages in the shape of the vendor', async () => {
    const answer = await ask('GET', '/stocks');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      status: 'success',
      data: {
        items: [
          {
            symbol: 'AAPL',
            name: 'Apple',
            price: 190,
            asOf: '1970-01-01T00:00:00.000Z',
            exchange: 'XNAS',
            sector: 'Information Technology',
          },
          {
            symbol: 'ABBV',
            name: 'AbbVie',
            price: 178,
            asOf: '1970-01-01T00:00:00.000Z',
            exchange: 'XNYS',
            sector: 'Health Care',
          },
        ],
        nextToken: Buffer.from('{"symbol":"ABBV"}').toString('base64'),
      },
    });
  });

  it('goes on behind a cursor, and refuses one that is none', async () => {
    const cursor = encodeURIComponent(Buffer.from('{"symbol": "CSCO"}').toString('base64'));
    const answer = await ask('GET', `/stocks?nextToken=${cursor}`);
    expect(await answer.json()).toMatchObject({ data: { items: [{ symbol: 'CVX' }, { symbol: 'DE' }] } });
    expect((await ask('GET', '/stocks?nextToken=rubbish')).status).toBe(400);
  });

  it.each(['/stocks', '/ticks', '/admin/faults', '/admin/schedule', '/admin/traffic'])(
    'wants its key for %s',
    async (path) => {
      expect((await ask('GET', path, undefined, 'other')).status).toBe(401);
    },
  );

  it('takes faults at run time, in place of all before, and tells which are ordered', async () => {
    expect((await ask('PUT', '/admin/faults', { errorRate: 1 })).status).toBe(200);
    expect((await ask('GET', '/stocks')).status).toBe(500);
    await ask('PUT', '/admin/faults', { rateLimitRate: 1 });
    const limited = await ask('GET', '/stocks');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await (await ask('GET', '/admin/faults')).json()).toEqual({ rateLimitRate: 1 });
    await ask('PUT', '/admin/faults', {});
    expect((await ask('GET', '/stocks')).status).toBe(200);
  });

  it.each([['{'], [{ errorRate: 2 }], [{ other: 1 }], ['x'.repeat(100_000)]])(
    'refuses faults that it does not have, and keeps those ordered',
    async (body) => {
      simulator.setFaults({ badPriceRate: 0.5 });
      expect((await ask('PUT', '/admin/faults', body)).status).toBe(400);
      expect(await (await ask('GET', '/admin/faults')).json()).toEqual({ badPriceRate: 0.5 });
    },
  );

  it('takes a price by hand', async () => {
    expect((await ask('PUT', '/admin/prices', { symbol: 'AAPL', price: '201.255' })).status).toBe(200);
    expect(await (await ask('GET', '/stocks')).json()).toMatchObject({ data: { items: [{ price: 201.255 }, {}] } });
  });

  it.each([
    [{ symbol: 'AAPL', price: '0' }, 400],
    [{ symbol: 'AAPL', price: '-1' }, 400],
    [{ symbol: 'AAPL', price: 5 }, 400],
    [{ symbol: 'AAPL' }, 400],
    ['{', 400],
    [{ symbol: 'WHAT', price: '5' }, 404],
  ])('refuses the price %j', async (body, status) => {
    expect((await ask('PUT', '/admin/prices', body)).status).toBe(status);
  });

  it('moves the same way for the same seed, whatever was asked of it meanwhile', async () => {
    const twin = await startVendorSimulator({ apiKey: 'key', tickIntervalMs: 0, pageSize: 2, now: () => 0 });
    for (let step = 0; step < 50; step += 1) {
      simulator.tick();
      twin.tick();
      if (step % 10 === 0) await ask('GET', '/stocks');
    }
    const answers = [
      await ask('GET', '/stocks'),
      await fetch(`${twin.url}/stocks`, { headers: { 'x-api-key': 'key' } }),
    ];
    await twin.close();
    const [one, other] = await Promise.all(answers.map((answer) => answer.json()));
    expect(one).toEqual(other);
  });

  it('has the same faults call by call for the same seed, whatever else goes on', async () => {
    const faults = { errorRate: 0.2, truncatedRate: 0.2, duplicatePageRate: 0.2, badPriceRate: 0.3 };
    const twin = await startVendorSimulator({ apiKey: 'key', tickIntervalMs: 0, pageSize: 2, now: () => 0 });
    const stream = await ask('GET', '/ticks');
    twin.setFaults(faults);
    simulator.setFaults(faults);
    // That was a call as well.
    await fetch(`${twin.url}/stocks`, { headers: { 'x-api-key': 'key' } });
    const cursor = encodeURIComponent(Buffer.from('{"symbol": "CSCO"}').toString('base64'));
    for (let call = 0; call < 40; call += 1) {
      if (call % 3 === 0) simulator.setPrice('MSFT', String(call + 1));
      const path = `/stocks?nextToken=${cursor}`;
      const one = await ask('GET', path);
      const other = await fetch(twin.url + path, { headers: { 'x-api-key': 'key' } });
      expect([one.status, await one.text()]).toEqual([other.status, await other.text()]);
    }
    await stream.body?.cancel();
    await twin.close();
  });

  it('follows a schedule from the moment it is ordered, until faults are ordered by hand', async () => {
    await simulator.close();
    let nowMs = 5_000;
    simulator = await startVendorSimulator({ apiKey: 'key', tickIntervalMs: 0, now: () => nowMs });
    const steps = [
      { forMs: 1_000, faults: { errorRate: 1 } },
      { forMs: 1_000, faults: { rateLimitRate: 1 } },
    ];
    expect((await ask('PUT', '/admin/schedule', { steps })).status).toBe(200);
    const statuses: number[] = [];
    for (const atMs of [5_000, 5_999, 6_000, 7_000]) {
      nowMs = atMs;
      statuses.push((await ask('GET', '/stocks')).status);
    }
    expect(statuses).toEqual([500, 500, 429, 200]);
    expect(await (await ask('GET', '/admin/schedule')).json()).toEqual({ steps });
    await ask('PUT', '/admin/faults', {});
    expect(await (await ask('GET', '/admin/schedule')).json()).toBeNull();
  });

  it('refuses a schedule that is none', async () => {
    expect((await ask('PUT', '/admin/schedule', { steps: [] })).status).toBe(400);
    expect((await ask('PUT', '/admin/schedule', '{')).status).toBe(400);
  });

  it('counts what was asked of it', async () => {
    await ask('GET', '/stocks');
    await ask('GET', '/stocks');
    expect(await (await ask('GET', '/admin/traffic')).json()).toMatchObject({ calls: 2, mostInFlight: 1 });
  });

  it('has no other routes', async () => {
    expect((await ask('GET', '/')).status).toBe(404);
    expect((await ask('POST', '/stocks')).status).toBe(404);
  });

  it('closes though somebody still listens to its ticks', async () => {
    const stream = await ask('GET', '/ticks');
    await simulator.close();
    await expect(stream.text()).rejects.toThrow();
  });
});
