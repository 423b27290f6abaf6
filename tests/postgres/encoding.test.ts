import { isFault } from '@bourse/application/ports/fault.ts';
import { migrate } from '@bourse/postgres/migrate.ts';
import { sql } from 'kysely';
import { expect, inject, it } from 'vitest';
import { administer, openTestDatabase, withDatabase } from '../support/test-server.ts';

it('a database that is not in UTF8 is refused, with what to do, and left as it is', async () => {
  const server = inject('testServer');
  const name = `${server.template}_ascii`;
  await administer(server, ({ sql: connection }) =>
    sql`CREATE DATABASE ${sql.id(name)} ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`.execute(
      connection,
    ),
  );
  const database = openTestDatabase(withDatabase(server.connection, name));
  try {
    const refused = migrate(database);
    await expect(refused).rejects.toThrow(/has the encoding SQL_ASCII.*ENCODING 'UTF8' TEMPLATE template0/);
    await expect(refused).rejects.toSatisfy((error) => isFault(error, 'invalid-data'));
    const { rows } = await database.query((connection) =>
      sql`SELECT FROM pg_tables WHERE schemaname = 'public'`.execute(connection),
    );
    expect(rows).toEqual([]);
  } finally {
    await database.close();
    await administer(server, ({ sql: connection }) =>
      sql`DROP DATABASE ${sql.id(name)} WITH (FORCE)`.execute(connection),
    );
  }
});
