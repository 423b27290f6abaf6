import type { Finding, FindingKind } from '@bourse/core/audit/finding.ts';
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Sql } from '../database.ts';

interface Contradiction {
  readonly account_id: string;
  readonly detail: string;
}

/**
 * Compares what is stored in different places and has to agree: balances with their newest journal entry, held cash and shares with
 * what open orders reserve; and, when all accounts are asked for, balances with the sum of all their entries, fills of orders and cash
 * transactions with the journal. The cost for given accounts does not grow with their history.
 */
export async function contradictions(
  connection: Sql,
  accountIds: readonly string[] | null,
  limit: number,
): Promise<readonly Finding[]> {
  const among = (column: string): RawBuilder<unknown> =>
    accountIds === null ? sql`true` : sql`${sql.ref(column)} = ANY (${accountIds}::uuid[])`;
  const findings: Finding[] = [];
  for (const { kind, query } of accountIds === null ? [...CHECKS, ...WHOLE_CHECKS] : CHECKS) {
    const { rows } = await sql<Contradiction>`${query(among)} LIMIT ${limit}`.execute(connection);
    findings.push(
      ...rows.map(({ account_id: accountId, detail }) => ({
        kind,
        partition: null,
        sequence: null,
        accountId,
        detail,
      })),
    );
  }
  return findings.slice(0, limit);
}

type Among = (column: string) => RawBuilder<unknown>;

interface Check {
  readonly kind: FindingKind;
  readonly query: (among: Among) => RawBuilder<unknown>;
}

const CHECKS: readonly Check[] = [
  {
    kind: 'stored-balance-mismatch',
    query: (among) => sql`
      SELECT a.account_id, format('cash is %s + %s held, the newest entry says %s + %s', a.available_micros, a.held_micros,
        j.cash_available_after, j.cash_held_after) AS detail
      FROM accounts a LEFT JOIN LATERAL (
        SELECT * FROM journal WHERE account_id = a.account_id ORDER BY recorded_at_ms DESC, sequence DESC LIMIT 1) AS j ON true
      WHERE ${among('a.account_id')}
        AND (a.available_micros, a.held_micros) IS DISTINCT FROM (j.cash_available_after, j.cash_held_after)`,
  },
  {
    kind: 'stored-balance-mismatch',
    query: (among) => sql`
      SELECT p.account_id, format('position in %s is %s + %s held, the newest entry says %s + %s', p.symbol, p.available_micros,
        p.held_micros, j.shares_available_after, j.shares_held_after) AS detail
      FROM positions p LEFT JOIN LATERAL (
        SELECT * FROM journal WHERE account_id = p.account_id AND symbol = p.symbol
        ORDER BY recorded_at_ms DESC, sequence DESC LIMIT 1) AS j ON true
      WHERE ${among('p.account_id')}
        AND (p.available_micros, p.held_micros) IS DISTINCT FROM (j.shares_available_after, j.shares_held_after)`,
  },
  {
    kind: 'hold-mismatch',
    query: (among) => sql`
      SELECT account_id, format('held cash is %s, open purchases reserve %s', a.held_micros, coalesce(o.held, 0)) AS detail
      FROM (SELECT * FROM accounts WHERE ${among('accounts.account_id')}) AS a FULL JOIN (
        SELECT account_id, sum(held_micros) AS held FROM orders
        WHERE side = 'buy' AND held_micros > 0 AND ${among('orders.account_id')} GROUP BY account_id) AS o USING (account_id)
      WHERE coalesce(a.held_micros, 0) IS DISTINCT FROM coalesce(o.held, 0)`,
  },
  {
    kind: 'hold-mismatch',
    query: (among) => sql`
      SELECT account_id, format('held shares of %s are %s, open sales reserve %s', symbol, p.held_micros, o.held) AS detail
      FROM (SELECT * FROM positions WHERE ${among('positions.account_id')}) AS p FULL JOIN (
        SELECT account_id, symbol, sum(held_micros) AS held FROM orders
        WHERE side = 'sell' AND held_micros > 0 AND ${among('orders.account_id')} GROUP BY account_id, symbol) AS o
        USING (account_id, symbol)
      WHERE coalesce(p.held_micros, 0) IS DISTINCT FROM coalesce(o.held, 0)`,
  },
  {
    kind: 'hold-mismatch',
    query: (among) => sql`
      SELECT account_id, format('order %s is %s but reserves %s', id, status, held_micros) AS detail FROM orders
      WHERE held_micros > 0 AND status NOT IN ('open', 'partially_filled') AND ${among('orders.account_id')}`,
  },
];

