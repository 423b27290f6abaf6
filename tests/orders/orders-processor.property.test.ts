import { createHash } from 'node:crypto';
import type { AccountCommand } from '@bourse/application/orders/account-command.ts';
import type { ReplayedBalances } from '@bourse/core/audit/journal-replay.ts';
import { replayJournal } from '@bourse/core/audit/journal-replay.ts';
import { emptyHead } from '@bourse/core/ledger/journal.ts';
import type { NaiveBook } from '@bourse/core/orders/naive-book.test-support.ts';
import { naiveBook } from '@bourse/core/orders/naive-book.test-support.ts';
import type { OrderTerms } from '@bourse/core/orders/order.ts';
import { SIDES, TIMES_IN_FORCE } from '@bourse/core/orders/order.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { OrdersWorld } from './orders-world.ts';
import { ordersWorld } from './orders-world.ts';

const ACCOUNTS = ['account 0', 'account 1', 'account 2'];
const SYMBOLS = ['ACME', 'EMCA'];

const price = fc.bigInt({ min: 95_000_000n, max: 105_000_000n });
const quantity = fc.bigInt({ min: 1_000n, max: 9_000_000n });
const terms: fc.Arbitrary<OrderTerms> = fc
  .record({
    symbol: fc.constantFrom(...SYMBOLS),
    side: fc.constantFrom(...SIDES),
    type: fc.constantFrom('market', 'limit', 'stop', 'stop_limit'),
    quantityMicros: quantity,
    limitPriceMicros: price,
    stopPriceMicros: price,
    timeInForce: fc.oneof({ weight: 2, arbitrary: fc.constantFrom('day', 'gtc') }, fc.constantFrom(...TIMES_IN_FORCE)),
    expectedPriceMicros: fc.option(price, { nil: null, freq: 2 }),
  })
  .map(({ limitPriceMicros, stopPriceMicros, ...rest }) => ({
    ...rest,
    limitPriceMicros: rest.type === 'limit' || rest.type === 'stop_limit' ? limitPriceMicros : null,
    stopPriceMicros: rest.type === 'stop' || rest.type === 'stop_limit' ? stopPriceMicros : null,
  }));
const account = fc.constantFrom(...ACCOUNTS);
/** One thing that is asked; what is sent twice has its effect once. */
const wish = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('place' as const), account, terms, twice: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('tick' as const), symbol: fc.constantFrom(...SYMBOLS) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('cancel' as const), pick: fc.nat({ max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('again' as const), pick: fc.nat({ max: 40 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom('deposit' as const, 'withdrawal' as const),
      account,
      amountMicros: fc.bigInt({ min: 1n, max: 900_000_000n }),
      twice: fc.boolean(),
    }),
  },
);
/** What is decided together: new prices, wishes, the time that passes before, perhaps another worker, and commits that fail. */
const batch = fc.record({
  quotes: fc.array(fc.tuple(fc.constantFrom(...SYMBOLS), price), { maxLength: 2 }),
  wishes: fc.array(wish, { minLength: 1, maxLength: 12 }),
  ms: fc.constantFrom(1, 1_000, 299_000, 18_000_000),
  replaced: fc.boolean(),
  failures: fc.array(fc.constantFrom('before' as const, 'after' as const), { maxLength: 2 }),
});

type Wish = typeof wish extends fc.Arbitrary<infer Value> ? Value : never;

it('accounts agree with the naive model and the journal explains them, however commands are batched and repeated and whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(batch, { minLength: 1, maxLength: 12, size: 'max' }),
      fc.constantFrom(
        { maxBatchRecords: 1, maxBookEntries: 1, recentOrders: 0, carefulBatches: 0 },
        { maxBatchRecords: 5, maxBookEntries: 2, recentOrders: 1, carefulBatches: 1 },
        { recentOrders: 2, carefulBatches: 0 },
        {},
      ),
      fc.constantFrom<OrdersWorld['rules']['liquidity']>(
        { model: 'unlimited' },
        { model: 'capped', maxFillMicros: 2_500_000n },
      ),
      async (batches, limits, liquidity) => {
        const world = ordersWorld({ partitions: 2, limits, rules: { liquidity, commissionBasisPoints: 25n } });
        const models = new Map(ACCOUNTS.map((name) => [name, naiveBook(world.rules)]));
        const placed: Placed[] = [];
        const sent: AccountCommand[] = [];
        const quote = (symbol: string, priceMicros: bigint) => {
          world.quoteMicros(symbol, priceMicros);
          for (const model of models.values()) model.quote(symbol, priceMicros, world.clock.now());
        };
        for (const symbol of SYMBOLS) world.list(symbol, 'active');
        for (const symbol of SYMBOLS) quote(symbol, 100_000_000n);

        for (const { quotes, wishes, ms, replaced, failures } of batches) {
          world.failCommits(...failures);
          if (replaced) await world.replaceWorker();
          world.clock.jumpTo(world.clock.now() + ms);
          for (const [symbol, priceMicros] of quotes) quote(symbol, priceMicros);
          const commands = wishes
            .flatMap((one, index) => commandsOf(one, { world, models, placed, name: `${sent.length} ${index}` }))
            .map((command, index) =>
              'commandId' in command ? { ...command, commandId: `${sent.length} ${index}` } : command,
            );
          sent.push(...commands);
          await world.decide(...commands);
          for (const name of ACCOUNTS) expect(viewOf(world, name)).toEqual(viewOfModel(models.get(name)!));
        }

        assertJournal(world);
        await assertAnswers(world, sent);
        expect(world.deadLetters.letters()).toEqual([]);
        await world.stop();
      },
    ),
    { numRuns: 200 },
  );
});

