import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import type { Database } from '@bourse/postgres/database.ts';
import { sql } from 'kysely';
import type { Ending } from '../support/bourse-process.ts';
import type { EmbeddedSite } from '../support/embedded-site.ts';
import { openEmbeddedSite, openEmptySite } from '../support/embedded-site.ts';
import { leftovers } from '../support/leftovers.ts';
import { openTestDatabase } from '../support/test-server.ts';
import type { OrderForm, TraderClient } from '../support/trader-client.ts';
import { until } from '../support/until.ts';

const later = leftovers();
const TRADERS = 8;
let site: EmbeddedSite;
let whileRunning: Verification;

interface Verification extends Ending {
  readonly output: string;
}

beforeAll(async () => {
  site = await openEmbeddedSite();
  later(() => site.close());
  const bourse = site.run('start');
  const url = await bourse.up();
  const traders = Array.from({ length: TRADERS }, () => site.trader(() => url));
  await until('a price', async () => (await traders[0]!.get<{ price: unknown }>('/assets/AAPL')).body?.price);
  await Promise.all(traders.map(trade));
  whileRunning = await verify();
  bourse.signal('SIGTERM');
  expect(await bourse.ended).toEqual({ code: 0, signal: null });
});

describe('bourse audit verify', () => {
  it('finds the books of a running Bourse in order', () => {
    expect(whileRunning).toMatchObject({ code: 0, signal: null });
    expect(whileRunning.output).toMatch(
      /^Verified \d+ journal transactions, 8 accounts, 8 positions, 0 requests to store trades\.$/m,
    );
    expect(whileRunning.output).toContain('The books are in order.');
  });

  it('finds the books of a stopped one in order', async () => {
    const verification = await verify();
    expect(verification).toMatchObject({ code: 0, signal: null });
    expect(verification.output).toContain('The books are in order.');
  });

  it('says that there are no books where there are none, and makes none', async () => {
    const nowhere = await openEmptySite();
    later(() => nowhere.close());
    const audit = nowhere.run('audit', 'verify');
    expect(await audit.ended).toEqual({ code: 1, signal: null });
    expect(audit.output()).toBe(
      `There is no database in the data directory ${nowhere.directory}. Set BOURSE_DATA_DIR to the directory of your Bourse, ` +
        'or DATABASE_URL to its server.',
    );
    expect(readdirSync(nowhere.directory)).toEqual([]);
  });

  it('names the first broken entry of a partition when the journal was changed', async () => {
    const broken = await tampered(async (database) => {
      const { partition, sequence } = await someEntry(database);
      await sql`UPDATE journal SET cash_available = cash_available + 1, cash_external = cash_external - 1
        WHERE partition = ${partition} AND sequence >= ${sequence}`.execute(database.sql);
      return { partition, sequence };
    });
    expect(broken.verification.code).toBe(2);
    expect(firstFinding(broken.verification)).toContain(
      `hash-mismatch at entry ${broken.value.sequence} of partition ${broken.value.partition}`,
    );
  });

  it('misses an entry that was cut off at the end', async () => {
    const broken = await tampered(async (database) => {
      const { partition, sequence } = await lastEntry(database);
      await sql`DELETE FROM journal WHERE partition = ${partition} AND sequence = ${sequence}`.execute(database.sql);
      return { partition, sequence };
    });
    const { partition, sequence } = broken.value;
    expect(broken.verification.code).toBe(2);
    expect(firstFinding(broken.verification)).toContain(`of partition ${partition}`);
    expect(firstFinding(broken.verification)).toContain(
      `the chain should end with entry ${sequence}, it ends with ${sequence - 1n}`,
    );
  });

  it.each([
    {
      what: 'a balance',
      finding: 'stored-balance-mismatch (account',
      tamper: `UPDATE accounts SET available_micros = available_micros + 1000000
        WHERE account_id = (SELECT min(account_id::text)::uuid FROM accounts)`,
    },
    {
      what: 'the hold of an order',
      finding: 'hold-mismatch (account',
      tamper: `UPDATE orders SET held_micros = held_micros - 1
        WHERE id = (SELECT min(id::text)::uuid FROM orders WHERE held_micros > 0)`,
    },
  ])('sees that $what was changed', async ({ finding, tamper }) => {
    const { verification } = await tampered(async (database) => {
      const { numAffectedRows } = await sql.raw(tamper).execute(database.sql);
      expect(numAffectedRows).toBe(1n);
    });
    expect(verification.code).toBe(2);
    expect(verification.output).toContain(finding);
    expect(verification.output).toContain('The books are NOT in order.');
  });

  it('finds the books in order again when everything is as it was', async () => {
    await withDatabase(putBack);
    expect(await verify()).toMatchObject({ code: 0, signal: null });
  });
});

