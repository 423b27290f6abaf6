import { randomUUID } from 'node:crypto';
import { verifyBooks } from '@bourse/application/audit/verify-books.ts';
import type { AccountBooks, BookChanges } from '@bourse/application/ports/account-books.ts';
import type { AuditReader, AuditSnapshot } from '@bourse/application/ports/audit-reader.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import type { Finding, FindingKind } from '@bourse/core/audit/finding.ts';
import { emptyAccount } from '@bourse/core/ledger/account.ts';
import { emptyPosition } from '@bourse/core/ledger/position.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_CHANGES } from '../support/book-fixtures.ts';
import { createBookkeeper, PARTITIONS, sha256 } from '../support/bookkeeper.ts';
import { contractSuite } from '../support/contract-suite.ts';
import type { SmallBooks } from '../support/small-books.ts';
import { bookSmallBooks } from '../support/small-books.ts';
import { history, occurrencesOf } from '../support/trading-history.ts';

/** An audit over books that are empty at first, in which nothing has been audited yet. */
export interface AuditReaderSubject {
  readonly reader: AuditReader;
  readonly books: AccountBooks;
  readonly transactions: Transactions;
}

const RUNS = { numRuns: 20 };
const LIMIT = 100;

/** Damage that can be done to books through their own port, and what it has to be found as. */
interface Damage {
  readonly name: string;
  readonly kind: FindingKind;
  /** Whether it is found for the account alone, without its history. */
  readonly atOnce: boolean;
  /** Answers the account that is damaged as well. */
  readonly changes: (small: SmallBooks) => { readonly accountId: string } & Partial<BookChanges>;
}

const DAMAGES: readonly Damage[] = [
  {
    name: 'an account that nothing was booked on',
    kind: 'stored-balance-mismatch',
    atOnce: true,
    changes: () => {
      const accountId = randomUUID();
      return { accountId, accounts: [{ ...emptyAccount(accountId), availableMicros: 5n }] };
    },
  },
  {
    name: 'a position that nothing was booked in',
    kind: 'stored-balance-mismatch',
    atOnce: true,
    changes: ({ other: accountId }) => ({
      accountId,
      positions: [{ ...emptyPosition(accountId, 'AAPL'), availableMicros: 5n }],
    }),
  },
  {
    name: 'an order that reserves more cash than is held',
    kind: 'hold-mismatch',
    atOnce: true,
    changes: ({ trader: accountId, restingPurchase: order }) => ({
      accountId,
      changedOrders: [{ ...order, heldMicros: order.heldMicros + 1n }],
    }),
  },
  {
    name: 'an order that reserves fewer shares than are held',
    kind: 'hold-mismatch',
    atOnce: true,
    changes: ({ trader: accountId, restingSale: order }) => ({
      accountId,
      changedOrders: [{ ...order, heldMicros: order.heldMicros - 1n }],
    }),
  },
  {
    name: 'a hold without an order',
    kind: 'hold-mismatch',
    atOnce: true,
    changes: ({ trader: accountId, restingPurchase: order }) => ({
      accountId,
      changedOrders: [{ ...order, status: 'cancelled', heldMicros: 0n }],
    }),
  },
  {
    name: 'a final order that still reserves something',
    kind: 'hold-mismatch',
    atOnce: true,
    changes: ({ trader: accountId, restingSale: order }) => ({
      accountId,
      changedOrders: [{ ...order, status: 'expired' }],
    }),
  },
  {
    name: 'an order with one fill too many',
    kind: 'fill-mismatch',
    atOnce: false,
    changes: ({ trader: accountId, filled: order }) => ({
      accountId,
      changedOrders: [{ ...order, fillCount: order.fillCount + 1 }],
    }),
  },
  {
    name: 'an order with another quantity than its fills',
    kind: 'fill-mismatch',
    atOnce: false,
    changes: ({ trader: accountId, restingSale: order }) => ({
      accountId,
      changedOrders: [{ ...order, filledQuantityMicros: 1n }],
    }),
  },
  {
    name: 'an order that says it is filled and is not',
    kind: 'fill-mismatch',
    atOnce: false,
    changes: ({ trader: accountId, restingSale: order }) => ({
      accountId,
      changedOrders: [{ ...order, status: 'filled' }],
    }),
  },
  {
    name: 'a deposit that was never booked',
    kind: 'cash-transaction-mismatch',
    atOnce: false,
    changes: ({ other: accountId }) => {
      const transaction = { transactionId: randomUUID(), type: 'deposit', amountMicros: 1n } as const;
      return { accountId, cashTransactions: [{ accountId, ...transaction, cashAfterMicros: 1n, recordedAtMs: 0 }] };
    },
  },
];

