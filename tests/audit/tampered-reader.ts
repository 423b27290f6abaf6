import type { AuditReader, AuditSnapshot } from '@bourse/application/ports/audit-reader.ts';
import type { JournalTransaction } from '@bourse/core/ledger/journal.ts';
import { createMemoryAccountBooks } from '@bourse/memory/memory-account-books.ts';
import { createMemoryAuditReader } from '@bourse/memory/memory-audit-reader.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { hashOf } from '@bourse/core/ledger/journal.ts';
import { sha256 } from '../support/bookkeeper.ts';
import { bookSmallBooks } from '../support/small-books.ts';

/** Small books in memory, and a reader of them. */
export async function openSmallBooks() {
  const books = createMemoryAccountBooks();
  const transactions = createMemoryTransactions();
  const small = await bookSmallBooks({ books, transactions });
  const partitionOfTrader = books.journal().find(({ accountId }) => accountId === small.trader)!.partition;
  return { books, transactions, ...small, partitionOfTrader, reader: createMemoryAuditReader(books) };
}

/** The same books as somebody left them who changed the journal behind the back of Bourse. */
export function tampered(
  reader: AuditReader,
  change: (journal: readonly JournalTransaction[]) => readonly JournalTransaction[],
): AuditReader {
  const inPlace = (snapshot: AuditSnapshot): AuditSnapshot => ({
    ...snapshot,
    async journal(partition, afterSequence, limit) {
      const whole = await snapshot.journal(partition, 0n, Number.MAX_SAFE_INTEGER);
      const last = afterSequence + BigInt(limit);
      return change(whole).filter(({ sequence }) => sequence > afterSequence && sequence <= last);
    },
  });
  return { ...reader, snapshot: (work) => reader.snapshot((snapshot) => work(inPlace(snapshot))) };
}

/** Changes entries from a sequence number on, and hashes the chain anew from there. */
export function rehashedFrom(
  journal: readonly JournalTransaction[],
  sequence: bigint,
  change: (entry: JournalTransaction) => JournalTransaction,
): readonly JournalTransaction[] {
  let previous = journal.find((entry) => entry.sequence === sequence - 1n)?.hash ?? '0'.repeat(64);
  return journal.map((entry) => {
    if (entry.sequence < sequence) return entry;
    const changed = entry.sequence === sequence ? change(entry) : entry;
    previous = hashOf(previous, changed, sha256);
    return { ...changed, hash: previous };
  });
}
