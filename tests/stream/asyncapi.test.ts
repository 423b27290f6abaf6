import asyncApiSchema from '@asyncapi/specs/schemas/3.0.0-without-$id.json' with { type: 'json' };
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORMATS } from '@bourse/entrypoints/http/formats.ts';
import { CLOSE_CODES } from '@bourse/entrypoints/stream/schemas/stream-schema.ts';
import { operatorHeaders } from '@bourse/entrypoints/http/testing/callers.ts';
import { watchStream } from '../support/stream-watcher.ts';
import { until } from '../support/until.ts';
import type { StreamSite } from './stream-site.ts';
import { openStreamSite } from './stream-site.ts';

const TRADE = {
  trade_id: 'T1',
  version: 1,
  counterparty_id: 'CP-1',
  book_id: 'B1',
  maturity_date: '2030-01-01',
};

interface Document {
  readonly asyncapi: string;
  readonly info: { readonly description: string };
  readonly channels: { readonly stream: { readonly address: string; readonly messages: Record<string, object> } };
  readonly operations: Record<string, { readonly action: string; readonly messages: readonly { $ref: string }[] }>;
  readonly components: { readonly schemas: Record<string, object> };
}

let site: StreamSite;
let document: Document;

beforeAll(async () => {
  site = await openStreamSite({ heartbeatMs: 60_000 });
  document = (await site.app.inject('/asyncapi.json')).json();
});

afterAll(() => site.close());

/** The names of the messages of an operation. */
const messagesOf = (action: 'send' | 'receive'): string[] =>
  Object.values(document.operations)
    .filter((operation) => operation.action === action)
    .flatMap(({ messages }) => messages.map(({ $ref }) => $ref.split('/').at(-1)!));

function validators(names: readonly string[]) {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  for (const [name, { accepts }] of Object.entries(FORMATS)) ajv.addFormat(name, accepts);
  return names.map((name) => ({ name, accepts: ajv.compile(document.components.schemas[name]!) }));
}

describe('the description of the stream', () => {
  it('is a valid AsyncAPI 3.0 document', () => {
    const ajv = new Ajv({ allErrors: true, strict: false, logger: false, validateFormats: false });
    const validate = ajv.compile(asyncApiSchema);
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('says where the stream is and how it is closed', () => {
    expect(document.channels.stream.address).toBe('/api/v1/stream');
    for (const [reason, code] of Object.entries(CLOSE_CODES))
      expect(document.info.description).toContain(`${code} ${reason}`);
  });

  it('fits every message that is sent: each is one of those described, and each of those is sent', async () => {
    await site.trading.quote('ACME', 100_000_000n);
    site.trading.decide();
    site.trades.decide();
    const { token } = await site.trader();
    const watcher = await site.connect(null);
    const sent: object[] = [];
    const say = async (message: object, answer: object) => {
      sent.push(message);
      watcher.send(message);
      await watcher.next(answer as Record<string, unknown>);
    };
    const headers = { authorization: `Bearer ${token}` };
    const post = (url: string, payload: object) => site.app.inject({ method: 'POST', url, headers, payload });

    await say({ type: 'subscribe', channel: 'orders', id: 'early' }, { type: 'error', id: 'early' });
    watcher.sendText('{"type":"subscribe","channel":"orders","more":1}');
    await watcher.next({ type: 'error', code: 'invalid-message' });
    await say({ type: 'authenticate', token, id: 'me' }, { type: 'authenticated', id: 'me' });
    await say({ type: 'subscribe', channel: 'prices', symbols: ['ACME'] }, { type: 'update', channel: 'prices' });
    await say({ type: 'subscribe', channel: 'orders', after: '99-1', id: 'o' }, { type: 'gap' });
    await say({ type: 'subscribe', channel: 'executions', id: 'e' }, { type: 'subscribed', id: 'e' });
    await post('/api/v1/account/deposits', { amount: '1000.00' });
    const order = { symbol: 'ACME', side: 'buy', type: 'market', quantity: '1.5', time_in_force: 'ioc' };
    await post('/api/v1/orders', order);
    await watcher.next({ type: 'update', channel: 'orders' });
    await watcher.next({ type: 'update', channel: 'executions' });
    site.clock.advance(60_000);
    await watcher.next({ type: 'heartbeat' });
    const operator = await watchStream(site.url, { headers: operatorHeaders });
    operator.send({ type: 'subscribe', channel: 'requests', id: 'r' });
    await operator.next({ id: 'r' });
    await site.app.inject({ method: 'POST', url: '/api/v1/trades', headers: operatorHeaders, payload: TRADE });
    await until('the request to be told', () => {
      site.clock.advance(200);
      return operator.told.some(({ type }) => type === 'update');
    });
    await say({ type: 'unsubscribe', channel: 'prices', id: 'p' }, { type: 'unsubscribed', id: 'p' });
    await say({ type: 'unsubscribe', channel: 'orders', id: 'u' }, { type: 'unsubscribed', id: 'u' });

    const fit = (messages: readonly object[], action: 'send' | 'receive'): string[] => {
      const described = validators(messagesOf(action));
      const met = new Set<string>();
      for (const message of messages) {
        const fitting = described.filter(({ accepts }) => accepts(message)).map(({ name }) => name);
        expect(fitting, JSON.stringify(message)).toHaveLength(1);
        met.add(fitting[0]!);
      }
      return described.map(({ name }) => name).filter((name) => !met.has(name));
    };
    expect(fit(sent, 'receive')).toEqual([]);
    expect(fit([...watcher.told, ...operator.told], 'send')).toEqual([]);
  });
});