/** What an audit has to be able to see, whatever the books are kept in. */
export function auditReaderContract(adapter: string, open: () => Promise<AuditReaderSubject>): void {
  const openSmall = async () => {
    const subject = await open();
    const small = await bookSmallBooks(subject);
    const save = (changes: Partial<BookChanges>) =>
      subject.transactions.run((transaction) => subject.books.save(transaction, { ...NO_CHANGES, ...changes }));
    const contradictions = (accountIds: readonly string[] | null, limit = LIMIT) =>
      subject.reader.snapshot((snapshot) => snapshot.contradictions(accountIds, limit));
    return { ...subject, small, save, contradictions };
  };

  contractSuite('AuditReader', adapter, () => {
    describe('a snapshot', () => {
      it('of books in which nothing was booked is empty', async () => {
        const { reader } = await open();
        const seen = await reader.snapshot(async (snapshot) => [
          ...(await snapshot.heads()),
          ...(await snapshot.journal(0, 0n, LIMIT)),
          ...(await snapshot.accounts(null, LIMIT)),
          ...(await snapshot.positions(null, LIMIT)),
          ...(await snapshot.contradictions(null, LIMIT)),
          ...(await snapshot.contradictions([], LIMIT)),
        ]);
        expect(seen).toEqual([]);
      });

      it('has every entry of each partition once, in order, and the heads they lead to', async () => {
        await fc.assert(
          fc.asyncProperty(history(), fc.integer({ min: 1, max: 7 }), async (happenings, limit) => {
            const subject = await open();
            const bookkeeper = createBookkeeper(subject);
            await bookkeeper.book(occurrencesOf(happenings).occurrences);
            await subject.reader.snapshot(async (snapshot) => {
              const heads = await snapshot.heads();
              const booked = Map.groupBy(bookkeeper.journal(), ({ partition }) => partition);
              expect(heads.map(({ partition }) => partition)).toEqual([...booked.keys()].sort());
              for (const head of heads) {
                const journal = await walkJournal(snapshot, head.partition, limit);
                expect(journal).toEqual(booked.get(head.partition));
                expect(head).toMatchObject({ sequence: journal.at(-1)?.sequence, hash: journal.at(-1)?.hash });
              }
              expect(await snapshot.journal(PARTITIONS, 0n, LIMIT)).toEqual([]);
            });
          }),
          RUNS,
        );
      });

      it('has every account and position once, in order, whatever the size of the pages', async () => {
        const { reader, books, transactions } = await open();
        const accountIds = Array.from({ length: 5 }, () => randomUUID()).sort();
        const accounts = accountIds.map((accountId) => emptyAccount(accountId));
        const positions = accountIds.flatMap((id) => ['A', 'B'].map((symbol) => emptyPosition(id, symbol)));
        await transactions.run((transaction) =>
          books.save(transaction, {
            ...NO_CHANGES,
            accounts: accounts.toReversed(),
            positions: positions.toReversed(),
          }),
        );
        for (const limit of [1, 3, LIMIT]) {
          await reader.snapshot(async (snapshot) => {
            const seenAccounts = await walk(accountIds.length, (last: string | null) =>
              snapshot.accounts(last, limit).then((page) => [page, page.at(-1)?.accountId ?? null]),
            );
            expect(seenAccounts).toEqual(accounts);
            type Last = Parameters<AuditSnapshot['positions']>[0];
            const seenPositions = await walk(positions.length, (last: Last) =>
              snapshot.positions(last, limit).then((page) => [page, page.at(-1) ?? null]),
            );
            expect(seenPositions).toEqual(positions);
          });
        }
      });

      it('stays as it is while others write', async () => {
        const { reader, small, save } = await openSmall();
        const look = async (snapshot: AuditSnapshot) => ({
          heads: await snapshot.heads(),
          journal: await walkJournal(snapshot, small.bookkeeper.journal()[0]!.partition, LIMIT),
          accounts: await snapshot.accounts(null, LIMIT),
          positions: await snapshot.positions(null, LIMIT),
          contradictions: await snapshot.contradictions(null, LIMIT),
        });
        await reader.snapshot(async (snapshot) => {
          const before = await look(snapshot);
          const { occurrences } = occurrencesOf(fc.sample(history(), 1)[0]!);
          await small.bookkeeper.book(occurrences);
          await save({ accounts: [{ ...emptyAccount(small.trader), availableMicros: 1n }] });
          expect(await look(snapshot)).toEqual(before);
        });
        expect((await reader.snapshot(look)).contradictions).not.toEqual([]);
      });

      it('answers what the work on it answered, and throws what it threw', async () => {
        const { reader } = await open();
        expect(await reader.snapshot(() => Promise.resolve(7))).toBe(7);
        const broken = reader.snapshot(() => Promise.reject(new RangeError('the audit broke')));
        await expect(broken).rejects.toThrow('the audit broke');
      });
    });

    describe('the contradictions', () => {
      it('are none in books that were booked by the rules, as a whole and by account', async () => {
        await fc.assert(
          fc.asyncProperty(history(), async (happenings) => {
            const subject = await open();
            const { accountIds, occurrences } = occurrencesOf(happenings);
            await createBookkeeper(subject, { liquidity: { model: 'capped', maxFillMicros: 5_000_000n } }).book(
              occurrences,
            );
            const found = await subject.reader.snapshot(async (snapshot) => [
              ...(await snapshot.contradictions(null, LIMIT)),
              ...(await snapshot.contradictions(accountIds, LIMIT)),
            ]);
            expect(found).toEqual([]);
            expect((await verifyBooks(subject.reader, sha256, () => undefined)).findings).toEqual([]);
          }),
          RUNS,
        );
      });

      it.each(DAMAGES)('name $name', async ({ kind, atOnce, changes }) => {
        const { small, save, contradictions } = await openSmall();
        const { accountId, ...damage } = changes(small);
        await save(damage);
        const bystander = accountId === small.trader ? small.other : small.trader;
        const of = (findings: readonly Finding[]) => findings.map((finding) => [finding.kind, finding.accountId]);
        expect(of(await contradictions(null))).toContainEqual([kind, accountId]);
        const atOnceFindings = of(await contradictions([accountId, bystander]));
        if (atOnce) expect(atOnceFindings).toContainEqual([kind, accountId]);
        expect([...(await contradictions(null)), ...(await contradictions([bystander]))]).toSatisfy(
          (findings: readonly Finding[]) => findings.every((finding) => finding.accountId === accountId),
        );
      });

      it('name the balance and the position that were changed', async () => {
        const { small, save, contradictions, books } = await openSmall();
        const { trader, filled } = small;
        const { symbol } = filled.terms;
        const stored = await books.load({
          accountIds: [trader],
          positions: [{ accountId: trader, symbol }],
          orders: [],
          cashTransactions: [],
          partitions: [],
        });
        const more = <Balance extends { readonly availableMicros: bigint }>(balance: Balance): Balance => ({
          ...balance,
          availableMicros: balance.availableMicros + 1n,
        });
        for (const changed of [
          { accounts: stored.accounts.map(more) },
          { accounts: stored.accounts, positions: stored.positions.map(more) },
        ]) {
          await save(changed);
          for (const accountIds of [null, [trader]]) {
            const findings = await contradictions(accountIds);
            expect(findings.map(({ kind }) => kind)).toContain('stored-balance-mismatch');
          }
        }
        await save({ positions: stored.positions });
        expect(await contradictions(null)).toEqual([]);
      });

      it('are as many as were asked for, and no more', async () => {
        const { save, contradictions } = await openSmall();
        const accounts = Array.from({ length: 5 }, () => ({ ...emptyAccount(randomUUID()), availableMicros: 1n }));
        await save({ accounts });
        expect(await contradictions(null, 3)).toHaveLength(3);
        expect(await contradictions(accounts.map(({ accountId }) => accountId))).toHaveLength(5);
      });
    });

    describe('the state of the self-audit', () => {
      const finding: Finding = {
        kind: 'hash-mismatch',
        partition: 2,
        sequence: 2n ** 60n + 1n,
        accountId: randomUUID(),
        detail: 'it\'s "broken" \\ 破',
      };
      const head = (partition: number, sequence: bigint) => ({
        partition,
        sequence,
        hash: sequence.toString(16).padStart(64, '0'),
      });

      const progress = (partition: number, position: bigint) => ({ partition, position });

      it('is empty before the first run', async () => {
        const { reader } = await open();
        expect(await reader.state()).toEqual({ lastRunAtMs: null, verified: [], verifiedTrades: [], findings: [] });
      });

      const seen = (atMs: number, findings: readonly Finding[]) => ({
        atMs,
        ...{ verified: [], verifiedTrades: [], findings },
      });
      const without = { ...finding, partition: null, sequence: null, accountId: null };

      it('is what the first run has seen', async () => {
        const { reader } = await open();
        const run = {
          verified: [head(0, 7n), head(2, 2n ** 60n)],
          verifiedTrades: [progress(1, 5n), progress(3, 2n ** 60n)],
          findings: [finding, without],
        };
        const state = await reader.noteRun({ atMs: 1_234, ...run }, 10);
        expect(state).toEqual({ lastRunAtMs: 1_234, ...run });
        expect(await reader.state()).toEqual(state);
      });

      it('has the time that was noted last, all findings, and the head of each partition that is furthest', async () => {
        const { reader } = await open();
        const [heads, places] = [
          [head(0, 7n), head(1, 5n)],
          [progress(0, 7n), progress(1, 5n)],
        ];
        await reader.noteRun({ atMs: 2, verified: heads, verifiedTrades: places, findings: [finding] }, 10);
        const state = await reader.noteRun(
          {
            atMs: 1,
            verified: [head(0, 6n), head(1, 6n), head(2, 1n)],
            verifiedTrades: [progress(0, 6n), progress(1, 6n), progress(2, 1n)],
            findings: [finding, without],
          },
          10,
        );
        expect(state).toEqual({
          lastRunAtMs: 1,
          verified: [head(0, 7n), head(1, 6n), head(2, 1n)],
          verifiedTrades: [progress(0, 7n), progress(1, 6n), progress(2, 1n)],
          findings: [finding, without],
        });
        expect(await reader.noteRun(seen(3, []), 10)).toEqual({ ...state, lastRunAtMs: 3 });
      });

      it('loses no finding when many runs are noted at once, up to the maximum', async () => {
        const { reader } = await open();
        const findings = Array.from({ length: 12 }, (_, number) => ({ ...finding, detail: `number ${number}` }));
        await Promise.all(findings.map((one) => reader.noteRun(seen(1, [one]), 10)));
        const kept = (await reader.state()).findings.map(({ detail }) => detail);
        expect(kept).toHaveLength(10);
        expect(new Set(kept).size).toBe(10);
      });

      it('loses the findings that are cleared, and none that came since', async () => {
        const { reader } = await open();
        await reader.clearFindings([finding]);
        const { findings } = await reader.noteRun(seen(1, [finding]), 10);
        await reader.noteRun(seen(2, [without]), 10);
        await reader.clearFindings(findings);
        expect(await reader.state()).toMatchObject({ lastRunAtMs: 2, findings: [without] });
      });
    });
  });
}

/** All items of pages, each asked for behind the last; throws when there are more than there can be. */
async function walk<Item, Last>(
  most: number,
  pageBehind: (last: Last | null) => Promise<readonly [readonly Item[], Last | null]>,
): Promise<Item[]> {
  const seen: Item[] = [];
  let last: Last | null = null;
  for (;;) {
    const [page, lastOfPage] = await pageBehind(last);
    if (page.length === 0) return seen;
    seen.push(...page);
    if (seen.length > most) throw new RangeError('a walk by pages does not end');
    last = lastOfPage;
  }
}

async function walkJournal(snapshot: AuditSnapshot, partition: number, limit: number) {
  return walk(10_000, async (last: bigint | null) => {
    const page = await snapshot.journal(partition, last ?? 0n, limit);
    return [page, page.at(-1)?.sequence ?? null] as const;
  });
}
