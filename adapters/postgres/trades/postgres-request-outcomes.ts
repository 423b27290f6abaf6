import type { LogPlace } from '@bourse/application/ports/log.ts';
import type {
  KeyedRequest,
  RequestKey,
  RequestOutcome,
  RequestOutcomes,
} from '@bourse/application/ports/request-outcomes.ts';
import { sql } from 'kysely';
import type { Database, Sql } from '../database.ts';
import { statementsOf } from '../postgres-transactions.ts';
import type { Column } from '../rows.ts';
import { oneByKey, rowsOf, rowWriter } from '../rows.ts';
import type { Statements } from '../statements.ts';
import type { OutcomeBatch } from './outcome-batch-codec.ts';
import { encodeOutcomes, outcomeAt } from './outcome-batch-codec.ts';
import { removeOutcomesBefore } from './outcome-removal.ts';
import type { RequestKeyRow } from './request-key-row-codec.ts';
import { KEY_COLUMNS, KEY_NAME_COLUMNS, keyedRequestFromRow } from './request-key-row-codec.ts';

/** Outcomes packed by the batch, as the log packs records; keys as rows of their own, only for requests that had one. */
export function createPostgresRequestOutcomes(database: Database): RequestOutcomes {
  return {
    async save(transaction, outcomes, keyed) {
      const statements = statementsOf(transaction);
      await Promise.all([saveOutcomes(statements, outcomes), saveKeys(statements.sql, keyed)]);
    },
    async find(places) {
      if (places.length === 0) return [];
      const batches = await database.prepared((statements) => batchesOver(statements.sql, places));
      return places.map((place) => outcomeIn(batches, place));
    },
    async ofKeys(keys) {
      if (keys.length === 0) return [];
      const found = await database.prepared((statements) => findKeys(statements.sql, keys));
      return keys.map((key) => found.get(nameOf(key)));
    },
    removeBefore: (atMs, maxBatches) =>
      database.query((connection) => removeOutcomesBefore(connection, atMs, maxBatches)),
  };
}

const KEY_TAKEN = 'another worker has decided a request with the same idempotency key meanwhile';

/** Outcomes of one row: what one look-up has to read. */
const MAX_OUTCOMES_OF_A_ROW = 250;

const BATCH_COLUMNS: readonly Column<OutcomeBatch>[] = [
  ['partition', 'integer', ({ partition }) => partition],
  ['base_position', 'bigint', ({ basePosition }) => basePosition],
  ['records', 'integer', ({ records }) => records],
  ['decided_at_ms', 'bigint', ({ decidedAtMs }) => decidedAtMs],
  ['payload', 'text', ({ payload }) => payload],
];

const writeBatches = rowWriter('trade_outcomes', BATCH_COLUMNS);

async function saveOutcomes(statements: Statements, outcomes: readonly RequestOutcome[]): Promise<void> {
  const batches = [...Map.groupBy(outcomes, ({ place }) => place.partition).values()].flatMap(packed);
  await writeBatches(statements, batches);
}

function packed(outcomes: readonly RequestOutcome[]): OutcomeBatch[] {
  const batches: OutcomeBatch[] = [];
  for (let start = 0; start < outcomes.length; start += MAX_OUTCOMES_OF_A_ROW) {
    const [first, ...others] = outcomes.slice(start, start + MAX_OUTCOMES_OF_A_ROW);
    if (first !== undefined) batches.push(encodeOutcomes([first, ...others]));
  }
  return batches;
}

/** In one order by everybody, so that two who save the same keys wait for each other and never both. */
async function saveKeys(connection: Sql, keyed: readonly KeyedRequest[]): Promise<void> {
  if (keyed.length === 0) return;
  // A violated constraint would say that the batch can never be stored; decided again it can.
  await sql`WITH added AS (
      INSERT INTO trade_request_keys (${namesOf(KEY_COLUMNS)})
      SELECT * FROM ${rowsOf(KEY_COLUMNS, keyed)} ORDER BY submitted_by COLLATE "C", idempotency_key COLLATE "C"
      ON CONFLICT (submitted_by, idempotency_key) DO NOTHING RETURNING 1)
    SELECT require_rows(count(*), ${keyed.length}, ${KEY_TAKEN}) FROM added`.execute(connection);
}

const ONE_BATCH = oneByKey('trade_outcomes', ['partition', 'base_position']);
const ONE_KEY = oneByKey('trade_request_keys', ['submitted_by', 'idempotency_key']);

interface BatchRow {
  readonly partition: number;
  readonly base_position: bigint;
  readonly payload: string;
}

const PLACE_COLUMNS: readonly Column<LogPlace>[] = [
  ['partition', 'integer', ({ partition }) => partition],
  ['position', 'bigint', ({ position }) => position],
];

/** The last batch that begins at or before each place, each batch once. */
async function batchesOver(connection: Sql, places: readonly LogPlace[]): Promise<readonly BatchRow[]> {
  const { rows } = await sql<BatchRow>`
    SELECT o.partition, o.base_position, o.payload FROM (
      SELECT DISTINCT row.partition, batch.base_position FROM ${rowsOf(PLACE_COLUMNS, places)} CROSS JOIN LATERAL (
        SELECT base_position FROM trade_outcomes
        WHERE trade_outcomes.partition = row.partition AND base_position <= row.position
        ORDER BY base_position DESC LIMIT 1
      ) AS batch
    ) AS row CROSS JOIN ${sql.raw(ONE_BATCH)} AS o ORDER BY o.base_position DESC`.execute(connection);
  return rows;
}

/** The batches come with the highest positions first. */
function outcomeIn(batches: readonly BatchRow[], place: LogPlace): RequestOutcome | undefined {
  const { partition, position } = place;
  const batch = batches.find((row) => row.partition === partition && row.base_position <= position);
  return batch === undefined
    ? undefined
    : outcomeAt({ basePosition: batch.base_position, payload: batch.payload }, place);
}

async function findKeys(connection: Sql, keys: readonly RequestKey[]): Promise<ReadonlyMap<string, KeyedRequest>> {
  const { rows } = await sql<RequestKeyRow>`
    SELECT k.* FROM ${rowsOf(KEY_NAME_COLUMNS, keys)} CROSS JOIN ${sql.raw(ONE_KEY)} AS k`.execute(connection);
  return new Map(rows.map((row) => [nameOf(keyedRequestFromRow(row)), keyedRequestFromRow(row)]));
}

function nameOf({ submittedBy, idempotencyKey }: RequestKey): string {
  return JSON.stringify([submittedBy, idempotencyKey]);
}

function namesOf<Item>(columns: readonly Column<Item>[]) {
  return sql.join(columns.map(([name]) => sql.ref(name)));
}
