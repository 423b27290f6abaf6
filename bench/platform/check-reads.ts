import { Client } from 'pg';
import { formatMicros, formatMoney } from '@bourse/core/money/decimal.ts';
import { firstOrderId } from './read-requests.ts';
import type { Trader } from './traders.ts';
import type { TradingFloor } from './trading-floor.ts';

const SAMPLE = 25;

/** What some traders read and the books do not say, in sentences. Nothing may be under way meanwhile. */
export async function checkReads(floor: TradingFloor, traders: readonly Trader[]): Promise<string[]> {
  const client = new Client(floor.connection);
  await client.connect();
  try {
    const faults: string[] = [];
    for (let index = 0; index < Math.min(SAMPLE, traders.length); index += 1) {
      faults.push(...(await checkTrader(floor, client, traders, index)));
    }
    return faults;
  } finally {
    await client.end();
  }
}

async function checkTrader(
  floor: TradingFloor,
  client: Client,
  traders: readonly Trader[],
  index: number,
): Promise<string[]> {
  const { accountId = '', token = '' } = traders[index] ?? {};
  const read = async <Body>(path: string): Promise<Body> => {
    const headers = { authorization: `Bearer ${token}` };
    return (await (await fetch(`http://127.0.0.1:${floor.bourse.port}/api/v1${path}`, { headers })).json()) as Body;
  };
  const { cash } = await read<{ cash: string }>('/account');
  const { items } = await read<{ items: { symbol: string; quantity: string }[] }>('/positions');
  const { status } = await read<{ status: string }>(`/orders/${firstOrderId(traders, index)}`);
  const books = await booksOf(client, accountId);
  const held = items.map(({ symbol, quantity }) => `${symbol} ${quantity}`).join(', ');
  return [
    ...(cash === books.cash ? [] : [`account ${accountId} read ${cash} of cash, the books say ${books.cash}`]),
    ...(held === books.held ? [] : [`account ${accountId} read positions ${held}, the books say ${books.held}`]),
    ...(status === 'filled' ? [] : [`account ${accountId} read that its first order is ${status}, it was filled`]),
  ];
}

async function booksOf(client: Client, accountId: string): Promise<{ readonly cash: string; readonly held: string }> {
  const accounts = await client.query<{ cash: string }>(
    'SELECT (available_micros + held_micros)::text AS cash FROM accounts WHERE account_id = $1',
    [accountId],
  );
  const positions = await client.query<{ symbol: string; quantity: string }>(
    `SELECT symbol, (available_micros + held_micros)::text AS quantity FROM positions
     WHERE account_id = $1 AND available_micros + held_micros > 0 ORDER BY symbol COLLATE "C"`,
    [accountId],
  );
  return {
    cash: formatMoney(BigInt(accounts.rows[0]?.cash ?? '0')),
    held: positions.rows.map(({ symbol, quantity }) => `${symbol} ${formatMicros(BigInt(quantity))}`).join(', '),
  };
}
