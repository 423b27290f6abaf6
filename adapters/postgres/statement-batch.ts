import { Kysely, PostgresDialect } from 'kysely';
import type { Connection, PoolClient } from 'pg';
import { Query } from 'pg';
import type { Sql } from './database.ts';
import { toFault } from './faults.ts';
import { named } from './named-statements.ts';
import type { Statements } from './statements.ts';
import { rowsIn } from './statements.ts';

/** Statements that are gathered first and then travel and commit together; what becomes of them is known once the batch has been sent. */
export interface StatementBatch extends Statements {
  /**
   * Sends what was gathered, in its order, and resolves once all of it is committed. All or nothing: when one fails, none takes effect, and
   * this and each of them fail with the same fault; the connection must then be thrown away. Takes no further statements.
   */
  send(): Promise<void>;
}

/**
 * Makes an empty batch for one connection of a pipelining pool. Between two Sync messages of the extended protocol PostgreSQL runs everything as one transaction (its documentation,
 * "Pipelining"), so that a transaction whose statements are all known takes one round trip instead of three.
 */
export function createStatementBatch(client: PoolClient): StatementBatch {
  return new GatheredStatements(client);
}

/**
 * A class for the sake of its getter: V8 makes the function of one in an object literal anew each time and puts it into the old generation at
 * once, where it keeps whatever the batch holds from dying young.
 */
class GatheredStatements implements StatementBatch {
  readonly #client: PoolClient;
  readonly #statements: Statement[] = [];
  #sent = false;
  #built: Sql | undefined;

  constructor(client: PoolClient) {
    this.#client = client;
  }

  get sql(): Sql {
    return (this.#built ??= builderOver(this.#client, (text, values) => this.#gather(text, values)));
  }

  async run<Row>(text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return rowsIn(this.#gather(text, values));
  }

  send(): Promise<void> {
    this.#sent = true;
    if (this.#statements.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#client.query(new BatchQuery(this.#statements, resolve, reject));
    });
  }

  #gather(text: string, values: readonly unknown[]): Promise<unknown> {
    if (this.#sent) throw new TypeError('a statement came after its batch was sent');
    return new Promise((resolve, reject) => {
      this.#statements.push({ query: wireQuery(text, values, { resolve, reject }), reject });
    });
  }
}

/** The query builder, whose statements are gathered. The connection is released by whoever has sent the batch. */
function builderOver(client: PoolClient, query: (text: string, values: readonly unknown[]) => Promise<unknown>): Sql {
  const gathering = new Proxy(client, {
    get(target, name) {
      if (name === 'query') return query;
      if (name === 'release') return stay;
      const value: unknown = Reflect.get(target, name);
      return value;
    },
  });
  const pool = { connect: () => Promise.resolve(gathering), end: () => Promise.resolve(), options: {} };
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
}

function stay(): void {
  return undefined;
}

interface Told {
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

interface Statement {
  readonly query: WireQuery;
  readonly reject: Told['reject'];
}

/** What a query of the driver can do beyond what its types say: write itself to the server, and read what comes back. */
interface WireQuery {
  prepare(connection: unknown): void;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
  handleReadyForQuery(connection: Connection): void;
}

const WIRE_METHODS: readonly string[] = [
  ...['prepare', 'handleRowDescription', 'handleDataRow', 'handleCommandComplete', 'handleReadyForQuery'],
];

function wireQuery(text: string, values: readonly unknown[], told: Told): WireQuery {
  const query: unknown = new Query(named(text, values), (error, result) => {
    // The driver says null where its types say undefined.
    if (error instanceof Error) told.reject(toFault(error));
    else told.resolve(result);
  });
  if (!isWireQuery(query)) throw new TypeError('queries of this version of pg cannot be put together');
  return query;
}

function isWireQuery(query: unknown): query is WireQuery {
  return query instanceof Query && WIRE_METHODS.every((name) => typeof Reflect.get(query, name) === 'function');
}

/** To the driver one query with one answer; to the server all of the statements, with one Sync behind the last. */
class BatchQuery extends Query {
  readonly #statements: readonly Statement[];
  readonly #resolve: () => void;
  readonly #reject: (reason: unknown) => void;
  #answered = 0;

  constructor(statements: readonly Statement[], resolve: () => void, reject: (reason: unknown) => void) {
    super('');
    this.#statements = statements;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  override submit = (connection: Connection): void => {
    // Each statement would send a Sync of its own.
    const withoutSync: unknown = Object.create(connection, { sync: { value: () => undefined } });
    connection.stream.cork();
    for (const { query } of this.#statements) query.prepare(withoutSync);
    connection.sync();
    connection.stream.uncork();
  };

  handleRowDescription(message: unknown): void {
    this.#current().handleRowDescription(message);
  }

  handleDataRow(message: unknown): void {
    this.#current().handleDataRow(message);
  }

  handleCommandComplete(message: unknown, connection: Connection): void {
    this.#current().handleCommandComplete(message, connection);
    this.#answered += 1;
  }

  /** Comes once everything is committed. */
  handleReadyForQuery(connection: Connection): void {
    for (const { query } of this.#statements) query.handleReadyForQuery(connection);
    this.#resolve();
  }

  handleError(error: Error): void {
    const fault = toFault(error);
    for (const { reject } of this.#statements) reject(fault);
    this.#reject(fault);
  }

  #current(): WireQuery {
    const statement = this.#statements[this.#answered];
    if (statement === undefined) throw new TypeError('the server answered more statements than it was sent');
    return statement.query;
  }
}
