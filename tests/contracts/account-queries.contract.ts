import { randomUUID } from 'node:crypto';
import type { AccountBooks } from '@bourse/application/ports/account-books.ts';
import type { AccountQueries } from '@bourse/application/ports/account-queries.ts';
import type { CandleStore } from '@bourse/application/ports/candle-store.ts';
import type { MarketStore } from '@bourse/application/ports/market-data.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import { emptyAccount } from '@bourse/core/ledger/account.ts';
import type { JournalTransaction } from '@bourse/core/ledger/journal.ts';
import { emptyPosition, marketValue } from '@bourse/core/ledger/position.ts';
import type { Order } from '@bourse/core/orders/order.ts';
import { isOpen } from '@bourse/core/orders/order.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depositEntry, NO_CHANGES, openOrder } from '../support/book-fixtures.ts';
import { createBookkeeper } from '../support/bookkeeper.ts';
import { contractSuite } from '../support/contract-suite.ts';
import { foldJournal, holdingsOf, newestFirst, worthAt } from '../support/naive-books.ts';
import { HISTORY_START_MS, history, occurrencesOf, SYMBOLS } from '../support/trading-history.ts';

/** Queries over books that are written through their port, and a market store without prices, for those of past minutes. */
export interface AccountQueriesSubject {
  readonly queries: AccountQueries;
  readonly books: AccountBooks;
  readonly market: MarketStore;
  readonly candles: Pick<CandleStore, 'removeCandles'>;
  readonly transactions: Transactions;
}

const RUNS = { numRuns: 25 };
const FIRST_PAGE = { symbol: null, openOnly: false, after: null };

