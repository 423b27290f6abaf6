import { MS_PER_DAY, utcDate } from '@bourse/core/time/utc.ts';
import type { Random } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import type { TradeForm } from '../operator-client.ts';

/** Draws versions of a few trades, so that each of them has many, which arrive in any order. */
export interface RandomTrades {
  /** A version near the newest one that was drawn; most of them mature some day, a few have matured. */
  live(): TradeForm;
  /** Any version, matured or not. */
  past(): TradeForm;
}

const TRADES = 300;
const LONGEST_DAYS = 1_000;
/** Share of the live trades that have matured. */
const MATURED = 0.02;

/** Starts drawing; no two forms are the same, so that what is stored tells which one it came from. */
export function createRandomTrades(random: Random): RandomTrades {
  const newest = new Map<string, number>();
  const today = Date.now();
  let drawn = 0;
  const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const within = (most: number): number => 1 + Math.floor(random() * most);

  function form(version: (newest: number) => number, days: number): TradeForm {
    drawn += 1;
    const tradeId = `T${within(TRADES)}`;
    const drawnVersion = Math.max(1, version(newest.get(tradeId) ?? 0));
    newest.set(tradeId, Math.max(drawnVersion, newest.get(tradeId) ?? 0));
    return {
      trade_id: tradeId,
      version: drawnVersion,
      counterparty_id: `CP-${drawn}`,
      book_id: `B${within(5)}`,
      maturity_date: utcDate(today + days * MS_PER_DAY),
      ...(random() < 0.5 ? { created_date: utcDate(today - within(LONGEST_DAYS) * MS_PER_DAY) } : {}),
    };
  }

  return {
    live: () =>
      form((last) => last + oneOf([-2, -1, 0, 0, 1, 1, 3]), (random() < MATURED ? -1 : 1) * within(LONGEST_DAYS)),
    past: () => form((last) => within(last + 1), (random() < 0.5 ? -1 : 1) * within(LONGEST_DAYS)),
  };
}
