import type { PoolClient } from 'pg';
import { throwFault } from './faults.ts';

/**
 * A connection whose statements have names, by which the server keeps them parsed and planned: for a small one that is most of the work.
 * `release` replaces that of the connection; what the driver throws is thrown as a fault. Only for texts of which there are few: every connection keeps each of them.
 */
export function withNamedStatements(client: PoolClient, release: PoolClient['release']): PoolClient {
  const query = (text: string, values: readonly unknown[]): Promise<unknown> =>
    client.query(named(text, values)).catch(throwFault);
  return new Proxy(client, {
    get(target, name) {
      if (name === 'release') return release;
      if (name === 'query') return query;
      const value: unknown = Reflect.get(target, name);
      const bound: unknown = typeof value === 'function' ? value.bind(target) : value;
      return bound;
    },
  });
}

/** The same for all connections. There are as many as places in the code that ask for them, for their values travel as arrays. */
const names = new Map<string, string>();

/** A statement as the driver takes it, with its name, which is the same for the same text. */
export function named(text: string, values: readonly unknown[]): { name: string; text: string; values: unknown[] } {
  const name = names.get(text) ?? `s${names.size}`;
  names.set(text, name);
  return { name, text, values: [...values] };
}
