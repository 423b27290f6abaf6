import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import type { VendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';

let simulator: VendorSimulator;

/** Two pages of two instruments in front of it. */
const PAGE = `/stocks?nextToken=${encodeURIComponent(Buffer.from('{"symbol":"ABBV"}').toString('base64'))}`;

interface PageJson {
  readonly data: {
    readonly items: readonly { readonly symbol: string; readonly price?: unknown; readonly asOf: string }[];
    readonly nextToken: string;
  };
}

/** What a caller sees of the page behind ABBV, in words. */
async function seen(): Promise<string> {
  const answer = await ask('GET', PAGE);
  const text = await answer.text().catch(() => 'cut');
  if (answer.status !== 200 || text === 'cut') return answer.status === 200 ? text : String(answer.status);
  if (!text.endsWith('}')) return 'truncated';
  const { data } = JSON.parse(text) as PageJson;
  if (!('items' in data)) return 'no page';
  const items = data.items.map(({ symbol, price }) => `${symbol} ${String(price)}`);
  const { symbol } = JSON.parse(Buffer.from(data.nextToken, 'base64').toString()) as { symbol: string };
  return `${items.join(', ')}, then behind ${symbol}, as of ${data.items[0]?.asOf ?? ''}`;
}

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

describe('each fault', () => {
  const [EPOCH, BEFORE] = ['as of 1970-01-01T00:00:00.000Z', 'as of 1969-12-31T23:00:00.000Z'];
  const bad = (kind: string) => ({ badPriceRate: 1, badPrices: [kind] });
  const cases: readonly (readonly [faults: object, seen: string])[] = [
    [{}, `ABT 113, ADBE 445, then behind ADBE, ${EPOCH}`],
    [{ errorRate: 1 }, '500'],
    [{ rateLimitRate: 1 }, '429'],
    [{ cutRate: 1 }, 'cut'],
    [{ truncatedRate: 1 }, 'truncated'],
    [{ wrongShapeRate: 1 }, 'no page'],
    [{ duplicatePageRate: 1 }, `AAPL 190, ABBV 178, then behind ABBV, ${EPOCH}`],
    [{ missingPageRate: 1 }, `ABT 113, ADBE 445, then behind AMD, ${EPOCH}`],
    [bad('zero'), `ABT 0, ADBE 0, then behind ADBE, ${EPOCH}`],
    [bad('negative'), `ABT -113, ADBE -445, then behind ADBE, ${EPOCH}`],
    [bad('absent'), `ABT undefined, ADBE undefined, then behind ADBE, ${EPOCH}`],
    [bad('not-a-number'), `ABT n/a, ADBE n/a, then behind ADBE, ${EPOCH}`],
    [bad('jump'), `ABT 113000, ADBE 445000, then behind ADBE, ${EPOCH}`],
    [{ clockSkewMs: -3_600_000 }, `ABT 113, ADBE 445, then behind ADBE, ${BEFORE}`],
  ];

  it.each(cases)('is seen when it is ordered at run time, and by schedule: %j', async (faults, expected) => {
    await ask('PUT', '/admin/faults', faults);
    expect(await seen()).toBe(expected);
    await ask('PUT', '/admin/faults', { errorRate: 1 });
    await ask('PUT', '/admin/schedule', { steps: [{ forMs: 1_000, faults }] });
    expect(await seen()).toBe(expected);
  });

  it('may be silence: nothing comes, while a later call is answered', async () => {
    let answered = false;
    await ask('PUT', '/admin/schedule', { steps: [{ forMs: 1_000, faults: { hangRate: 1 } }] });
    const silence = ask('GET', '/stocks').finally(() => (answered = true));
    await until('the call', () => simulator.traffic().calls === 1);
    await ask('PUT', '/admin/faults', {});
    expect((await ask('GET', '/stocks')).status).toBe(200);
    expect(answered).toBe(false);
    const cut = expect(silence).rejects.toThrow();
    await simulator.close();
    await cut;
  });

  it.each([60, { distribution: 'uniform', minMs: 60, maxMs: 70 }])('may be slowness: %j', async (latencyMs) => {
    await ask('PUT', '/admin/faults', { latencyMs });
    const startMs = performance.now();
    expect((await ask('GET', '/stocks')).status).toBe(200);
    // A timer may be early by less than a millisecond.
    expect(performance.now() - startMs).toBeGreaterThan(58);
  });
});