interface Placed {
  readonly id: string;
  readonly account: string;
  readonly symbol: string;
  readonly command: AccountCommand;
}

interface Surroundings {
  readonly world: OrdersWorld;
  readonly models: ReadonlyMap<string, NaiveBook>;
  readonly placed: Placed[];
  /** Unique for the wish. */
  readonly name: string;
}

/** The commands of a wish, which its model follows at once. */
function commandsOf(one: Wish, { world, models, placed, name }: Surroundings): AccountCommand[] {
  const atMs = world.clock.now();
  switch (one.type) {
    case 'place': {
      const id = `order ${placed.length}`;
      models.get(one.account)!.place(id, one.terms, atMs);
      const order = { accountId: one.account, id, clientOrderId: null, terms: one.terms, createdAtMs: atMs };
      const command: AccountCommand = { type: 'place-order', commandId: '', order };
      placed.push({ id, account: one.account, symbol: one.terms.symbol, command });
      return one.twice ? [command, command] : [command];
    }
    case 'tick': {
      for (const model of models.values()) model.tryAll(one.symbol, atMs);
      const price = world.priceOf(one.symbol);
      return placed
        .filter(({ symbol }) => symbol === one.symbol)
        .map(({ id, account: accountId }) => ({ type: 'try-order', accountId, orderId: id, price }));
    }
    case 'again':
      return placed[one.pick] === undefined ? [] : [placed[one.pick]!.command];
    case 'cancel': {
      const target = placed[one.pick];
      if (target === undefined) return [];
      models.get(target.account)!.cancel(target.id);
      return [{ type: 'cancel-order', commandId: '', accountId: target.account, orderId: target.id }];
    }
    case 'deposit':
    case 'withdrawal': {
      const model = models.get(one.account)!;
      if (one.type === 'deposit') model.deposit(one.amountMicros);
      const moved = one.type === 'deposit' || model.withdraw(one.amountMicros);
      const cash = { type: one.type, transactionId: `cash ${name}`, amountMicros: one.amountMicros };
      const command: AccountCommand = { type: 'move-cash', commandId: '', accountId: one.account, cash };
      // A refused one may well go through when it is tried again.
      return one.twice && moved ? [command, command] : [command];
    }
  }
}

function viewOf({ books }: OrdersWorld, name: string) {
  const own = <Row extends { readonly accountId: string }>(rows: readonly Row[]) =>
    rows.filter(({ accountId }) => accountId === name);
  const [cash] = own(books.accounts());
  return {
    available: cash?.availableMicros ?? 0n,
    held: cash?.heldMicros ?? 0n,
    positions: Object.fromEntries(
      own(books.positions())
        .map((position) => ({
          symbol: position.symbol,
          available: position.availableMicros,
          held: position.heldMicros,
          average: position.averageEntryPriceMicros,
          profit: position.realizedProfitMicros,
        }))
        .filter(hasTraces)
        .map(({ symbol, ...position }) => [symbol, position]),
    ),
    orders: Object.fromEntries(
      own(books.orders()).map(({ id, status, reason, filledQuantityMicros, heldMicros }) => [
        id,
        { status, reason, filled: filledQuantityMicros, held: heldMicros },
      ]),
    ),
  };
}

function viewOfModel(model: NaiveBook) {
  const { positions, orders, ...balances } = model.view();
  const traded = [...positions].filter(([, position]) => hasTraces(position));
  return { ...balances, positions: Object.fromEntries(traded), orders: Object.fromEntries(orders) };
}

/** Whether a position says more than one that was never traded, which need not be stored. */
function hasTraces({ available, held, profit }: { available: bigint; held: bigint; profit: bigint }): boolean {
  return available + held !== 0n || profit !== 0n;
}

/** Replays every chain from its first entry to the stored head and balances. */
function assertJournal({ books }: OrdersWorld): void {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const byPartition = Map.groupBy(books.journal(), ({ partition }) => partition);
  for (const [partition, transactions] of byPartition) {
    const balances: ReplayedBalances = { accounts: new Map(), positions: new Map() };
    const replay = replayJournal(emptyHead(partition), balances, sha256);
    for (const transaction of transactions) expect(replay.next(transaction)).toBeNull();
    expect(books.heads()).toContainEqual(replay.head());
    for (const [id, replayed] of balances.accounts) {
      const stored = books.accounts().find(({ accountId }) => accountId === id);
      expect(replayed).toMatchObject({ availableMicros: stored?.availableMicros, heldMicros: stored?.heldMicros });
    }
    for (const replayed of balances.positions.values()) {
      const stored = books
        .positions()
        .find(({ accountId, symbol }) => accountId === replayed.accountId && symbol === replayed.symbol);
      if (stored !== undefined) expect(replayed).toEqual(stored);
    }
  }
}

/** Every command that has a sender is answered once, and every fill is told once. */
async function assertAnswers(world: OrdersWorld, sent: readonly AccountCommand[]): Promise<void> {
  const events = await world.events();
  const answered = events.flatMap(({ commandId }) => commandId ?? []).sort();
  expect(answered).toEqual(sent.flatMap((command) => ('commandId' in command ? command.commandId : [])).sort());
  const executions = events.flatMap((event) =>
    event.type === 'order-updated' ? event.executions.map(({ id }) => id) : [],
  );
  const expected = world.books
    .orders()
    .flatMap(({ id, fillCount }) => Array.from({ length: fillCount }, (_, index) => `${id}-${index + 1}`));
  expect(executions.sort()).toEqual(expected.sort());
}
