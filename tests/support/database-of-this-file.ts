import { afterAll, beforeAll } from 'vitest';
import type { TestDatabase } from './test-database.ts';
import { createTestDatabase } from './test-database.ts';

/** A database for the contract suites of one file, there from before the first test until after the last. */
export function databaseOfThisFile(): () => TestDatabase {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database?.drop();
  });
  return () => {
    if (database === undefined) throw new RangeError('the database is there only while tests run');
    return database;
  };
}
