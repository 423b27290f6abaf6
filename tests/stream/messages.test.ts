import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import type { StreamSite } from './stream-site.ts';
import { openStreamSite } from './stream-site.ts';

const SYMBOLS = ['ACME', 'BOLT', 'CORK'];

let site: StreamSite;

beforeAll(async () => {
  site = await openStreamSite({ maxSymbols: 2 });
  for (const symbol of SYMBOLS) await site.trading.quote(symbol, 100_000_000n);
  site.trading.decide();
});

afterAll(() => site.close());

async function known() {
  const { token, principal } = await site.trader();
  const watcher = await site.connect(token);
  return { ...watcher, token, accountId: principal.accountId };
}

type Known = Awaited<ReturnType<typeof known>>;

const pricesOf = ({ told }: Known): string[] =>
  told
    .filter(({ type, channel }) => type === 'update' && channel === 'prices')
    .flatMap(({ items }) =>
      (items as { symbol: string; value: string }[]).map(({ symbol, value }) => `${symbol} ${value}`),
    );

/** Waits until what was sent before has been dealt with. */
async function dealtWith(watcher: Known, id: string): Promise<void> {
  watcher.send({ type: 'unsubscribe', channel: 'requests', id });
  await watcher.next({ id });
}

describe('a message that is wrong', () => {
  it.each<[string, string, readonly string[]]>([
    ['no JSON', '{', ['']],
    ['nothing', '', ['']],
    ['a text', '"subscribe"', ['']],
    ['null', 'null', ['']],
    ['a list', '[]', ['']],
    ['no type', '{}', ['']],
    ['an unknown type', '{"type":"buy"}', ['/type']],
    ['no channel', '{"type":"subscribe"}', ['/channel']],
    ['an unknown channel', '{"type":"subscribe","channel":"news"}', ['/channel']],
    ['an unknown field', '{"type":"subscribe","channel":"prices","all":true}', ['/all']],
    ['a field of another channel', '{"type":"subscribe","channel":"prices","after":"0-1"}', ['/after']],
    ['symbols where there are none', '{"type":"subscribe","channel":"orders","symbols":["ACME"]}', ['/symbols']],
    ['no symbols at all', '{"type":"subscribe","channel":"prices","symbols":[]}', ['/symbols']],
    ['the same symbol twice', '{"type":"subscribe","channel":"prices","symbols":["ACME","ACME"]}', ['/symbols']],
    [
      'symbols that are numbers',
      '{"type":"subscribe","channel":"prices","symbols":[1,"a b"]}',
      ['/symbols/0', '/symbols/1'],
    ],
    ['a sequence that is a number', '{"type":"subscribe","channel":"orders","after":7}', ['/after']],
    ['a sequence of another form', '{"type":"subscribe","channel":"orders","after":"7"}', ['/after']],
    ['a sequence that was never told', '{"type":"subscribe","channel":"orders","after":"1-2.1-3"}', ['/after']],
    ['an id that is a number', '{"type":"subscribe","channel":"orders","id":1}', ['/id']],
    ['a prototype', '{"type":"subscribe","channel":"orders","__proto__":{"a":1}}', ['/__proto__']],
    ['two faults', '{"type":"subscribe","channel":"orders","after":7,"more":1}', ['/after', '/more']],
    ['deep nesting', `{"type":"subscribe","channel":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, ['/channel']],
    ['NUL', '{"type":"subscribe","channel":"pri\\u0000ces"}', ['/channel']],
  ])('is answered with what is wrong when it is %s, and does nothing', async (_name, text, pointers) => {
    const watcher = await known();
    watcher.sendText(text);
    const error = await watcher.next({ type: 'error' });
    expect(error).toMatchObject({ code: 'invalid-message', id: null });
    const faults = error['errors'] as { pointer: string; message: string }[];
    expect(faults.map(({ pointer }) => pointer).toSorted()).toEqual([...pointers].toSorted());
    await dealtWith(watcher, 'after');
    expect(watcher.told).toHaveLength(3);
    watcher.end();
  });

  it.each([
    [
      'channel',
      '{"type":"subscribe","channel":"bonds"}',
      'must be one of "prices", "orders", "executions", "requests"',
    ],
    ['after', '{"type":"subscribe","channel":"orders","after":"7"}', 'must be a sequence that the stream has told you'],
  ])('is told in words what %s must be', async (field, text, message) => {
    const watcher = await known();
    watcher.sendText(text);
    const error = await watcher.next({ type: 'error' });
    expect(error['errors']).toEqual([{ pointer: `/${field}`, message }]);
    watcher.end();
  });

  it('ends the connection when it is binary, too large, or no UTF-8', async () => {
    const [binary, large, broken] = await Promise.all([known(), known(), known()]);
    binary.socket.send(Buffer.from('{}'), { binary: true });
    expect(await binary.closed()).toBe('1003 binary-message');
    large.sendText(JSON.stringify({ type: 'subscribe', channel: 'x'.repeat(20_000) }));
    expect(await large.closed()).toBe('1009');
    broken.socket.send(Buffer.from([0xff, 0xfe]), { binary: false });
    expect(await broken.closed()).toBe('1007');
  });
});

describe('prices', () => {
  it('come at once, then whenever they change, of the symbols that were asked for', async () => {
    const watcher = await known();
    watcher.send({ type: 'subscribe', channel: 'prices', symbols: ['ACME', 'BOLT'], id: 'two' });
    expect(await watcher.next({ id: 'two' })).toEqual({
      type: 'subscribed',
      id: 'two',
      channel: 'prices',
      symbols: ['ACME', 'BOLT'],
      sequence: null,
    });
    await until('the newest prices', () => pricesOf(watcher).length === 2);
    await site.trading.quote('ACME', 101_000_000n);
    await site.trading.quote('CORK', 102_000_000n);
    site.clock.advance(50);
    await until('a change', () => pricesOf(watcher).length === 3);
    await dealtWith(watcher, 'done');
    expect(pricesOf(watcher)).toEqual(['ACME 100.00', 'BOLT 100.00', 'ACME 101.00']);
    const sequences = watcher.told.filter(({ type }) => type === 'update').map(({ sequence }) => Number(sequence));
    expect(sequences).toEqual(sequences.toSorted((one, other) => one - other));
    watcher.end();
  });

  it('are the newest ones: of those that come between two messages nobody is told', async () => {
    const watcher = await known();
    watcher.send({ type: 'subscribe', channel: 'prices', symbols: ['BOLT'] });
    await until('the newest price', () => pricesOf(watcher).length === 1);
    for (const price of [111n, 112n, 113n]) await site.trading.quote('BOLT', price * 1_000_000n);
    site.clock.advance(50);
    await until('a change', () => pricesOf(watcher).length >= 2);
    expect(pricesOf(watcher)).toEqual([expect.any(String), 'BOLT 113.00']);
    watcher.end();
  });

  it('stop when they are wanted no more', async () => {
    const watcher = await known();
    watcher.send({ type: 'subscribe', channel: 'prices' });
    await until('all prices', () => pricesOf(watcher).length === SYMBOLS.length);
    watcher.send({ type: 'unsubscribe', channel: 'prices', id: 'stop' });
    await watcher.next({ type: 'unsubscribed', id: 'stop' });
    await site.trading.quote('ACME', 120_000_000n);
    site.clock.advance(50);
    await dealtWith(watcher, 'done');
    expect(pricesOf(watcher)).toHaveLength(SYMBOLS.length);
    watcher.end();
  });

  it.each([
    [[{ type: 'subscribe', channel: 'prices', symbols: ['NONE', 'ACME'] }], 'unknown-symbol'],
    [
      [
        { type: 'subscribe', channel: 'prices', symbols: SYMBOLS.slice(0, 2) },
        { type: 'subscribe', channel: 'prices', symbols: ['CORK'] },
      ],
      'too-many-symbols',
    ],
    [
      [
        { type: 'subscribe', channel: 'prices' },
        { type: 'subscribe', channel: 'prices', symbols: ['ACME'] },
      ],
      'already-subscribed',
    ],
    [[{ type: 'unsubscribe', channel: 'prices' }], 'not-subscribed'],
    [
      [
        { type: 'subscribe', channel: 'prices', symbols: ['ACME'] },
        { type: 'unsubscribe', channel: 'prices', symbols: ['BOLT'] },
      ],
      'not-subscribed',
    ],
    [
      [
        { type: 'subscribe', channel: 'orders' },
        { type: 'subscribe', channel: 'orders' },
      ],
      'already-subscribed',
    ],
    [[{ type: 'unsubscribe', channel: 'orders' }], 'not-subscribed'],
  ])('and other channels are not changed by %j: %s', async (messages, code) => {
    const watcher = await known();
    for (const message of messages) watcher.send(message);
    const error = await watcher.next({ type: 'error' });
    expect(error).toMatchObject({ code });
    expect(error['detail']).toMatch(/\w+\./);
    watcher.end();
  });
});

describe('orders and executions', () => {
  async function buy(token: string, quantity = '1'): Promise<string> {
    const response = await site.app.inject({
      method: 'POST',
      url: '/api/v1/orders',
      headers: { authorization: `Bearer ${token}` },
      payload: { symbol: 'CORK', side: 'buy', type: 'market', quantity, time_in_force: 'ioc' },
    });
    return response.json<{ id: string }>().id;
  }

  const idsOf = ({ told }: Known, channel: string, field: string): string[] =>
    told
      .filter((message) => message.type === 'update' && message['channel'] === channel)
      .flatMap(({ items }) => (items as Record<string, string>[]).map((item) => item[field]!));

  it('are told to their owner alone', async () => {
    const owners = await Promise.all(Array.from({ length: 8 }, () => known()));
    for (const owner of owners) {
      owner.send({ type: 'subscribe', channel: 'orders', id: 'o' });
      owner.send({ type: 'subscribe', channel: 'executions', id: 'e' });
      expect((await owner.next({ id: 'e' }))['sequence']).toMatch(/^\d-\d+$/);
      await site.app.inject({
        method: 'POST',
        url: '/api/v1/account/deposits',
        headers: { authorization: `Bearer ${owner.token}` },
        payload: { amount: '1000.00' },
      });
    }
    const ids = await Promise.all(owners.map(({ token }) => buy(token)));
    for (const [index, owner] of owners.entries()) {
      await until('the order to be told', () => idsOf(owner, 'executions', 'order_id').length > 0);
      await dealtWith(owner, 'done');
      expect(new Set(idsOf(owner, 'orders', 'id'))).toEqual(new Set([ids[index]]));
      expect(idsOf(owner, 'executions', 'order_id')).toEqual([ids[index]]);
      owner.end();
    }
  });

  it('carry on where a reader left off, and say when that is not kept any more', async () => {
    const owner = await known();
    await buy(owner.token);
    owner.send({ type: 'subscribe', channel: 'orders', id: 'o' });
    const start = (await owner.next({ id: 'o' }))['sequence'] as string;
    const rejected = await buy(owner.token);
    await until('the order', () => idsOf(owner, 'orders', 'id').includes(rejected));
    const partition = start.split('-')[0]!;

    const again = await site.connect(owner.token);
    again.send({ type: 'subscribe', channel: 'orders', after: start, id: 'again' });
    expect(await again.next({ id: 'again' })).toMatchObject({ type: 'subscribed', sequence: start });
    expect((await again.next({ type: 'update' }))['items']).toMatchObject([{ status: 'rejected' }]);
    again.end();

    for (const after of [`${partition}-9999999`, '7-1', `${partition}-1.9-1`]) {
      const lost = await site.connect(owner.token);
      lost.send({ type: 'subscribe', channel: 'orders', after, id: 'lost' });
      await lost.next({ id: 'lost' });
      expect(await lost.next({ type: 'gap' }), after).toMatchObject({
        channel: 'orders',
        sequence: expect.stringMatching(`^${partition}-\\d+$`) as string,
        detail: expect.stringContaining('GET /api/v1/orders') as string,
      });
      const next = await buy(owner.token);
      await until('what is new', () => JSON.stringify(lost.told).includes(next));
      lost.end();
    }
    owner.end();
  });
});
