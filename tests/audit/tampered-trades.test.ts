import { verifyNewTrades } from '@bourse/application/audit/verify-trades.ts';
import type { TradeProgress } from '@bourse/application/ports/trade-audit.ts';
import { TRADES_GROUP, TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import { encodeSubmission } from '@bourse/application/trades/trade-submission-codec.ts';
import { createTradesProcessor, DEFAULT_TRADES_LIMITS } from '@bourse/application/trades/trades-processor.ts';
import { createKnownVersions } from '@bourse/application/trades/known-versions.ts';
import { startConsumer } from '@bourse/application/processing/consumer.ts';
import { fakeLogger, fakeMeter } from '@bourse/application/market/market-fakes.ts';
import type { Finding, FindingKind } from '@bourse/core/audit/finding.ts';
import { MS_PER_DAY, utcDate } from '@bourse/core/time/utc.ts';
import { createPostgresAuditReader } from '@bourse/postgres/audit/postgres-audit-reader.ts';
import { createPostgresDeadLetters } from '@bourse/postgres/log/postgres-dead-letters.ts';
import { createPostgresLogPositions } from '@bourse/postgres/log/postgres-log-positions.ts';
import { DEFAULT_LOG_LIMITS, openPostgresLog } from '@bourse/postgres/log/postgres-log.ts';
import { createPostgresPartitionOwnership } from '@bourse/postgres/log/postgres-partition-ownership.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { createPostgresRequestOutcomes } from '@bourse/postgres/trades/postgres-request-outcomes.ts';
import { createPostgresTradeStore } from '@bourse/postgres/trades/postgres-trade-store.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditOf } from '../support/audit-of.ts';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { until } from '../support/until.ts';

const postgres = databaseOfThisFile();
const PARTITIONS = 2;
const BATCHES = 6;
const PER_BATCH = 10;
const TABLES = ['trades', 'trade_outcomes', 'dead_letters', 'log_positions', 'log_batches'];
const day = (days: number): string => utcDate(Date.now() + days * MS_PER_DAY);

/** Trades as a worker has decided them, batch by batch: some superseded, some loaded as history, one record that nobody can read. */
beforeAll(async () => {
  const { database } = postgres();
  const log = await openPostgresLog(database, { ...DEFAULT_LOG_LIMITS, topics: { [TRADES_TOPIC]: PARTITIONS } });
  const positions = createPostgresLogPositions(database);
  const consumer = startConsumer(
    createTradesProcessor(
      {
        store: createPostgresTradeStore(database),
        outcomes: createPostgresRequestOutcomes(database),
        knownVersions: createKnownVersions(100),
        nowMs: () => systemClock.now(),
      },
      DEFAULT_TRADES_LIMITS,
    ),
    'worker',
    {
      log,
      positions,
      ownership: createPostgresPartitionOwnership(database, 60_000),
      transactions: createPostgresTransactions(database),
      deadLetters: createPostgresDeadLetters(database),
      clock: systemClock,
      meter: fakeMeter(),
      logger: fakeLogger(),
    },
  );
  const everythingIsDecided = async (): Promise<boolean> => {
    const reached = await positions.positions(TRADES_GROUP, TRADES_TOPIC);
    const ends = await Promise.all([0, 1].map((partition) => log.end(TRADES_TOPIC, partition)));
    return ends.every((end, partition) => reached.get(partition) === end);
  };
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const records = Array.from({ length: PER_BATCH }, (_, index) =>
      encodeSubmission(
        {
          trade: {
            tradeId: `T${index}`,
            version: index === 0 && batch > 0 ? 1 : batch + 3,
            counterpartyId: 'CP-1',
            bookId: 'B1',
            maturityDate: index === 1 ? day(-5) : day(5),
            createdDate: null,
          },
          asHistory: index === 1,
          submittedBy: 'ada',
          submittedAtMs: Date.now(),
          idempotencyKey: null,
        },
        {},
      ),
    );
    if (batch === 2) records.push({ key: 'broken', value: '{}', headers: {} });
    await log.append(TRADES_TOPIC, records);
    await until('the batch to be decided', everythingIsDecided);
  }
  await consumer.stop();
  for (const table of TABLES) await sql.raw(`CREATE TABLE genuine_${table} AS TABLE ${table}`).execute(database.sql);
});

beforeEach(async () => {
  const { sql: connection } = postgres().database;
  for (const table of TABLES.filter((name) => name !== 'dead_letters')) {
    await sql.raw(`DELETE FROM ${table}`).execute(connection);
    await sql.raw(`INSERT INTO ${table} TABLE genuine_${table}`).execute(connection);
  }
  await sql`UPDATE dead_letters AS d SET position = g.position FROM genuine_dead_letters g WHERE g.id = d.id`.execute(
    connection,
  );
});

