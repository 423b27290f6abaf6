import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { expect, it, onTestFinished, vi } from 'vitest';
import { storedTrade } from '../support/trade-fixtures.ts';
import type { TradesWorld } from './trades-world.ts';
import { newTrade, NOON_MS, tradesWorld } from './trades-world.ts';

const transactions = createMemoryTransactions();

function openWorld(): TradesWorld {
  const world = tradesWorld();
  onTestFinished(() => world.stop());
  return world;
}

/** Puts trades into the log, one behind the other, and waits until they are decided. */
async function decide(world: TradesWorld, ...trades: readonly Parameters<typeof newTrade>[0][]): Promise<string[]> {
  const submission = { asHistory: false, submittedBy: 'ada', submittedAtMs: NOON_MS, idempotencyKey: null };
  const requestIds = await world.append(...trades.map((trade) => ({ ...submission, trade: newTrade(trade) })));
  await world.decided();
  const statuses = await world.desk.statuses(requestIds, 'ada');
  return statuses.map(({ status }) => status);
}

it('decides again, with a look, when a version that it takes for new was stored behind its back', async () => {
  const world = openWorld();
  world.start();
  await decide(world, { version: 1 });
  await transactions.run((transaction) => world.store.save(transaction, [storedTrade({ version: 2, bookId: 'B9' })]));

  expect(await decide(world, { version: 2 })).toEqual(['SUCCESS']);
  expect(world.store.trades().map(({ version, bookId }) => `${version} ${bookId}`)).toEqual(['1 B1', '2 B1']);
});

it('adds a version above all that are stored, and replaces the record of any other', async () => {
  const world = openWorld();
  const [add, save] = [vi.spyOn(world.store, 'add'), vi.spyOn(world.store, 'save')];
  world.start();
  await decide(world, { version: 2 }, { tradeId: 'T2' }, { version: 2, bookId: 'B2' }, { version: 4 });

  const namesIn = (spy: typeof add): string[] =>
    spy.mock.calls.flatMap(([, trades]) => trades.map(({ tradeId, version }) => `${tradeId} v${version}`)).toSorted();
  expect(namesIn(add)).toEqual(['T1 v2', 'T1 v4', 'T2 v1']);
  expect(namesIn(save)).toEqual(['T1 v2']);
});
