import { Kysely, PostgresDialect } from 'kysely';
import type { PoolClient } from 'pg';
import { withNamedStatements } from './named-statements.ts';
import type { Statements } from './statements.ts';
import { statementsBy } from './statements.ts';

/** One connection on which statements that are handed over at once travel at once. */
export interface PipelinedConnection {
  readonly statements: Statements;
  /** Lets no further statement through; those that were let through before are in front of whatever is sent now. */
  readonly close: () => void;
}

/**
 * Statements by Kysely on one connection of a pipelining pool. Kysely's own transactions run one statement after another, which makes each
 * wait for the answer to the one before.
 */
export function createPipelinedConnection(client: PoolClient): PipelinedConnection {
  let closed = false;
  const named = withNamedStatements(client, stay);
  const gated = new Proxy(named, {
    get(target, name) {
      if (name === 'query' && closed) throw new TypeError('a statement came after the end of its transaction');
      const value: unknown = Reflect.get(target, name);
      return value;
    },
  });
  const pool = { connect: () => Promise.resolve(gated), end: () => Promise.resolve(), options: {} };
  const sql = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  return {
    statements: statementsBy(sql, (text, values) => gated.query(text, [...values])),
    close() {
      closed = true;
    },
  };
}

/** The connection is released by whoever ends the transaction, not behind each statement. */
function stay(): void {
  return undefined;
}
