import { utcDate } from '../time/utc.ts';
import type { Trade } from './trade.ts';
import { decideTrade } from './trade-decider.ts';

/** Noon UTC of the day on which a scenario begins. */
export const NOON_MS = Date.UTC(2026, 10, 20, 12);

/** One version of the trade that a scenario is about. */
export interface Version {
  readonly version: number;
  /** The day after the scenario begins, unless it says otherwise. */
  readonly maturity?: string;
  readonly book?: string;
  /** Whether it is loaded as history. */
  readonly asHistory?: boolean;
  /** When it is decided; at noon unless it says otherwise. */
  readonly atMs?: number;
}

/** What a step led to: `stored` or the refusal, and all records as "version book expired". */
export interface Outcome {
  readonly said: string;
  readonly records: readonly string[];
}

interface Row {
  readonly trade: Trade;
  readonly expired: boolean;
}

type Rows = ReadonlyMap<number, Row>;

const NOTHING: Rows = new Map();

/** Versions that came before, and what one more leads to. */
export function given(...versions: readonly Version[]): { when(version: Version): Outcome } {
  return {
    when(version) {
      const before = versions.reduce((rows, past) => step(rows, past).rows, NOTHING);
      const { said, rows } = step(before, version);
      const records = [...rows.values()]
        .sort((one, other) => one.trade.version - other.trade.version)
        .map(({ trade, expired }) => `v${trade.version} ${trade.bookId}${expired ? ' expired' : ''}`);
      return { said, records };
    },
  };
}

function step(rows: Rows, given: Version): { said: string; rows: Rows } {
  const { version, maturity = '2026-11-21', book = 'B1', asHistory = false, atMs = NOON_MS } = given;
  const trade = {
    tradeId: 'T1',
    version,
    counterpartyId: 'CP-1',
    bookId: book,
    maturityDate: maturity,
    createdDate: '2026-11-20',
  };
  const highestVersion = rows.size === 0 ? undefined : Math.max(...rows.keys());
  const decided = decideTrade(trade, { highestVersion, today: utcDate(atMs), asHistory });
  if (!decided.ok) return { said: decided.refusal, rows };
  const { trade: accepted, expired } = decided.value;
  return { said: 'stored', rows: new Map([...rows, [accepted.version, { trade: accepted, expired }]]) };
}
