import type { AttemptOutcome } from './batch-attempt.ts';
import type { OfferPorts } from './decide-offers.ts';
import { decideOffers } from './decide-offers.ts';
import type { Offers } from './direct-appends.ts';
import type { OwnedPartitions } from './owned-partitions.ts';
import type { Processor } from './processor.ts';

/** Where a consumer decides what is offered to it; at most two batches are under way, so that the store has work while the next one is decided. */
export interface OffersDesk {
  /** Decides what waits; answers whether there was anything to do. Throws what became of a batch before, and what prevents this one. */
  decide(): Promise<boolean>;
  /** Waits until nothing is under way. Throws what became of it. */
  finish(): Promise<void>;
  /** The same after a failure: what is under way fails too, and has been dealt with. */
  giveUp(): Promise<void>;
}

/** What the desk is given beside the ports: whom it tells of a batch, with how long that took, seconds, and how it wakes the consumer. */
export interface OffersDeskPorts extends OfferPorts {
  report(outcome: AttemptOutcome, seconds: number): void;
  wake(): void;
}

interface Flight {
  readonly landed: Promise<void>;
  isOver: boolean;
}

/** Records of one batch, besides the last offer: a larger one would keep the store idle while it is decided, and this thread while it is stored. */
const MAX_OFFERED = 100;

/** Opens the desk of one consumer. */
export function createOffersDesk<Command, Effect>(
  processor: Processor<Command, Effect>,
  offers: Offers,
  owned: OwnedPartitions,
  ports: OffersDeskPorts,
): OffersDesk {
  let flight: Flight | null = null;

  function watch(finished: Promise<AttemptOutcome>, startedMs: number): Flight {
    const started: Flight = {
      isOver: false,
      landed: finished
        .then((outcome) => {
          ports.report(outcome, (ports.nowMs() - startedMs) / 1_000);
        })
        .finally(() => {
          started.isOver = true;
          ports.wake();
        }),
    };
    // Whoever comes to wait for it is told as well.
    started.landed.catch(() => undefined);
    return started;
  }

  async function finish(): Promise<void> {
    const waitedFor = flight;
    flight = null;
    await waitedFor?.landed;
  }

  return {
    async decide() {
      if (flight?.isOver === true) await finish();
      const { decidingAhead, maxBatchRecords } = processor;
      if (flight !== null && decidingAhead?.isPossible() !== true) await finish();
      const minRecords = flight === null ? 1 : (decidingAhead?.records ?? Infinity);
      const offered = offers.take(minRecords, Math.min(maxBatchRecords, MAX_OFFERED));
      if (offered.length === 0) return false;
      const startedMs = ports.nowMs();
      const underWay = await decideOffers(processor, offered, owned, ports);
      if (underWay === null) return true;
      const before = flight;
      flight = watch(underWay.finished, startedMs);
      await before?.landed;
      return true;
    },
    finish,
    async giveUp() {
      await finish().catch(() => undefined);
    },
  };
}
