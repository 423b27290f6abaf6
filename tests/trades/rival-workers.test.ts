import { encodeSubmission } from '@bourse/application/trades/trade-submission-codec.ts';
import type { TradeSubmission } from '@bourse/application/trades/trade-submission.ts';
import { createTradesProcessor, DEFAULT_TRADES_LIMITS } from '@bourse/application/trades/trades-processor.ts';
import { createMemoryRequestOutcomes } from '@bourse/memory/memory-request-outcomes.ts';
import { createMemoryTradeStore } from '@bourse/memory/memory-trade-store.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { expect, it } from 'vitest';
import { NOON_MS } from './trades-world.ts';

const TRADE = { version: 1, counterpartyId: 'CP-1', bookId: 'B1', maturityDate: '2026-12-20', createdDate: null };

it('gives one key to one trade, though two workers decide two trades with it at the same moment', async () => {
  const outcomes = createMemoryRequestOutcomes();
  const store = createMemoryTradeStore();
  const transactions = createMemoryTransactions();
  const ports = { store, outcomes, knownVersions: { note: () => undefined }, nowMs: () => NOON_MS };
  const workerOf = (partition: number) => {
    const processor = createTradesProcessor(ports, DEFAULT_TRADES_LIMITS);
    const value: TradeSubmission = {
      trade: { ...TRADE, tradeId: `T${partition}` },
      ...{ asHistory: false, submittedBy: 'ada', submittedAtMs: NOON_MS, idempotencyKey: 'key' },
    };
    const command = { partition, position: 0n, record: encodeSubmission(value, {}), value };
    return {
      processor,
      async decide() {
        await processor.prepare([command]);
        return [processor.decide(command)];
      },
    };
  };
  const [first, second] = [workerOf(0), workerOf(1)];
  const [ofFirst, ofSecond] = [await first.decide(), await second.decide()];
  await transactions.run((transaction) => first.processor.save(transaction, ofFirst));
  const late = transactions.run((transaction) => second.processor.save(transaction, ofSecond));
  await expect(late).rejects.toMatchObject({ code: 'unavailable' });

  second.processor.discard();
  const again = await second.decide();
  expect(again).toMatchObject([{ trade: null, outcome: { failureReason: 'idempotency-key-reused' } }]);
  await transactions.run((transaction) => second.processor.save(transaction, again));
  expect(await store.highestVersions(['T0', 'T1'])).toEqual(new Map([['T0', 1]]));
});
