import { sql } from 'kysely';
import type { Database } from './database.ts';

/** What tells this database from any other: made when its server was, and when it was. Throws Fault('unavailable'). */
export async function identityOf(database: Database): Promise<string> {
  const { rows } = await database.query((connection) =>
    sql<{ identity: string }>`
      SELECT system_identifier || '-' || oid AS identity
      FROM pg_control_system(), pg_database WHERE datname = current_database()`.execute(connection),
  );
  const [row] = rows;
  if (row === undefined) throw new TypeError('the database does not know itself');
  return row.identity;
}
