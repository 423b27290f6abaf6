import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Accounts, positions, orders and the journal that explains them. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(database);
}

const STATEMENTS = [
  sql`CREATE TABLE accounts (
    account_id uuid PRIMARY KEY,
    available_micros bigint NOT NULL CHECK (available_micros >= 0),
    held_micros bigint NOT NULL CHECK (held_micros >= 0),
    limit_date text NOT NULL,
    deposited_on_date_micros bigint NOT NULL,
    withdrawn_on_date_micros bigint NOT NULL,
    recorded_at_ms bigint NOT NULL
  ) WITH (fillfactor = 50)`,

  sql`CREATE TABLE positions (
    account_id uuid NOT NULL,
    symbol text NOT NULL,
    available_micros bigint NOT NULL CHECK (available_micros >= 0),
    held_micros bigint NOT NULL CHECK (held_micros >= 0),
    average_entry_price_micros bigint NOT NULL,
    realized_profit_micros bigint NOT NULL,
    PRIMARY KEY (account_id, symbol)
  ) WITH (fillfactor = 50)`,

  // wake_at_or_above, wake_at_or_below and lapses_at_ms are set only while an order is open: an order that is filled at once
  // costs no entry in the indexes that find orders to try or to expire.
  sql`CREATE TABLE orders (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    client_order_id text,
    symbol text NOT NULL,
    side text NOT NULL,
    type text NOT NULL,
    quantity_micros bigint NOT NULL,
    limit_price_micros bigint,
    stop_price_micros bigint,
    time_in_force text NOT NULL,
    expected_price_micros bigint,
    status text NOT NULL,
    reason text,
    filled_quantity_micros bigint NOT NULL,
    filled_notional_micros bigint NOT NULL,
    held_micros bigint NOT NULL CHECK (held_micros >= 0),
    triggered boolean NOT NULL,
    fill_count integer NOT NULL,
    tried_as_of_ms bigint NOT NULL,
    expires_at_ms bigint,
    created_at_ms bigint NOT NULL,
    updated_at_ms bigint NOT NULL,
    wake_at_or_above_micros bigint,
    wake_at_or_below_micros bigint,
    lapses_at_ms bigint,
    PRIMARY KEY (account_id, id)
  ) WITH (fillfactor = 90)`,
  sql`CREATE INDEX orders_newest ON orders (account_id, created_at_ms, id)`,
  sql`CREATE INDEX orders_open ON orders (account_id) WHERE held_micros > 0`,
  sql`CREATE INDEX orders_wake_above ON orders (symbol, wake_at_or_above_micros) WHERE wake_at_or_above_micros IS NOT NULL`,
  sql`CREATE INDEX orders_wake_below ON orders (symbol, wake_at_or_below_micros) WHERE wake_at_or_below_micros IS NOT NULL`,
  sql`CREATE INDEX orders_lapse ON orders (lapses_at_ms) WHERE lapses_at_ms IS NOT NULL`,

  // One row is one double-entry transaction: a signed amount for each ledger account, and the balances it led to.
  sql`CREATE TABLE journal (
    account_id uuid NOT NULL,
    recorded_at_ms bigint NOT NULL,
    sequence bigint NOT NULL,
    partition integer NOT NULL,
    kind text NOT NULL,
    reference uuid NOT NULL,
    symbol text,
    cash_available bigint NOT NULL,
    cash_held bigint NOT NULL,
    cash_external bigint NOT NULL,
    cash_venue bigint NOT NULL,
    cash_fees bigint NOT NULL,
    shares_available bigint NOT NULL,
    shares_held bigint NOT NULL,
    shares_venue bigint NOT NULL,
    fill_price_micros bigint,
    fill_price_source text,
    fill_price_as_of_ms bigint,
    cash_available_after bigint NOT NULL CHECK (cash_available_after >= 0),
    cash_held_after bigint NOT NULL CHECK (cash_held_after >= 0),
    shares_available_after bigint CHECK (shares_available_after >= 0),
    shares_held_after bigint CHECK (shares_held_after >= 0),
    average_entry_price_after bigint,
    realized_profit_after bigint,
    hash bytea NOT NULL,
    PRIMARY KEY (account_id, recorded_at_ms, sequence, partition),
    CONSTRAINT journal_cash_balances CHECK (cash_available + cash_held + cash_external + cash_venue + cash_fees = 0),
    CONSTRAINT journal_shares_balance CHECK (shares_available + shares_held + shares_venue = 0)
  )`,
  sql`CREATE INDEX journal_symbol ON journal (account_id, symbol, recorded_at_ms, sequence) WHERE symbol IS NOT NULL`,
  sql`CREATE INDEX journal_chain ON journal USING brin (partition, sequence) WITH (pages_per_range = 32, autosummarize = on)`,

  sql`CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '% is immutable: corrections are new entries', TG_TABLE_NAME USING ERRCODE = '0A000';
    END $$`,
  sql`CREATE TRIGGER journal_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,

  // The end of each partition's hash chain.
  sql`CREATE TABLE journal_heads (
    partition integer PRIMARY KEY,
    sequence bigint NOT NULL,
    hash bytea NOT NULL
  ) WITH (fillfactor = 50)`,

  // Deposits and withdrawals by the identity their sender gave them: the same one is never booked twice.
  sql`CREATE TABLE cash_transactions (
    account_id uuid NOT NULL,
    transaction_id uuid NOT NULL,
    type text NOT NULL,
    amount_micros bigint NOT NULL,
    cash_after_micros bigint NOT NULL,
    recorded_at_ms bigint NOT NULL,
    PRIMARY KEY (account_id, transaction_id)
  )`,

  // What the self-audit found, and how far it has come.
  sql`CREATE TABLE audit_state (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    last_run_at_ms bigint NOT NULL,
    findings jsonb NOT NULL
  )`,
  sql`CREATE TABLE audit_progress (
    partition integer PRIMARY KEY,
    sequence bigint NOT NULL,
    hash bytea NOT NULL
  )`,
];
