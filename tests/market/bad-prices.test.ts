import { createHash } from 'node:crypto';
import { createMarketProcessor } from '@bourse/application/market/market-processor.ts';
import type { AccountCommand } from '@bourse/application/orders/account-command.ts';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { encodeCommand } from '@bourse/application/orders/account-command-codec.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import type { AccountEvent } from '@bourse/application/orders/account-event.ts';
import { decodeEvent } from '@bourse/application/orders/account-event-codec.ts';
import { createOrdersProcessor, DEFAULT_ORDERS_LIMITS } from '@bourse/application/orders/orders-processor.ts';
import { startConsumer } from '@bourse/application/processing/consumer.ts';
import type { Random } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import type { VendorFaults } from '@bourse/entrypoints/vendor-sim/vendor-faults.ts';
import { createMemoryAccountBooks } from '@bourse/memory/memory-account-books.ts';
import { createMemoryDeadLetters } from '@bourse/memory/memory-dead-letters.ts';
import { createMemoryDueOrders } from '@bourse/memory/memory-due-orders.ts';
import { createMemoryLogPositions } from '@bourse/memory/memory-log-positions.ts';
import { createMemoryPartitionOwnership } from '@bourse/memory/memory-partition-ownership.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readAll } from '../contracts/log-reading.ts';
import { cash } from '../orders/orders-world.ts';
import { quietLogger } from '../system/market/quiet-telemetry.ts';
import { CALL_MS, startMarketSimulation, SYMBOLS, TTL_MS } from './market-simulation.ts';
import type { MarketSimulation } from './market-simulation.ts';
import { simulationSeeds } from './simulation-seeds.ts';

const START_MS = Date.UTC(2026, 2, 31, 8);
const STEP_MS = 20_000;
const STEPS = 540;
/** Neither calls nor ticks come through; in each run for some time at least, from step to step. */
const DOWN: VendorFaults = { errorRate: 1, cutRate: 1 };
const DOWN_STEPS = { from: 60, to: 105 };
/** An instrument that the vendor never prices. */
const UNPRICED = 'NONE';

const RULES = {
  ...{ priceToleranceMicros: 2_000_000n, maxPriceAgeMs: TTL_MS, maxNotionalMicros: 1_000_000_000_000n },
  ...{ commissionBasisPoints: 0n, closeMinuteUtc: 21 * 60, liquidity: { model: 'unlimited' } as const },
};
const CASH_RULES = {
  ...{ maxAmountMicros: 10n ** 18n, maxDepositsPerDayMicros: 10n ** 18n, maxWithdrawalsPerDayMicros: 10n ** 18n },
};

/** Orders are decided from the price book of the simulation, and ticks wake those that rest, as in a worker. */
function startDeciding({ log, book, market }: MarketSimulation): { stop(): Promise<void> } {
  const books = createMemoryAccountBooks();
  const ports = {
    ...{ log, clock: systemClock, logger: quietLogger },
    positions: createMemoryLogPositions(),
    ownership: createMemoryPartitionOwnership(systemClock, 600_000),
    transactions: createMemoryTransactions(),
    deadLetters: createMemoryDeadLetters(),
    meter: { count: () => undefined, gauge: () => undefined, duration: () => undefined },
  };
  const inputs = {
    ...{ tradingRules: RULES, cashRules: CASH_RULES, nowMs: Date.now },
    price: book.price.bind(book),
    instrument: book.instrument.bind(book),
    sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
  };
  const due = createMemoryDueOrders(books);
  const consumers = [
    startConsumer(createOrdersProcessor({ books, log, inputs }, DEFAULT_ORDERS_LIMITS), 'orders', ports),
    startConsumer(createMarketProcessor({ market, due, log, meter: ports.meter }), 'market', ports),
  ];
  return {
    stop: async () => {
      await Promise.all(consumers.map((consumer) => consumer.stop()));
    },
  };
}

/** Some faults, each with some rate, or a vendor that is down, or one that is well. */
function randomFaults(random: Random): VendorFaults {
  const kind = random();
  if (kind < 0.2) return {};
  if (kind < 0.45) return DOWN;
  const rate = (most: number): number => (random() < 0.5 ? random() * most : 0);
  return {
    ...{ errorRate: rate(0.3), hangRate: rate(0.2), cutRate: rate(0.2), truncatedRate: rate(0.2) },
    ...{
      wrongShapeRate: rate(0.2),
      rateLimitRate: rate(0.2),
      duplicatePageRate: rate(0.3),
      missingPageRate: rate(0.3),
    },
    badPriceRate: rate(1),
    latencyMs: { distribution: 'exponential', meanMs: random() * 4_000 },
    clockSkewMs: random() < 0.3 ? Math.round((random() - 0.5) * 1_200_000) : 0,
  };
}

