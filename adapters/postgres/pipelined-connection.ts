import { Kysely, PostgresDialect } from 'kysely';
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
  const query = (text: string, values: readonly unknown[]): Promise<unknown> => {
    if (closed) throw new TypeError('a statement came after the end of its transaction');
    return client.query({ name: nameOf(text), text, values: [...values] });
  };
  const gated = new Proxy(client, {
    get(target, name) {
      if (name === 'release') return stay;
      if (name === 'query') return query;
      const value: unknown = Reflect.get(target, name);
      const bound: unknown = typeof value === 'function' ? value.bind(target) : value;
      return bound;
    },
  });
  const pool = { connect: () => Promise.resolve(gated), end: () => Promise.resolve(), options: {} };
  return {
    sql: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }),
    close() {
      closed = true;
    },
  };
}

/**
 * Names of statements, by which the server keeps them parsed and planned: for a small batch that is most of the work. There are as many
 * as places in the code that write within a transaction, for their values travel as arrays.
 */
const names = new Map<string, string>();

function nameOf(text: string): string {
  const name = names.get(text) ?? `s${names.size}`;
  names.set(text, name);
  return name;
}

/** The connection is released by whoever ends the transaction, not behind each statement. */
function stay(): void {
  return undefined;
}
