import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operatorHeaders } from '@bourse/entrypoints/http/testing/callers.ts';
import type { StreamWatcher } from '../support/stream-watcher.ts';
import { watchStream } from '../support/stream-watcher.ts';
import { until } from '../support/until.ts';
import type { StreamSite } from './stream-site.ts';
import { openStreamSite } from './stream-site.ts';

interface RequestTold {
  readonly request_id: string;
  readonly status: string;
  readonly failure_reason: string | null;
}

let site: StreamSite;

beforeAll(async () => {
  site = await openStreamSite({ heartbeatMs: 3_600_000 });
  site.trades.decide();
});

afterAll(() => site.close());

async function handIn(tradeId: string, version: number, headers: Readonly<Record<string, string>>): Promise<string> {
  const payload = {
    trade_id: tradeId,
    version,
    counterparty_id: 'CP-1',
    book_id: 'B1',
    maturity_date: '2030-01-01',
  };
  const response = await site.app.inject({ method: 'POST', url: '/api/v1/trades', headers, payload });
  if (response.statusCode !== 202) throw new Error(response.body);
  return response.json<{ request_id: string }>().request_id;
}

async function subscribe(headers: Readonly<Record<string, string>>, after?: string): Promise<StreamWatcher> {
  const watcher = await watchStream(site.url, { headers });
  watcher.send({ type: 'subscribe', channel: 'requests', id: 'r', ...(after === undefined ? {} : { after }) });
  await watcher.next({ type: 'subscribed', id: 'r' });
  return watcher;
}

const toldTo = ({ told }: StreamWatcher): RequestTold[] =>
  told.filter(({ type }) => type === 'update').flatMap(({ items }) => items as RequestTold[]);

async function untilTold(watcher: StreamWatcher, count: number): Promise<RequestTold[]> {
  await until(`${count} requests to be told`, () => {
    site.clock.advance(200);
    return toldTo(watcher).length >= count;
  });
  return toldTo(watcher);
}

const byId = (one: string, other: string): number => (one < other ? -1 : 1);

describe('requests', () => {
  it('are told to the one who handed them in, and to nobody else, whatever became of them', async () => {
    const { principal } = await site.trader();
    const other = { ...principal, role: 'operator', accountId: null } as const;
    const { token } = await site.dependencies.identity.accessTokens.issue(other);
    const otherHeaders = { authorization: `Bearer ${token}` };
    const [own, others] = [await subscribe(operatorHeaders), await subscribe(otherHeaders)];
    const ids: string[] = [];
    for (let trade = 0; trade < 20; trade += 1) ids.push(await handIn(`T${trade}`, 2, operatorHeaders));
    const foreign = await handIn('F1', 1, otherHeaders);
    const told = await untilTold(own, ids.length);
    expect(told.map(({ request_id: id }) => id).toSorted(byId)).toEqual(ids.toSorted(byId));
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set(['SUCCESS']));
    expect((await untilTold(others, 1)).map(({ request_id: id }) => id)).toEqual([foreign]);
    own.end();
    others.end();
  });

  it('are told once over a lost connection, those that were decided meanwhile too', async () => {
    const first = await subscribe(operatorHeaders);
    const ids = [await handIn('R0', 1, operatorHeaders)];
    const told = [...(await untilTold(first, 1))];
    const sequence = first.told.findLast(({ type }) => type === 'update')!['sequence'] as string;
    expect(sequence).toMatch(/^0-\d+\.1-\d+\.2-\d+\.3-\d+$/);
    first.end();
    for (let trade = 1; trade <= 20; trade += 1) ids.push(await handIn(`R${trade}`, 1, operatorHeaders));
    const witness = await subscribe(operatorHeaders);
    ids.push(await handIn('R21', 1, operatorHeaders));
    await untilTold(witness, 1);
    const again = await subscribe(operatorHeaders, sequence);
    ids.push(await handIn('R22', 1, operatorHeaders));
    told.push(...(await untilTold(again, ids.length - 1)));
    expect(told.map(({ request_id: id }) => id).toSorted(byId)).toEqual(ids.toSorted(byId));
    witness.end();
    again.end();
  });

  it('are not for traders', async () => {
    const watcher = await site.connect((await site.trader()).token);
    watcher.send({ type: 'subscribe', channel: 'requests', id: 'r' });
    expect(await watcher.next({ id: 'r' })).toMatchObject({ type: 'error', code: 'wrong-role' });
  });
});
