import { Kysely, PostgresDialect } from 'kysely';
import type { PoolClient, PoolConfig } from 'pg';
import { Pool, types } from 'pg';
import { Fault } from '@bourse/application/ports/fault.ts';
import { throwFault } from './faults.ts';
import { named, withNamedStatements } from './named-statements.ts';
import { endWhenSilent } from './silent-server.ts';
import type { Statements } from './statements.ts';
import { statementsBy } from './statements.ts';

/** How to reach the server: a connection string, or the parts of one. */
export type ConnectionOptions = Pick<
  PoolConfig,
  'connectionString' | 'host' | 'port' | 'user' | 'password' | 'database'
>;

/** Tables are typed where they are queried: statements are SQL, parameters are bound. */
export type Sql = Kysely<unknown>;

/** An open database. */
export interface Database {
  readonly sql: Sql;
  /** Connections open, idle, and calls waiting for one. */
  readonly use: () => { readonly total: number; readonly idle: number; readonly waiting: number };
  /** Runs a query. What goes wrong with the database is thrown as a fault; a bug in the work is thrown as it is. */
  query<Answer>(work: (sql: Sql) => Promise<Answer>): Promise<Answer>;
  /** The same for statements that are run all the time: the server parses and plans each of them once for each connection. */
  prepared<Answer>(work: (statements: Statements) => Promise<Answer>): Promise<Answer>;
  /** Takes a connection out of the pool; it must be released. Throws Fault('unavailable'). */
  connect(): Promise<PoolClient>;
  /** Resolves when the server answers. Throws Fault('unavailable'). */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Size and patience of the connection pool. */
export interface PoolLimits {
  readonly maxConnections: number;
  /** How long a call waits for a connection, milliseconds. */
  readonly connectTimeoutMs: number;
  /** How long one statement may run, milliseconds. */
  readonly statementTimeoutMs: number;
  /**
   * How long a transaction may stand still before the server ends it, milliseconds: the locks of a process that was stopped in the
   * middle, or of a machine that is gone, would keep everybody else waiting.
   */
  readonly idleInTransactionMs: number;
  /**
   * How long a connection may be silent, milliseconds, before it counts as lost; longer than any statement of these callers takes. Absent: as
   * long as it wants.
   */
  readonly maxSilenceMs?: number;
}

export const DEFAULT_POOL_LIMITS: PoolLimits = {
  maxConnections: 10,
  connectTimeoutMs: 5_000,
  statementTimeoutMs: 30_000,
  idleInTransactionMs: 10_000,
};

/** 64-bit integers are money and positions: they must never pass through a floating-point number. */
types.setTypeParser(types.builtins.INT8, BigInt);

/** Opens a pool. Nothing is connected before the first query. `onIdleError` is told about connections lost while nobody used them. */
export function openDatabase(
  connection: ConnectionOptions,
  limits: PoolLimits,
  onIdleError: (error: Error) => void,
): Database {
  const pool = new Pool({
    ...connection,
    max: limits.maxConnections,
    connectionTimeoutMillis: limits.connectTimeoutMs,
    statement_timeout: limits.statementTimeoutMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionMs,
    application_name: 'bourse',
    // Whatever Bourse reads it reads by an index. A plan that is kept must not read a whole table because that was small when it was made.
    // And whoever reads much leaves the other processors to those who trade.
    options: '-c enable_seqscan=off -c max_parallel_workers_per_gather=0',
    // Statements that are handed over together travel together, instead of each waiting for the answer to the one before.
    pipeline: true,
  });
  // The pool listens only while a connection is idle. One that is lost between two statements of a transaction would end the process.
  pool.on('connect', (client) => {
    client.on('error', leaveToNextStatement);
    if (limits.maxSilenceMs !== undefined) endWhenSilent(client, limits.maxSilenceMs);
  });
  let closed: Promise<void> | undefined;
  pool.on('error', (error) => {
    if (closed === undefined) onIdleError(error);
  });
  const throwingFaults = {
    connect: async () => withFaults(await pool.connect().catch(throwFault)),
    end: () => Promise.resolve(),
    options: {},
  };
  const sql = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: throwingFaults }) });
  const preparing = {
    connect: async () => {
      const client = await pool.connect().catch(throwFault);
      return withNamedStatements(client, (error) => {
        client.release(error);
      });
    },
    end: () => Promise.resolve(),
    options: {},
  };
  const preparedSql = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: preparing }) });
  const statements = statementsBy(preparedSql, (text, values) => pool.query(named(text, values)).catch(throwFault));
  /** Whatever came too late has not been done. */
  const throwOnceClosed = (error: unknown): never => {
    if (closed !== undefined && !(error instanceof Fault))
      throw new Fault('unavailable', 'the database is being closed', error);
    throw error;
  };
  return {
    sql,
    use: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    query: async (work) => work(sql).catch(throwOnceClosed),
    prepared: async (work) => work(statements).catch(throwOnceClosed),
    connect: () => pool.connect().catch(throwFault),
    async ping() {
      await pool.query('SELECT 1').catch(throwFault);
    },
    close() {
      // Not by way of the query builder, which would leave a pool alone that others have used.
      closed ??= sql.destroy().then(() => pool.end());
      return closed;
    },
  };
}

/** A connection whose statements fail with faults. */
function withFaults(client: PoolClient): PoolClient {
  const query = (text: string, values: unknown[]): Promise<unknown> => client.query(text, values).catch(throwFault);
  return new Proxy(client, {
    get(target, name) {
      if (name === 'query') return query;
      const value: unknown = Reflect.get(target, name);
      const bound: unknown = typeof value === 'function' ? value.bind(target) : value;
      return bound;
    },
  });
}

/** A lost connection fails the next statement on it, and with it the transaction; that is told to whoever waits for it. */
function leaveToNextStatement(): void {
  return undefined;
}