/** What the background audit says that has seen everything up to these positions; something may happen before each of its parts. */
async function newFindings(
  before: readonly TradeProgress[] = [],
  beforePart: (number: number) => Promise<unknown> = () => Promise.resolve(),
) {
  const reader = createPostgresAuditReader(postgres().database);
  const findings: Finding[] = [];
  let parts = 0;
  const verified = await verifyNewTrades(
    {
      part: async (look) => {
        await beforePart(parts);
        parts += 1;
        return reader.snapshot(look);
      },
      report: (found) => void findings.push(...found),
      nowMs: () => Date.now(),
      maxFindings: 100,
    },
    before,
  );
  return { verified, findings, parts };
}

/** Makes each batch count more outcomes than a part of the background audit looks at. */
const oneBatchInAPart = () => tamper(sql`UPDATE trade_outcomes SET records = 1000`);

async function tamper(statement: RawBuilder<unknown>): Promise<void> {
  const { numAffectedRows } = await statement.execute(postgres().database.sql);
  // A test of damage that changed nothing would pass for the wrong reason.
  if (numAffectedRows === 0n) throw new RangeError('nothing was there to be changed');
}

const LAST = sql`(partition, base_position) IN (SELECT partition, max(base_position) FROM trade_outcomes GROUP BY 1)`;
const FIRST = sql`(partition, base_position) IN (SELECT partition, min(base_position) FROM trade_outcomes GROUP BY 1)`;

const DAMAGES: readonly (readonly [string, RawBuilder<unknown>, FindingKind])[] = [
  ['the last outcomes were removed', sql`DELETE FROM trade_outcomes WHERE ${LAST}`, 'outcome-missing'],
  ['the first outcomes were removed', sql`DELETE FROM trade_outcomes WHERE ${FIRST}`, 'outcome-missing'],
  [
    'outcomes in the middle were removed',
    sql`DELETE FROM trade_outcomes WHERE NOT ${FIRST} AND NOT ${LAST}`,
    'outcome-missing',
  ],
  ['all outcomes were removed', sql`DELETE FROM trade_outcomes`, 'outcome-missing'],
  [
    'an outcome was taken out of its batch',
    sql`UPDATE trade_outcomes SET payload = regexp_replace(payload, '\n\\[[^\n]*', '')`,
    'outcome-missing',
  ],
  [
    'outcomes cannot be read',
    sql`UPDATE trade_outcomes SET payload = replace(payload, '\n[', '\n{')`,
    'outcome-missing',
  ],
  ['a dead letter belongs to another record', sql`UPDATE dead_letters SET position = 1000`, 'outcome-missing'],
  [
    'a dead letter is there for a record with an outcome',
    sql`UPDATE dead_letters SET position = position - 1`,
    'outcome-repeated',
  ],
  [
    'an outcome is there twice',
    sql`UPDATE trade_outcomes SET payload = payload || substring(payload FROM '\n\\[0,[^\n]*')`,
    'outcome-repeated',
  ],
  [
    'a batch is there twice',
    sql`INSERT INTO trade_outcomes SELECT partition, base_position + 1, records, decided_at_ms, payload FROM genuine_trade_outcomes
      WHERE records > 1 ON CONFLICT DO NOTHING`,
    'outcome-repeated',
  ],
  ['a group was set back', sql`UPDATE log_positions SET position = position - 1`, 'outcome-repeated'],
  ['a trade was removed', sql`DELETE FROM trades WHERE trade_id = 'T3'`, 'trade-mismatch'],
  [
    'the versions of a trade went back',
    sql`DELETE FROM trades WHERE trade_id = 'T3' AND version = 8`,
    'trade-mismatch',
  ],
  [
    'a version got another number',
    sql`UPDATE trades SET version = 99 WHERE trade_id = 'T3' AND version = 4`,
    'trade-mismatch',
  ],
  [
    'a refusal became a success',
    sql`UPDATE trade_outcomes SET payload = replace(payload, '"version-superseded"', 'null')
      WHERE payload LIKE '%version-superseded%'`,
    'trade-mismatch',
  ],
  ['the reason of a refusal is gone', sql`UPDATE trades SET version = 1 WHERE trade_id = 'T0'`, 'trade-mismatch'],
  ['a living trade is marked', sql`UPDATE trades SET expired = true WHERE trade_id = 'T5'`, 'expiry-mismatch'],
  [
    'a matured trade got another date',
    sql`UPDATE trades SET maturity_date = ${day(9)}::date WHERE expired`,
    'expiry-mismatch',
  ],
];

