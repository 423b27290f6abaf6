import { Client } from 'pg';
import type { ConnectionOptions } from '@bourse/postgres/database.ts';
import type { TradeContent } from '../load/load-job.ts';
import { tradeText } from '../load/trade-body.ts';
import type { SentTrades, TradeTally } from './trade-tally.ts';
import { expectedTally, tradeTally } from './trade-tally.ts';

/** Trades that a load or an upload sent, and what they hold. */
export interface PlacedTrades extends SentTrades {
  readonly content: TradeContent;
}

/**
 * What is wrong with the outcomes of all trades that were sent and with what is stored of them, in sentences: each acknowledged one must
 * have its one outcome, the right one, and be stored as it was sent. Nothing may be under way meanwhile.
 */
export async function checkTrades(connection: ConnectionOptions, placed: readonly PlacedTrades[]): Promise<string[]> {
  const client = new Client(connection);
  await client.connect();
  try {
    const outcomes = await readOutcomes(client, placed);
    const faults: string[] = [];
    for (const trades of placed) {
      const { run } = trades.content;
      const expected = expectedTally(trades);
      const differences = outcomes.get(run)?.differences(expected) ?? trades.sent;
      if (differences > 0)
        faults.push(`${differences} trades of ${run} have no outcome, a wrong one, or more than one`);
      faults.push(...(await checkStored(client, trades, expected)));
    }
    return faults;
  } finally {
    await client.end();
  }
}

const BATCHES_AT_ONCE = 400;
const ROWS_AT_ONCE = 20_000;

interface BatchRow {
  readonly partition: number;
  readonly base_position: string;
  readonly payload: string;
}

/** What the batches of outcomes say, by run: in a batch the first line is about who sent them, each other one is an outcome. */
async function readOutcomes(client: Client, placed: readonly PlacedTrades[]): Promise<ReadonlyMap<string, TradeTally>> {
  const tallies = new Map(placed.map(({ content, sent }) => [content.run, tradeTally(sent)]));
  let after: readonly [number, string] = [-1, '0'];
  for (;;) {
    const { rows } = await client.query<BatchRow>(BATCHES, [...after, BATCHES_AT_ONCE]);
    for (const { payload } of rows) {
      for (const line of payload.split('\n').slice(1)) {
        const [, tradeId, version, , reason] = JSON.parse(line) as [number, string, number, number, string | null];
        const { run, trade } = numberOf(tradeId);
        tallies.get(run)?.note(trade, version, reason);
      }
    }
    const last = rows.at(-1);
    if (last === undefined) return tallies;
    after = [last.partition, last.base_position];
  }
}

const BATCHES = `SELECT partition, base_position, payload FROM trade_outcomes
  WHERE (partition, base_position) > ($1, $2) ORDER BY partition, base_position LIMIT $3`;

interface StoredRow {
  readonly trade_id: string;
  readonly version: number;
  readonly counterparty_id: string;
  readonly book_id: string;
  readonly maturity_date: string;
}

async function checkStored(client: Client, { content, sent }: PlacedTrades, expected: TradeTally): Promise<string[]> {
  const stored = tradeTally(sent);
  let changed = 0;
  let after: readonly [string, number] = [`${content.run}-`, 0];
  for (;;) {
    // In the order of bytes "." is what follows "-".
    const { rows } = await client.query<StoredRow>(TRADES, [...after, `${content.run}.`, ROWS_AT_ONCE]);
    for (const row of rows) {
      const { trade } = numberOf(row.trade_id);
      stored.note(trade, row.version, null);
      if (JSON.stringify(row) !== tradeText(content, { trade, version: row.version })) changed += 1;
    }
    const last = rows.at(-1);
    if (last === undefined) break;
    after = [last.trade_id, last.version];
  }
  let wrong = 0;
  for (let trade = 0; trade < sent; trade += 1) {
    for (const version of [1, 2, 3]) {
      if (stored.stored(trade, version) !== Math.min(1, expected.stored(trade, version))) wrong += 1;
    }
  }
  return [
    ...(wrong === 0 ? [] : [`${wrong} versions of trades of ${content.run} are missing, or stored and should not be`]),
    ...(changed === 0 ? [] : [`${changed} trades of ${content.run} are stored otherwise than they were sent`]),
  ];
}

const TRADES = `SELECT trade_id, version, counterparty_id, book_id, to_char(maturity_date, 'YYYY-MM-DD') AS maturity_date
  FROM trades WHERE (trade_id, version) > ($1, $2) AND trade_id < $3 ORDER BY trade_id, version LIMIT $4`;

function numberOf(tradeId: string): { readonly run: string; readonly trade: number } {
  const at = tradeId.lastIndexOf('-');
  return { run: tradeId.slice(0, at), trade: Number(tradeId.slice(at + 1)) };
}