/** Fills, orders that rest on either side, and cancelled ones. */
async function trade(trader: TraderClient): Promise<void> {
  const place = async (terms: Partial<OrderForm>, status: string): Promise<string> => {
    const form: OrderForm = {
      symbol: 'AAPL',
      side: 'buy',
      type: 'market',
      quantity: '1',
      time_in_force: 'gtc',
      ...terms,
    };
    const { body } = await trader.placeOrder(form);
    await until(`the order to be ${status}`, async () => (await trader.order(body!.id)).body?.status === status);
    return body!.id;
  };
  await trader.moveCash('deposit', '10000.00');
  await place({ quantity: '5' }, 'filled');
  await place({ side: 'sell', quantity: '2' }, 'filled');
  await place({ type: 'limit', limit_price: '1.00' }, 'open');
  await place({ side: 'sell', type: 'limit', limit_price: '100000.00' }, 'open');
  const given = await place({ type: 'limit', limit_price: '2.00' }, 'open');
  await trader.cancelOrder(given, { waitSeconds: 20 });
  await trader.moveCash('withdrawal', '10.00');
}

/** What the command says about the directory as it is. */
async function verify(): Promise<Verification> {
  const auditing = site.run('audit', 'verify');
  return { ...(await auditing.ended), output: auditing.output() };
}

/** Changes the books of the stopped Bourse, which are as they were before, behind its back, and has them verified. */
async function tampered<Value>(
  tamper: (database: Database) => Promise<Value>,
): Promise<{ readonly value: Value; readonly verification: Verification }> {
  const value = await withDatabase(async (database) => {
    await putBack(database);
    return await tamper(database);
  });
  return { value, verification: await verify() };
}

const TABLES = ['journal', 'journal_heads', 'accounts', 'orders'];

/** Makes everything as it was, and lets the journal be changed as only the owner of the database can. */
async function putBack({ sql: connection }: Database): Promise<void> {
  await sql`ALTER TABLE journal DISABLE TRIGGER ALL`.execute(connection);
  for (const table of TABLES) {
    await sql.raw(`CREATE TABLE IF NOT EXISTS genuine_${table} AS TABLE ${table}`).execute(connection);
    await sql.raw(`DELETE FROM ${table}`).execute(connection);
    await sql.raw(`INSERT INTO ${table} TABLE genuine_${table}`).execute(connection);
  }
}

/** Works as the superuser of the stopped Bourse's database. */
async function withDatabase<Value>(work: (database: Database) => Promise<Value>): Promise<Value> {
  const server = await startEmbeddedPostgres({ dataDirectory: site.directory });
  const database = openTestDatabase(server.connection);
  try {
    return await work(database);
  } finally {
    await database.close();
    await server.stop();
  }
}

interface Entry {
  readonly partition: number;
  readonly sequence: bigint;
}

/** The third entry of a partition that has some behind it. */
async function someEntry(database: Database): Promise<Entry> {
  const { rows } = await sql<Entry>`
    SELECT partition, 3::bigint AS sequence FROM journal GROUP BY partition HAVING max(sequence) > 5
    ORDER BY partition DESC LIMIT 1`.execute(database.sql);
  return rows[0]!;
}

async function lastEntry(database: Database): Promise<Entry> {
  const { rows } = await sql<Entry>`
    SELECT partition, max(sequence) AS sequence FROM journal GROUP BY partition ORDER BY partition LIMIT 1`.execute(
    database.sql,
  );
  return rows[0]!;
}

function firstFinding({ output }: Verification): string {
  return output.split('\n').find((line) => line.startsWith('  ')) ?? output;
}
