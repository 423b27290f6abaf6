import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import { TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readAll } from '../contracts/log-reading.ts';
import { OPERATOR_KEY, startTestPlatform } from '../support/test-platform.ts';
import { createTraderTokens } from '../support/trader-tokens.ts';
import { until } from '../support/until.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACEPARENT = `00-${TRACE_ID}-00f067aa0ba902b7-01`;

async function openPlatform() {
  const tokens = await createTraderTokens();
  const platform = await startTestPlatform(['api', 'worker'], { BOURSE_SIGNING_KEY: tokens.signingKey });
  onTestFinished(() => platform.stop());
  const { log } = platform.platform.foundation.storage;
  /** Headers of all records of a topic, once there are some. */
  const headersIn = async (topic: string) => {
    const found = await until(`records of ${topic}`, async () => {
      const records = await readAll(log, topic);
      return records.length > 0 && records;
    });
    return found.map(({ record }) => record.headers);
  };
  const post = (path: string, body: unknown, headers: Readonly<Record<string, string>>) =>
    fetch(`${platform.url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  return { ...platform, log, headersIn, post, trader: tokens.trader(() => platform.url) };
}

describe('the trace that a caller is in', () => {
  it('goes with a command into the log, and on with the event that it leads to', async () => {
    const { headersIn, post, trader } = await openPlatform();
    const headers = { authorization: `Bearer ${await trader.token()}`, 'x-correlation-id': 'deposit-1' };
    const answer = await post('/account/deposits', { amount: '5.00' }, { ...headers, traceparent: TRACEPARENT });
    expect(answer.status).toBe(201);
    const expected = { 'correlation-id': 'deposit-1', traceparent: TRACEPARENT };
    expect(await headersIn(ORDERS_TOPIC)).toEqual([expected]);
    expect(await headersIn(EXECUTIONS_TOPIC)).toMatchObject([expected]);
  });

  it('goes with a trade into the log; one that is not well-formed does not, and nothing is made up', async () => {
    const { headersIn, post } = await openPlatform();
    const trade = { version: 1, counterparty_id: 'CP', book_id: 'B', maturity_date: '2099-01-01' };
    for (const [tradeId, trace] of [
      ['T1', { traceparent: TRACEPARENT }],
      ['T2', { traceparent: '00-not-a-trace' }],
      ['T3', {}],
    ] as const) {
      const headers = { 'x-api-key': OPERATOR_KEY, 'x-correlation-id': tradeId, ...trace };
      expect((await post('/trades', { ...trade, trade_id: tradeId }, headers)).status).toBe(202);
    }
    const byName = (await headersIn(TRADES_TOPIC)).toSorted((one, other) =>
      one['correlation-id']! < other['correlation-id']! ? -1 : 1,
    );
    expect(byName).toEqual([
      { 'correlation-id': 'T1', traceparent: TRACEPARENT },
      { 'correlation-id': 'T2' },
      { 'correlation-id': 'T3' },
    ]);
  });

  it('is in the line that the worker logs of a record that it could not read', async () => {
    const { log, logLines } = await openPlatform();
    const headers = { 'correlation-id': 'poison-1', traceparent: TRACEPARENT };
    await log.append(ORDERS_TOPIC, [{ key: 'somebody', value: '"no command"', headers }]);
    const line = await until('the line', () => logLines.find((text) => text.includes('went to the dead letters')));
    expect(JSON.parse(line)).toMatchObject({ traces: [{ correlation_id: 'poison-1', trace_id: TRACE_ID }] });
  });
});
