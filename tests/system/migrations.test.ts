import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '@bourse/postgres/migrations/index.ts';
import type { BourseProcess } from '../support/bourse-process.ts';
import { startBourse } from '../support/bourse-process.ts';
import { leftovers } from '../support/leftovers.ts';
import { startPrivateServer } from '../support/private-server.ts';
import { createTemporaryDirectory } from '../support/temporary-directory.ts';

const later = leftovers();
const NAMES = Object.keys(MIGRATIONS).sort();

describe('processes that start at the same moment on an empty database', () => {
  it('bring its schema up to date once, and all come up', async () => {
    const { environment, database } = await emptyDatabase();
    const roles = ['api', 'api', 'worker', 'worker', 'feed'].map((role) => start([role], environment));
    const migrating = start(['migrate'], environment);

    await Promise.all(roles.map((role) => role.up()));
    expect(await migrating.ended).toEqual({ code: 0, signal: null });

    const { rows } = await database.query((connection) =>
      sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(connection),
    );
    expect(rows.map(({ name }) => name)).toEqual(NAMES);
    // Each was carried out by one of them, and by that one only.
    const doneByRoles = roles.flatMap(({ log }) => log.flatMap(({ migrations }) => (migrations ?? []) as string[]));
    const doneByCommand = NAMES.filter((name) => migrating.output().includes(name));
    expect([...doneByRoles, ...doneByCommand].sort()).toEqual(NAMES);
  });

  it('find nothing to do the next time', async () => {
    const { environment } = await emptyDatabase();
    const first = start(['migrate'], environment);
    await first.ended;
    expect(first.output()).toBe(`Migrated: ${NAMES.join(', ')}.`);
    const again = start(['migrate'], environment);
    expect(await again.ended).toEqual({ code: 0, signal: null });
    expect(again.output()).toBe('The schema is up to date.');
  });
});

describe('a database that a newer Bourse has migrated', () => {
  it('is refused with a sentence by all that would use it', async () => {
    const { environment, database } = await emptyDatabase();
    await start(['migrate'], environment).ended;
    await sql`INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-of-tomorrow', '')`.execute(database.sql);
    for (const command of ['migrate', 'api']) {
      const older = start([command], environment);
      expect(await older.ended).toEqual({ code: 1, signal: null });
      expect(older.output()).toMatch(/^The database was migrated by a newer Bourse \(9999-of-tomorrow\), and/m);
      expect(older.output()).not.toMatch(/^\s+at /m);
    }
  });
});

async function emptyDatabase() {
  const server = await startPrivateServer();
  later(() => server.close());
  const directory = await createTemporaryDirectory();
  later(() => directory.remove());
  const environment = { DATABASE_URL: server.url, BOURSE_DATA_DIR: directory.path, BOURSE_PORT: '0' };
  return { environment, database: server.database };
}

function start(command: readonly string[], environment: Readonly<Record<string, string>>): BourseProcess {
  const bourse = startBourse(command, environment);
  later(() => bourse.kill());
  return bourse;
}
