import { PassingMap } from '@bourse/core/caching/passing-map.ts';
import { createPostgresTransactions, statementsOf } from '@bourse/postgres/postgres-transactions.ts';
import { describe, expect, it } from 'vitest';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { bytesMadeOld } from '../support/old-generation.ts';

const postgres = databaseOfThisFile();

/** Of what passes through: what is made old by chance, and what is left of the statements' own making. */
const MOST_SHARE = 1 / 20;

describe('what lives for a moment dies young', () => {
  it('when it passes through a map that lives for long', async () => {
    const map = new PassingMap<number, readonly number[]>();
    let next = 0;
    const old = await bytesMadeOld(100, () => {
      for (const last = next + 500; next < last; next += 1) {
        map.set(next, new Array<number>(100).fill(0.5));
        map.delete(next - 50);
      }
    });
    expect(old).toBeLessThan(100 * 500 * 100 * 8 * MOST_SHARE);
  });

  it.each(['runAtOnce', 'in order'])('when it is a value of a statement: transactions %s', async (kind) => {
    const transactions = createPostgresTransactions(postgres().database);
    const { runAtOnce } = kind === 'in order' ? transactions.inOrder() : transactions;
    const valueBytes = 8_000;
    let made = 0;
    const value = (): string => `${(made += 1)}`.padEnd(valueBytes, 'x');
    const old = await bytesMadeOld(30, async () => {
      for (let batch = 0; batch < 20; batch += 1) {
        await runAtOnce(async (transaction) => {
          const statements = statementsOf(transaction);
          await Promise.all([1, 2, 3, 4].map(() => statements.run('SELECT length($1::text)', [value()])));
        });
      }
    });
    expect(old).toBeLessThan(30 * 20 * 4 * valueBytes * MOST_SHARE);
  });
});
