import { verifyBooks } from '@bourse/application/audit/verify-books.ts';
import type { AuditReader } from '@bourse/application/ports/audit-reader.ts';
import type { BookChanges } from '@bourse/application/ports/account-books.ts';
import { emptyAccount } from '@bourse/core/ledger/account.ts';
import type { JournalTransaction } from '@bourse/core/ledger/journal.ts';
import { entriesOf } from '@bourse/core/ledger/movement.ts';
import { emptyPosition } from '@bourse/core/ledger/position.ts';
import { createMemoryAccountBooks } from '@bourse/memory/memory-account-books.ts';
import { createMemoryAuditReader } from '@bourse/memory/memory-audit-reader.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_CHANGES } from '../support/book-fixtures.ts';
import { createBookkeeper, sha256 } from '../support/bookkeeper.ts';
import { history, occurrencesOf } from '../support/trading-history.ts';
import { openSmallBooks, rehashedFrom, tampered } from './tampered-reader.ts';

const verify = (reader: AuditReader) => verifyBooks(reader, sha256, () => undefined);

/** Verifies small books whose journal was changed in the partition of the trader. */
async function verifyTampered(change: (journal: readonly JournalTransaction[]) => readonly JournalTransaction[]) {
  const small = await openSmallBooks();
  const isTraders = ([first]: readonly JournalTransaction[]) => first?.partition === small.partitionOfTrader;
  const reader = tampered(small.reader, (journal) => (isTraders(journal) ? change(journal) : journal));
  return { ...small, ...(await verify(reader)) };
}

