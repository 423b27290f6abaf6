import type { CatalogueHistory } from '@bourse/application/ports/catalogue-history.ts';
import type { InstrumentDescription } from '@bourse/core/market/catalogue-search.ts';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** A version of the catalogue is what the table instruments holds with all changes since taken back; triggers note the changes. */
export function createPostgresCatalogueHistory(database: Database): CatalogueHistory {
  return {
    async version() {
      const { rows } = await database.query((connection) =>
        sql<{ version: bigint }>`SELECT version FROM catalogue_version`.execute(connection),
      );
      return theOnly(rows).version;
    },
    async instrumentsOf(version) {
      const { rows } = await database.query((connection) =>
        sql<{ known: boolean; instruments: readonly InstrumentDescription[] }>`
          WITH since AS (
            SELECT DISTINCT ON (symbol) symbol, name, exchange, sector FROM catalogue_changes
            WHERE version > ${version} ORDER BY symbol, version),
          listed AS (
            SELECT symbol, name, exchange, sector FROM instruments WHERE symbol NOT IN (SELECT symbol FROM since)
            UNION ALL SELECT * FROM since WHERE name IS NOT NULL)
          SELECT ${version}::bigint BETWEEN oldest AND version AS known,
            (SELECT coalesce(json_agg(listed), '[]') FROM listed) AS instruments
          FROM catalogue_version`.execute(connection),
      );
      const { known, instruments } = theOnly(rows);
      return known ? instruments : undefined;
    },
    async forgetChanges(beforeMs, limit) {
      const { rows } = await database.query((connection) =>
        sql<{ forgotten: bigint }>`
          WITH old AS (
            SELECT version, symbol FROM catalogue_changes WHERE changed_at < to_timestamp(${beforeMs / 1_000}::float8)
            ORDER BY version, symbol LIMIT ${limit}),
          forgotten AS (
            DELETE FROM catalogue_changes AS change USING old
            WHERE (change.version, change.symbol) = (old.version, old.symbol) RETURNING change.version),
          moved AS (
            UPDATE catalogue_version SET oldest = greatest(oldest, (SELECT max(version) FROM forgotten))
            WHERE EXISTS (SELECT FROM forgotten))
          SELECT count(*) AS forgotten FROM forgotten`.execute(connection),
      );
      return Number(theOnly(rows).forgotten);
    },
  };
}

function theOnly<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new TypeError('the version of the catalogue is not in its table');
  return row;
}
