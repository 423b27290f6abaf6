import type { Migration } from 'kysely/migration';
import * as log from './0001-log.ts';
import * as identity from './0002-identity.ts';
import * as market from './0003-market.ts';
import * as books from './0004-books.ts';

/** All migrations by name, in the order of their names; forward only. A migration that was released is never edited. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-log': log,
  '0002-identity': identity,
  '0003-market': market,
  '0004-books': books,
};