describe('a verification of the trades of a database', () => {
  it('finds nothing wrong with trades that nobody touched', async () => {
    const report = await auditOf(postgres().database);
    expect(report).toMatchObject({ findings: [], tradeRequests: BigInt(BATCHES * PER_BATCH) });
    expect((await newFindings()).findings).toEqual([]);
    const { rows } = await sql`SELECT FROM dead_letters`.execute(postgres().database.sql);
    expect(rows).toHaveLength(1);
  });

  it.each(DAMAGES)('tells when %s, as a whole and in the background', async (_, statement, kind) => {
    await tamper(statement);
    const { findings } = await auditOf(postgres().database);
    expect(findings.map((finding) => finding.kind)).toContain(kind);
    expect((await newFindings()).findings.map((finding) => finding.kind)).toContain(kind);
  });

  it.each(DAMAGES)('tells when %s, also when each batch is a part', async (_, statement, kind) => {
    await tamper(statement);
    await sql`UPDATE trade_outcomes SET records = 1000`.execute(postgres().database.sql);
    expect((await newFindings()).findings.map((finding) => finding.kind)).toContain(kind);
  });

  it('looks in the background at so many batches at once as hold a part, and at the rest in further parts', async () => {
    const { verified, parts } = await newFindings();
    await oneBatchInAPart();
    const apart = await newFindings();
    expect(apart).toMatchObject({ verified, findings: [] });
    const { rows } = await sql`SELECT FROM trade_outcomes`.execute(postgres().database.sql);
    // One for the partitions, and behind the last outcomes of each another that finds the end.
    expect(apart.parts).toBe(1 + rows.length + PARTITIONS);
    expect(parts).toBe(1 + PARTITIONS + PARTITIONS);
  });

  it('sounds no alarm when outcomes are removed in their time between its parts', async () => {
    await tamper(sql`UPDATE log_batches SET appended_at = now() - interval '2 days'`);
    await oneBatchInAPart();
    const { database } = postgres();
    const { verified } = await newFindings();
    const removed = await newFindings([], async (part) => {
      if (part !== 3) return;
      await tamper(sql`UPDATE trade_outcomes SET decided_at_ms = 0 WHERE NOT ${LAST}`);
      expect(await createPostgresRequestOutcomes(database).removeBefore(1, 100)).toBeGreaterThan(PARTITIONS);
    });
    expect(removed).toMatchObject({ verified, findings: [] });
  });

  it('misses an old batch that is removed between its parts while those before it are kept', async () => {
    await tamper(sql`UPDATE log_batches SET appended_at = now() - interval '2 days'`);
    await oneBatchInAPart();
    const { findings } = await newFindings([], async (part) => {
      if (part === 2) await tamper(sql`DELETE FROM trade_outcomes WHERE NOT ${FIRST} AND NOT ${LAST}`);
    });
    expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(['outcome-missing']));
  });

  it('sounds no alarm over trades that are decided between its parts', async () => {
    await oneBatchInAPart();
    const { findings, verified } = await newFindings([], async (part) => {
      if (part === 1) {
        await tamper(sql`DELETE FROM trade_outcomes WHERE ${LAST}`);
        await tamper(sql`UPDATE log_positions AS p SET position = (
          SELECT max(base_position) FROM genuine_trade_outcomes g WHERE g.partition = p.partition)`);
      }
      if (part === 3) {
        await tamper(sql`INSERT INTO trade_outcomes TABLE genuine_trade_outcomes ON CONFLICT DO NOTHING`);
        await tamper(sql`UPDATE log_positions AS p SET position = g.position FROM genuine_log_positions g
          WHERE (g.group_name, g.topic, g.partition) = (p.group_name, p.topic, p.partition)`);
      }
    });
    expect(findings).toEqual([]);
    const { verified: everything } = await newFindings();
    expect(verified).toEqual(everything);
  });

  it('does not miss what was removed after its time', async () => {
    await tamper(sql`UPDATE log_batches SET appended_at = now() - interval '2 days'`);
    await tamper(sql`DELETE FROM trade_outcomes WHERE ${FIRST}`);
    expect((await auditOf(postgres().database)).findings).toEqual([]);
    await tamper(sql`DELETE FROM trade_outcomes`);
    expect((await auditOf(postgres().database)).findings).toEqual([]);
  });

  it('leaves alone in the background what it has seen, and looks at all that came since', async () => {
    const { verified } = await newFindings();
    await tamper(sql`DELETE FROM trades`);
    expect(await newFindings(verified)).toMatchObject({ verified, findings: [] });
    const { rows: lastBatches } = await sql<TradeProgress>`
      SELECT partition, max(base_position) AS position FROM trade_outcomes GROUP BY partition`.execute(
      postgres().database.sql,
    );
    const { findings } = await newFindings(lastBatches);
    expect(findings).toHaveLength(PER_BATCH);
    expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(['trade-mismatch']));
  });
});
