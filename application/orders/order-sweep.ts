import type { Price } from '@bourse/core/market/price.ts';
import type { Clock } from '../ports/clock.ts';
import type { DueOrders } from '../ports/due-orders.ts';
import type { Log } from '../ports/log.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import { startRounds } from '../processing/rounds.ts';
import { expireOrders, MAX_SWEPT, wakeOrders } from './wake-orders.ts';

/** What the sweep works with; `prices` are the newest ones, stale ones left out by the decision. */
export interface OrderSweepPorts {
  readonly due: DueOrders;
  readonly log: Log;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly logger: Logger;
  readonly prices: () => readonly Price[];
}

/**
 * Expires day orders after the close, and wakes orders that the newest price reaches although no tick told: one that came to rest
 * just when its price was passing. Any number of processes may sweep: what is sent twice is decided once. Answers how to stop it.
 */
export function startOrderSweep(ports: OrderSweepPorts, everyMs: number): { stop(): Promise<void> } {
  return startRounds(ports, {
    async round() {
      const expired = await expireOrders(ports, ports.clock.now());
      const woken = await wakeOrders(ports, ports.prices(), MAX_SWEPT);
      ports.meter.count('order_sweep_orders', { kind: 'expired' }, expired);
      ports.meter.count('order_sweep_orders', { kind: 'woken' }, woken);
    },
    pauseMs: () => everyMs,
    pauseFirst: true,
    warning: 'orders could not be swept; the next sweep tries again',
  });
}