/** What reading the books has to answer, whatever they are kept in. */
export function accountQueriesContract(adapter: string, open: () => Promise<AccountQueriesSubject>): void {
  /** Books that a random history has led to, and the history. */
  const openAfter = async (happenings: Parameters<typeof occurrencesOf>[0]) => {
    const subject = await open();
    const { accountIds, occurrences, quotes } = occurrencesOf(happenings);
    const bookkeeper = createBookkeeper(subject, { liquidity: { model: 'capped', maxFillMicros: 7_000_000n } });
    await bookkeeper.book(occurrences);
    await subject.transactions.run((transaction) => subject.market.savePrices(transaction, quotes));
    const journalOf = (accountId: string) => bookkeeper.journal().filter((entry) => entry.accountId === accountId);
    const ordersOf = (accountId: string) => bookkeeper.orders().filter((order) => order.accountId === accountId);
    return { ...subject, accountIds, quotes, journalOf, ordersOf };
  };
  const save = ({ books, transactions }: AccountQueriesSubject, newOrders: readonly Order[]) =>
    transactions.run((transaction) => books.save(transaction, { ...NO_CHANGES, newOrders }));

  contractSuite('AccountQueries', adapter, () => {
    describe('orders by name', () => {
      it('answers each name in its place, and undefined where the account has no such order', async () => {
        const subject = await open();
        const accountId = randomUUID();
        const [first, second] = [openOrder({ accountId }), openOrder({ accountId })];
        await save(subject, [first, second]);
        const names = [
          { accountId, orderId: second.id },
          { accountId: randomUUID(), orderId: second.id },
          { accountId, orderId: randomUUID() },
          { accountId, orderId: first.id },
          { accountId, orderId: second.id },
        ];
        expect(await subject.queries.orders(names)).toEqual([second, undefined, undefined, first, second]);
        expect(await subject.queries.orders([])).toEqual([]);
      });
    });

    describe('portfolios', () => {
      it('answers each account in its place, and an empty portfolio where nothing was booked', async () => {
        const { queries, accountIds, journalOf } = await openAfter(fc.sample(history(), 1)[0]!);
        const stranger = randomUUID();
        const [second, strange, first] = await queries.portfolios([accountIds[1], stranger, accountIds[0]]);
        expect(strange).toEqual({ account: emptyAccount(stranger), positions: [] });
        expect(holdingsOf(first!)).toEqual(foldJournal(accountIds[0], journalOf(accountIds[0])));
        expect(holdingsOf(second!)).toEqual(foldJournal(accountIds[1], journalOf(accountIds[1])));
        expect(await queries.portfolios([])).toEqual([]);
      });

      it('lists positions in the order of the code points of their symbols, also empty ones', async () => {
        const { queries, books, transactions } = await open();
        const accountId = randomUUID();
        const nothing = { availableMicros: 0n, heldMicros: 0n, averageEntryPriceMicros: 0n, realizedProfitMicros: 0n };
        const positions = ['aapl', 'BRKB', 'BRK.B', 'Z', 'BRK-B', '7203.T'].map((symbol) => ({
          accountId,
          symbol,
          ...nothing,
        }));
        const accounts = [emptyAccount(accountId)];
        await transactions.run((transaction) => books.save(transaction, { ...NO_CHANGES, accounts, positions }));
        const [portfolio] = await queries.portfolios([accountId]);
        const symbols = portfolio!.positions.map(({ symbol }) => symbol);
        expect(symbols).toEqual(['7203.T', 'BRK-B', 'BRK.B', 'BRKB', 'Z', 'aapl']);
      });

      it('are of one moment while others write', async () => {
        const { queries, books, transactions } = await open();
        const accountId = randomUUID();
        const [total, rounds] = [100n, 60];
        const write = (shares: bigint) => {
          const account = { ...emptyAccount(accountId), availableMicros: total - shares };
          const position = { accountId, symbol: 'AAPL', availableMicros: shares, heldMicros: 0n };
          const positions = [{ ...position, averageEntryPriceMicros: 0n, realizedProfitMicros: 0n }];
          return transactions.run((transaction) =>
            books.save(transaction, { ...NO_CHANGES, accounts: [account], positions }),
          );
        };
        await write(0n);
        const writing = { done: false };
        const writer = (async () => {
          for (let round = 1; round <= rounds; round += 1) await write(BigInt(round));
          writing.done = true;
        })();
        const sums = new Set<bigint>();
        while (!writing.done) {
          const [portfolio] = await queries.portfolios([accountId]);
          sums.add(portfolio!.account.availableMicros + portfolio!.positions[0]!.availableMicros);
        }
        await writer;
        expect([...sums]).toEqual([total]);
      });
    });

    describe('the list of orders', () => {
      it('holds the orders of the account that were asked for, newest first', async () => {
        const filter = fc.record({
          symbol: fc.option(fc.constantFrom(...SYMBOLS), { nil: null }),
          openOnly: fc.boolean(),
          limit: fc.integer({ min: 1, max: 40 }),
        });
        await fc.assert(
          fc.asyncProperty(history(), filter, async (happenings, { symbol, openOnly, limit }) => {
            const { queries, accountIds, ordersOf } = await openAfter(happenings);
            for (const accountId of accountIds) {
              const expected = ordersOf(accountId)
                .filter((order) => (symbol === null || order.terms.symbol === symbol) && (!openOnly || isOpen(order)))
                .sort(newestFirst)
                .slice(0, limit);
              expect(await queries.listOrders({ accountId, symbol, openOnly, limit, after: null })).toEqual(expected);
            }
          }),
          RUNS,
        );
      });

      it('shows each order once on a walk by pages while new ones arrive', async () => {
        const created = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 20 });
        await fc.assert(
          fc.asyncProperty(created, fc.integer({ min: 1, max: 7 }), async (createdAtMs, limit) => {
            const subject = await open();
            const accountId = randomUUID();
            const known = createdAtMs.map((atMs) => openOrder({ accountId, createdAtMs: atMs }));
            await save(subject, known);
            const seen: Order[] = [];
            let after: { createdAtMs: number; id: string } | null = null;
            for (;;) {
              const filter = { ...FIRST_PAGE, accountId, limit, after };
              const page: readonly Order[] = await subject.queries.listOrders(filter);
              expect(page.length).toBeLessThanOrEqual(limit);
              seen.push(...page);
              const last = page.at(-1);
              if (last === undefined) break;
              after = { createdAtMs: last.createdAtMs, id: last.id };
              await save(subject, [openOrder({ accountId, createdAtMs: 6 })]);
            }
            expect(seen).toEqual([...known].sort(newestFirst));
          }),
          RUNS,
        );
      });
    });

    describe('the list of transactions', () => {
      it('shows each transaction once on a walk by pages, newest first, while new ones arrive', async () => {
        await fc.assert(
          fc.asyncProperty(history(), fc.integer({ min: 1, max: 9 }), async (happenings, limit) => {
            const subject = await openAfter(happenings);
            const { queries, accountIds, journalOf, books, transactions } = subject;
            const [accountId] = accountIds;
            const known = [...journalOf(accountId)].reverse();
            const seen: JournalTransaction[] = [];
            let after: { recordedAtMs: number; sequence: bigint } | null = null;
            for (let arrived = 1n; ; arrived += 1n) {
              const page: readonly JournalTransaction[] = await queries.listTransactions({ accountId, limit, after });
              expect(page.length).toBeLessThanOrEqual(limit);
              seen.push(...page);
              const last = page.at(-1);
              if (last === undefined) break;
              after = { recordedAtMs: last.recordedAtMs, sequence: last.sequence };
              const journal = [depositEntry({ accountId, sequence: 1_000_000n + arrived, recordedAtMs: 2 ** 42 })];
              await transactions.run((transaction) => books.save(transaction, { ...NO_CHANGES, journal }));
            }
            expect(seen).toEqual(known);
          }),
          RUNS,
        );
      });
    });

    describe('the portfolio at a past moment', () => {
      it('is what the journal up to that moment adds up to', async () => {
        const sinceStartMs = fc.integer({ min: -1, max: 600_000 });
        await fc.assert(
          fc.asyncProperty(history(), fc.array(sinceStartMs, { maxLength: 5 }), async (happenings, anyMoments) => {
            const { queries, accountIds, journalOf } = await openAfter(happenings);
            const [accountId] = accountIds;
            const journal = journalOf(accountId);
            const moments = [
              ...anyMoments.map((ms) => HISTORY_START_MS + ms),
              ...journal.map(({ recordedAtMs }) => recordedAtMs),
            ];
            for (const atMs of new Set(moments)) {
              const until = journal.filter(({ recordedAtMs }) => recordedAtMs <= atMs);
              const past = await queries.portfolioAt(accountId, atMs);
              expect(holdingsOf(past)).toEqual(foldJournal(accountId, until));
            }
          }),
          RUNS,
        );
      });

      it('is empty before the first booking', async () => {
        const { queries, accountIds } = await openAfter(fc.sample(history(), 1)[0]!);
        const [accountId] = accountIds;
        const empty = { account: emptyAccount(accountId), positions: [] };
        expect(await queries.portfolioAt(accountId, HISTORY_START_MS - 1)).toEqual(empty);
      });
    });

    describe('the worth at past moments', () => {
      it('is the cash of the moment and its shares at the last prices of that minute', async () => {
        const sinceStartMs = fc.integer({ min: -60_000, max: 600_000 });
        await fc.assert(
          fc.asyncProperty(history(), fc.array(sinceStartMs, { maxLength: 8 }), async (happenings, ms) => {
            const { queries, accountIds, journalOf, quotes } = await openAfter(happenings);
            const [accountId] = accountIds;
            const moments = ms.map((since) => HISTORY_START_MS + since);
            const expected = moments.map((atMs) => worthAt(atMs, journalOf(accountId), quotes));
            expect(await queries.equityAt(accountId, moments)).toEqual(expected);
          }),
          RUNS,
        );
      });

      it('rounds each value half to even, however large', async () => {
        const subject = await open();
        const { queries, books, market, transactions } = subject;
        const worths: readonly (readonly [quantity: bigint, price: bigint])[] = [
          [500_000n, 1n],
          [500_000n, 3n],
          [499_999n, 1n],
          [500_001n, 1n],
          [2n ** 62n + 1n, 999_999_500_001n],
          [12_345_678_901n, 98_765_499_999n],
        ];
        for (const [index, [quantity, priceMicros]] of worths.entries()) {
          const accountId = randomUUID();
          const symbol = accountId;
          const position = { ...emptyPosition(accountId, symbol), availableMicros: quantity };
          const entry = depositEntry({ accountId, sequence: BigInt(index + 1), recordedAtMs: 0 });
          const { accountId: _account, symbol: _symbol, ...shares } = position;
          const journal = [{ ...entry, movement: { ...entry.movement, symbol }, after: { ...entry.after, shares } }];
          const quote = { symbol, priceMicros, source: 'test', asOfMs: 0 };
          await transactions.run(async (transaction) => {
            await books.save(transaction, { ...NO_CHANGES, positions: [position], journal });
            await market.savePrices(transaction, [quote]);
          });
          const [point] = await queries.equityAt(accountId, [0]);
          expect(point?.marketValueMicros, `${quantity} at ${priceMicros}`).toBe(marketValue(position, priceMicros));
        }
      });

      it('is that at the end of the last hour, then of the last day, where shorter candles are no longer kept', async () => {
        const { queries, books, market, candles, transactions } = await open();
        const [accountId, symbol] = [randomUUID(), 'OLD'];
        const [hourMs, dayMs, dayStartMs] = [3_600_000, 86_400_000, 20_000 * 86_400_000];
        const position = { ...emptyPosition(accountId, symbol), availableMicros: 1_000_000n };
        const entry = depositEntry({ accountId, sequence: 1n, recordedAtMs: 0 });
        const { accountId: _account, symbol: _symbol, ...shares } = position;
        const journal = [{ ...entry, movement: { ...entry.movement, symbol }, after: { ...entry.after, shares } }];
        const quote = (priceMicros: bigint, sinceMs: number) => {
          return { symbol, priceMicros, source: 'test', asOfMs: dayStartMs + sinceMs };
        };
        await transactions.run(async (transaction) => {
          await books.save(transaction, { ...NO_CHANGES, positions: [position], journal });
          await market.savePrices(transaction, [
            quote(1n, -1),
            quote(2n, 0),
            quote(3n, hourMs),
            quote(4n, hourMs + 60_000),
          ]);
        });
        const worth = async () => {
          const [point] = await queries.equityAt(accountId, [dayStartMs + hourMs + 30_000]);
          return point?.marketValueMicros;
        };
        expect(await worth()).toBe(3n);
        await candles.removeCandles('1m', dayStartMs + dayMs, 100);
        expect(await worth()).toBe(2n);
        await candles.removeCandles('1h', dayStartMs + dayMs, 100);
        expect(await worth()).toBe(1n);
      });

      it('is nothing before the first booking, and for an account without any', async () => {
        const { queries, accountIds } = await openAfter(fc.sample(history(), 1)[0]!);
        const before = HISTORY_START_MS - 1;
        const nothing = { atMs: before, cashMicros: 0n, marketValueMicros: 0n };
        expect(await queries.equityAt(accountIds[0], [before, before])).toEqual([nothing, nothing]);
        expect(await queries.equityAt(randomUUID(), [before])).toEqual([nothing]);
        expect(await queries.equityAt(accountIds[0], [])).toEqual([]);
      });
    });
  });
}