describe('a verification', () => {
  it('finds nothing wrong with books that were booked by the rules, and counts what it saw', async () => {
    const { reader, bookkeeper } = await openSmallBooks();
    const progress: bigint[] = [];
    const report = await verifyBooks(reader, sha256, (transactions) => progress.push(transactions));
    const transactions = BigInt(bookkeeper.journal().length);
    expect(report).toEqual({ transactions, accounts: 2, positions: 1, tradeRequests: 0n, findings: [] });
    expect(progress.at(-1)).toBe(transactions);
  });

  it('finds nothing wrong with books in which nothing was booked', async () => {
    const report = await verify(createMemoryAuditReader(createMemoryAccountBooks()));
    expect(report).toEqual({ transactions: 0n, accounts: 0, positions: 0, tradeRequests: 0n, findings: [] });
  });

  it('names the first entry that was changed, not those behind it', async () => {
    const { findings, partitionOfTrader } = await verifyTampered((journal) =>
      journal.map((entry) => (entry.sequence >= 2n ? { ...entry, recordedAtMs: 1 } : entry)),
    );
    expect(findings).toHaveLength(1);
    expect(findings).toMatchObject([{ kind: 'hash-mismatch', partition: partitionOfTrader, sequence: 2n }]);
  });

  it('names the entry in front of which one was removed', async () => {
    const { findings } = await verifyTampered((journal) => journal.filter(({ sequence }) => sequence !== 2n));
    expect(findings).toMatchObject([{ kind: 'sequence-gap', sequence: 3n }]);
  });

  it('finds by the stored head that the end of a chain was cut off', async () => {
    const { findings, partitionOfTrader } = await verifyTampered((journal) => journal.slice(0, 2));
    expect(findings).toMatchObject([{ kind: 'head-mismatch', partition: partitionOfTrader, sequence: 2n }]);
  });

  it('finds by the stored head that a whole chain was removed', async () => {
    const { findings } = await verifyTampered(() => []);
    expect(findings).toMatchObject([{ kind: 'head-mismatch', sequence: 0n }]);
  });

  it('finds by the stored head that the last entry was changed and hashed anew', async () => {
    const last = (journal: readonly JournalTransaction[]) => journal.at(-1)!.sequence;
    const { findings } = await verifyTampered((journal) =>
      rehashedFrom(journal, last(journal), (entry) => ({ ...entry, recordedAtMs: entry.recordedAtMs + 1 })),
    );
    expect(findings).toMatchObject([{ kind: 'head-mismatch' }]);
  });

  it('names an entry that takes more than there was although its chain was hashed anew', async () => {
    const { findings } = await verifyTampered((journal) =>
      rehashedFrom(journal, 2n, (entry) => ({
        ...entry,
        movement: {
          ...entry.movement,
          entries: entriesOf({ cashAvailable: -(2n ** 50n), cashHeld: 2n ** 50n }),
        },
      })),
    );
    expect(findings[0]).toMatchObject({ kind: 'balance-mismatch', sequence: 2n });
  });

  it('goes on with the other partitions behind a broken one', async () => {
    const books = createMemoryAccountBooks();
    const bookkeeper = createBookkeeper({ books, transactions: createMemoryTransactions() });
    for (const happenings of fc.sample(history(), 6)) await bookkeeper.book(occurrencesOf(happenings).occurrences);
    expect(books.heads().length).toBeGreaterThan(1);
    const broken = tampered(createMemoryAuditReader(books), (journal) =>
      journal.map((entry) => (entry.sequence === 1n ? { ...entry, recordedAtMs: 1 } : entry)),
    );
    const { findings } = await verify(broken);
    expect(findings.map(({ kind, sequence }) => [kind, sequence])).toEqual(
      books.heads().map(() => ['hash-mismatch', 1n]),
    );
  });

  const damages: readonly (readonly [string, (trader: string) => Partial<BookChanges>, detail: string])[] = [
    [
      'stored cash differs',
      (trader) => ({ accounts: [{ ...emptyAccount(trader), availableMicros: 1n }] }),
      'stored cash 1 + 0 held differs from what the journal adds up to',
    ],
    [
      'the stored average price differs',
      (trader) => ({
        positions: [{ ...emptyPosition(trader, 'AAPL'), availableMicros: 6_000_000n, heldMicros: 4_000_000n }],
      }),
      'stored position in AAPL differs from what the journal adds up to',
    ],
    [
      'there is a position that nobody booked',
      (trader) => ({ positions: [emptyPosition(trader, 'NVDA')] }),
      'stored position in NVDA differs from what the journal adds up to',
    ],
  ];
  it.each(damages)('says that %s', async (_, damage, detail) => {
    const { reader, books, transactions, trader } = await openSmallBooks();
    await transactions.run((transaction) => books.save(transaction, { ...NO_CHANGES, ...damage(trader) }));
    const { findings } = await verify(reader);
    expect(findings).toContainEqual({
      kind: 'stored-balance-mismatch',
      partition: null,
      sequence: null,
      accountId: trader,
      detail,
    });
  });

  it('says that accounts and positions are missing', async () => {
    const { reader, trader, other } = await openSmallBooks();
    const without: AuditReader = {
      ...reader,
      snapshot: (work) =>
        reader.snapshot((snapshot) =>
          work({ ...snapshot, accounts: () => Promise.resolve([]), positions: () => Promise.resolve([]) }),
        ),
    };
    const { findings } = await verify(without);
    const said = findings.map(({ accountId, detail }) => `${accountId}: ${detail.split(' differs')[0]}`);
    expect(said.toSorted()).toEqual(
      [
        `${trader}: the account is missing`,
        `${other}: the account is missing`,
        `${trader}: the position in AAPL is missing`,
      ].toSorted(),
    );
  });

  it('reports at most a hundred findings', async () => {
    const books = createMemoryAccountBooks();
    const accounts = Array.from({ length: 200 }, (_, index) => ({
      ...emptyAccount(`account ${index}`),
      availableMicros: 1n,
    }));
    await createMemoryTransactions().run((transaction) => books.save(transaction, { ...NO_CHANGES, accounts }));
    expect((await verify(createMemoryAuditReader(books))).findings).toHaveLength(100);
  });
});
