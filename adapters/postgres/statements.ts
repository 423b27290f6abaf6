import type { Kysely } from 'kysely';

/**
 * Runs statements that are run all the time, on connections that keep them parsed and planned under a name each: for a small one that is most of
 * the work. Only for texts of which there are few, as every connection keeps each of them.
 */
export interface Statements {
  /** For those that the query builder puts together. */
  readonly sql: Kysely<unknown>;
  /**
   * Runs a statement whose text was put together once, and answers its rows: past the query builder, which would take longer than many a small
   * statement runs. What goes wrong with the database is thrown as a fault.
   */
  run<Row>(text: string, values: readonly unknown[]): Promise<readonly Row[]>;
}

/** Statements that one function runs, and a query builder beside it. */
export function statementsBy(
  sql: Kysely<unknown>,
  query: (text: string, values: readonly unknown[]) => Promise<unknown>,
): Statements {
  return {
    sql,
    run: (text, values) => rowsIn(query(text, values)),
  };
}

interface Answer<Row> {
  readonly rows: readonly Row[];
}

/** The rows in an answer of the driver, which knows nothing of their shape. */
export async function rowsIn<Row>(asked: Promise<unknown>): Promise<readonly Row[]> {
  const answer = await asked;
  if (!isAnswer<Row>(answer)) throw new TypeError('the driver answered without rows');
  return answer.rows;
}

function isAnswer<Row>(answer: unknown): answer is Answer<Row> {
  return typeof answer === 'object' && answer !== null && 'rows' in answer && Array.isArray(answer.rows);
}
