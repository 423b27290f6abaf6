import { randomUUID } from 'node:crypto';
import { COMMAND_SCHEMA_VERSION } from '@bourse/application/orders/account-command-codec.ts';
import { EVENT_SCHEMA_VERSION } from '@bourse/application/orders/account-event-codec.ts';
import { SUBMISSION_SCHEMA_VERSION } from '@bourse/application/trades/trade-submission-codec.ts';
import { Consumer } from '@platformatic/kafka';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { leftovers } from '../support/leftovers.ts';
import { storeQuotes } from '../support/quotes.ts';
import { OPERATOR_KEY } from '../support/test-platform.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import type { TraderClient } from '../support/trader-client.ts';
import { until } from '../support/until.ts';

/** A record as the bare client of Kafka hands it over. */
interface BareRecord {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

const PREFIX = `${randomUUID()}.`;
const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const later = leftovers();
const records: BareRecord[] = [];
let site: TradingSite;
let url: string;
let trader: TraderClient;

beforeAll(async () => {
  site = await openTradingSite({
    KAFKA_BROKERS: inject('kafkaBrokers'),
    KAFKA_TOPIC_PREFIX: PREFIX,
    BOURSE_OPERATOR_KEY: OPERATOR_KEY,
  });
  later(() => site.close());
  await storeQuotes(site.server.database, { ACME: '100.00' });
  url = await site.start('api').up();
  await site.start('worker').up();
  trader = site.trader(() => url);
  const reader = new Consumer({
    clientId: 'stranger',
    groupId: randomUUID(),
    bootstrapBrokers: [inject('kafkaBrokers')],
  });
  later(() => reader.close(true));
  const topics = ['orders', 'executions', 'trades-inbound'].map((name) => PREFIX + name);
  const stream = await reader.consume({ topics, mode: 'earliest', autocommit: false });
  stream.on('data', ({ topic, key, value, headers }) => {
    records.push({
      topic: topic.slice(PREFIX.length),
      key: key.toString(),
      value: value.toString(),
      headers: Object.fromEntries([...headers].map(([name, content]) => [name.toString(), content.toString()])),
    });
  });
});

async function post(path: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<number> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'wait=20', ...headers },
    body: JSON.stringify(body),
  });
  await response.arrayBuffer();
  return response.status;
}

async function asTrader(correlationId: string): Promise<Readonly<Record<string, string>>> {
  return { authorization: `Bearer ${await trader.token()}`, 'x-correlation-id': correlationId };
}

function headersOf(topic: string, correlationId: string): Promise<readonly BareRecord['headers'][]> {
  return until(`${correlationId} on ${topic}`, () => {
    const found = records.filter((one) => one.topic === topic && one.headers['correlation-id'] === correlationId);
    return found.length > 0 && found.map(({ headers }) => headers);
  });
}

describe('what a stranger finds on Kafka', () => {
  it('of an order: who asked, in which trace, and the version of the shape, on the command and on all that became of it', async () => {
    const traced = { 'correlation-id': 'order-1', traceparent: TRACEPARENT };
    expect(await post('/account/deposits', { amount: '5000.00' }, await asTrader('deposit-1'))).toBe(201);
    const order = { symbol: 'ACME', side: 'buy', type: 'market', quantity: '2', time_in_force: 'ioc' };
    expect(await post('/orders', order, { ...(await asTrader('order-1')), traceparent: TRACEPARENT })).toBe(201);
    expect(await headersOf('orders', 'order-1')).toEqual([
      { ...traced, 'schema-version': String(COMMAND_SCHEMA_VERSION) },
    ]);
    const executions = await headersOf('executions', 'order-1');
    for (const headers of executions) {
      expect(headers).toMatchObject({ ...traced, 'schema-version': String(EVENT_SCHEMA_VERSION) });
    }
    const told = records.filter(
      ({ topic, headers }) => topic === 'executions' && headers['correlation-id'] === 'order-1',
    );
    expect(told.some(({ key, value }) => key === trader.accountId && value.includes('filled'))).toBe(true);
  });

  it('of a cash movement that was in no trace: no trace, and the version', async () => {
    expect(await post('/account/deposits', { amount: '1.00' }, await asTrader('deposit-2'))).toBe(201);
    expect(await headersOf('orders', 'deposit-2')).toEqual([
      { 'correlation-id': 'deposit-2', 'schema-version': String(COMMAND_SCHEMA_VERSION) },
    ]);
    const [told] = await headersOf('executions', 'deposit-2');
    expect(told).toMatchObject({ 'correlation-id': 'deposit-2', 'schema-version': String(EVENT_SCHEMA_VERSION) });
    expect(told).not.toHaveProperty('traceparent');
  });

  it('of a trade: who sent it, in which trace, and the version', async () => {
    const trade = { trade_id: 'T1', version: 1, counterparty_id: 'CP', book_id: 'B', maturity_date: '2099-01-01' };
    const headers = { 'x-api-key': OPERATOR_KEY, 'x-correlation-id': 'trade-1', traceparent: TRACEPARENT };
    expect(await post('/trades', trade, headers)).toBeLessThan(300);
    expect(await headersOf('trades-inbound', 'trade-1')).toEqual([
      { 'correlation-id': 'trade-1', traceparent: TRACEPARENT, 'schema-version': String(SUBMISSION_SCHEMA_VERSION) },
    ]);
  });
});
