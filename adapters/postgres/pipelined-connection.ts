import type { DatabaseConnection, Dialect } from 'kysely';
import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import type { PoolClient } from 'pg';

/** One connection on which statements that are handed over at once travel at once. */
export interface PipelinedConnection {
  readonly sql: Kysely<unknown>;
  /** Lets no further statement through; those that were let through before are in front of whatever is sent now. */
  readonly close: () => void;
}

/**
 * Statements by Kysely on one connection of a pipelining pool. Kysely's own transactions run one statement after another, which makes each
 * wait for the answer to the one before.
 */
export function createPipelinedConnection(client: PoolClient): PipelinedConnection {
  let closed = false;
  const executeQuery: DatabaseConnection['executeQuery'] = async ({ sql, parameters }) => {
    if (closed) throw new TypeError('a statement came after the end of its transaction');
    return { rows: (await client.query(sql, [...parameters])).rows };
  };
  const connection: DatabaseConnection = {
    executeQuery,
    streamQuery() {
      throw new TypeError('a transaction does not stream');
    },
  };
  return {
    sql: new Kysely<unknown>({ dialect: dialectOn(connection) }),
    close() {
      closed = true;
    },
  };
}

function dialectOn(connection: DatabaseConnection): Dialect {
  const refuse = (): Promise<void> => Promise.reject(new TypeError('the transaction is begun and ended outside'));
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createDriver: () => ({
      init: nothing,
      acquireConnection: () => Promise.resolve(connection),
      releaseConnection: nothing,
      beginTransaction: refuse,
      commitTransaction: refuse,
      rollbackTransaction: refuse,
      destroy: nothing,
    }),
  };
}