/** Checks that go over the whole history. */
const WHOLE_CHECKS: readonly Check[] = [
  {
    kind: 'stored-balance-mismatch',
    query: (among) => sql`
      SELECT a.account_id, format('cash is %s + %s held, its entries add up to %s + %s', a.available_micros, a.held_micros,
        j.available, j.held) AS detail
      FROM accounts a JOIN (
        SELECT account_id, sum(cash_available) AS available, sum(cash_held) AS held FROM journal
        WHERE ${among('journal.account_id')} GROUP BY account_id) AS j USING (account_id)
      WHERE (a.available_micros, a.held_micros) IS DISTINCT FROM (j.available, j.held)`,
  },
  {
    kind: 'stored-balance-mismatch',
    query: (among) => sql`
      SELECT account_id, format('position in %s is %s + %s held, its entries add up to %s + %s', symbol, p.available_micros,
        p.held_micros, j.available, j.held) AS detail
      FROM (SELECT * FROM positions WHERE ${among('positions.account_id')}) AS p FULL JOIN (
        SELECT account_id, symbol, sum(shares_available) AS available, sum(shares_held) AS held FROM journal
        WHERE symbol IS NOT NULL AND ${among('journal.account_id')} GROUP BY account_id, symbol) AS j USING (account_id, symbol)
      WHERE (coalesce(p.available_micros, 0), coalesce(p.held_micros, 0))
        IS DISTINCT FROM (coalesce(j.available, 0), coalesce(j.held, 0))`,
  },
  {
    kind: 'fill-mismatch',
    query: (among) => sql`
      SELECT account_id, format('order %s has %s fills of %s in all, the journal has %s of %s', id, o.fill_count,
        o.filled_quantity_micros, coalesce(j.fills, 0), coalesce(j.quantity, 0)) AS detail
      FROM (SELECT * FROM orders WHERE ${among('orders.account_id')}) AS o FULL JOIN (
        SELECT account_id, reference AS id, count(*) AS fills, sum(abs(shares_venue)) AS quantity FROM journal
        WHERE kind = 'fill' AND ${among('journal.account_id')} GROUP BY account_id, reference) AS j USING (account_id, id)
      WHERE (o.fill_count, o.filled_quantity_micros) IS DISTINCT FROM (coalesce(j.fills, 0), coalesce(j.quantity, 0))
        OR o.filled_quantity_micros > o.quantity_micros
        OR (o.status = 'filled') <> (o.filled_quantity_micros = o.quantity_micros)`,
  },
  {
    kind: 'cash-transaction-mismatch',
    query: (among) => sql`
      SELECT account_id, format('%s %s is not booked exactly once', coalesce(c.type, j.kind), id) AS detail
      FROM (SELECT account_id, transaction_id AS id, type, amount_micros FROM cash_transactions
        WHERE ${among('cash_transactions.account_id')}) AS c FULL JOIN (
        SELECT account_id, reference AS id, min(kind) AS kind, count(*) AS times, sum(abs(cash_external)) AS amount FROM journal
        WHERE kind IN ('deposit', 'withdrawal') AND ${among('journal.account_id')} GROUP BY account_id, reference) AS j
        USING (account_id, id)
      WHERE j.times IS DISTINCT FROM 1 OR c.type IS DISTINCT FROM j.kind OR c.amount_micros IS DISTINCT FROM j.amount`,
  },
];