function randomOrder(id: string, { random, book }: MarketSimulation): AccountCommand {
  const symbol = random() < 0.05 ? UNPRICED : (SYMBOLS[Math.floor(random() * SYMBOLS.length)] ?? '');
  const near = book.price(symbol)?.priceMicros ?? 100_000_000n;
  const limits = random() < 0.4;
  const terms = {
    ...{ symbol, side: 'buy' as const, quantityMicros: 1_000_000n, stopPriceMicros: null, expectedPriceMicros: null },
    type: limits ? ('limit' as const) : ('market' as const),
    limitPriceMicros: limits ? (near * BigInt(995 + Math.floor(random() * 10))) / 1_000n : null,
    timeInForce: limits ? ('gtc' as const) : ('ioc' as const),
  };
  const order = { accountId: 'account', id, clientOrderId: id, terms, createdAtMs: Date.now() };
  return { type: 'place-order', commandId: id, order };
}

/** What is wrong with the executions of an event: a price that was not true, or was too old. */
function faultsOf(event: AccountEvent, { truth }: MarketSimulation): readonly string[] {
  if (event.type !== 'order-updated') return [];
  const { symbol } = event.order.terms;
  return event.executions.flatMap(({ fill: { price, atMs } }) => {
    const fresh = atMs - price.asOfMs <= TTL_MS && price.asOfMs <= atMs;
    // A vendor whose clock is ahead dates prices at most to the end of the call that brought them.
    const real = truth.wasPriced(symbol, price.priceMicros, atMs - TTL_MS - CALL_MS, atMs);
    return fresh && real ? [] : [`${symbol} at ${atMs - START_MS}: ${price.priceMicros} of ${price.asOfMs - START_MS}`];
  });
}

beforeEach(() => {
  vi.useFakeTimers({
    now: START_MS,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  });
});

afterEach(() => vi.useRealTimers());

describe('orders while the vendor does everything wrong', () => {
  it.each(simulationSeeds())(
    'are never executed on a price that is quarantined, missing or too old (seed %i)',
    async (seed) => {
      const simulation = await startMarketSimulation(seed, { live: true });
      const { random, vendor, log, market, meter } = simulation;
      const unpriced = {
        symbol: UNPRICED,
        name: UNPRICED,
        exchange: 'XNAS',
        sector: 'Tools',
        status: 'active',
      } as const;
      await market.saveInstruments([unpriced]);
      const deciding = startDeciding(simulation);
      await log.append(ORDERS_TOPIC, [encodeCommand(cash('deposit', '900000000'))]);
      await vi.advanceTimersByTimeAsync(90_000);

      for (let step = 0; step < STEPS; step += 1) {
        const down = step >= DOWN_STEPS.from && step < DOWN_STEPS.to;
        if (step % 15 === 0) vendor.setFaults(down ? DOWN : randomFaults(random));
        await log.append(ORDERS_TOPIC, [encodeCommand(randomOrder(`order ${step}`, simulation))]);
        await vi.advanceTimersByTimeAsync(STEP_MS);
      }
      vendor.setFaults({});
      await vi.advanceTimersByTimeAsync(600_000);

      const events = (await readAll(log, EXECUTIONS_TOPIC)).map(({ record }) => decodeEvent(record));
      expect(events.flatMap((event) => faultsOf(event, simulation))).toEqual([]);

      // That this says something: orders were filled, at once and later, and refused for each reason; bad prices came.
      const updates = events.filter((event) => event.type === 'order-updated');
      const reasons = new Set(updates.map(({ order }) => order.reason));
      expect(reasons).toContain('price-stale');
      expect(reasons).toContain('price-unavailable');
      expect(
        updates.filter(({ executions, order }) => executions.length > 0 && order.terms.type === 'market').length,
      ).toBeGreaterThan(50);
      expect(updates.some(({ executions, commandId }) => executions.length > 0 && commandId === null)).toBe(true);
      expect(meter.read('prices_quarantined_total jump')).toBeGreaterThan(0);
      expect(new Set(updates.map(({ order }) => order.id)).size).toBe(STEPS);
      await deciding.stop();
      await simulation.stop();
    },
  );
});
