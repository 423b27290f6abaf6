import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import { createEventHub } from '@bourse/application/stream/event-hub.ts';
import type { EventReader } from '@bourse/application/stream/event-reader.ts';
import { createExecutionsSource } from '@bourse/application/stream/executions-source.ts';
import type { StreamLimits } from '@bourse/application/stream/stream-limits.ts';
import { DEFAULT_STREAM_LIMITS } from '@bourse/application/stream/stream-limits.ts';
import { formatSequence, parseSequence } from '@bourse/core/stream/sequence.ts';
import { createManualClock } from '@bourse/memory/manual-clock.ts';
import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import { quietLogger, readableMeter } from '../system/market/quiet-telemetry.ts';

const OWNERS = ['ada', 'bob', 'cyd', 'dan'];
const OWNER = 'ada';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets everything happen that waits for nothing but itself. */
async function settle(): Promise<void> {
  for (let count = 0; count < 5; count += 1) await turn();
}

function world(limits: Partial<StreamLimits> = {}) {
  const clock = createManualClock(1_000_000);
  const meter = readableMeter();
  const topics = { [EXECUTIONS_TOPIC]: 2 };
  const log = createMemoryLog({ topics, maxWaitingAppends: 1_000, maxValueBytes: 1_000 });
  let count = 0;
  return {
    clock,
    meter,
    log,
    /** A process that serves clients: what is behind its hub is the same log. */
    process: async (recentRecords = 3) => {
      const ports = { clock, meter, logger: quietLogger };
      const source = createExecutionsSource({ log, ...ports }, recentRecords);
      const hub = createEventHub({ source, ...ports }, { ...DEFAULT_STREAM_LIMITS, resumePageRecords: 3, ...limits });
      await hub.start();
      await settle();
      return hub;
    },
    append: async (owner: string): Promise<string> => {
      count += 1;
      const value = `"${owner} ${count}"`;
      await log.append(EXECUTIONS_TOPIC, [{ key: owner, value, headers: {} }]);
      return value;
    },
  };
}

/** A client that remembers what it was told and where it stands; it may have enough for a while. */
function reading(after: string | null) {
  const told: string[] = [];
  const gaps: string[] = [];
  let sequence = after;
  let busy = false;
  const reader: EventReader = {
    onRecord: (record, next) => {
      told.push(record.value);
      sequence = formatSequence(next);
    },
    onGap: (next) => {
      gaps.push(formatSequence(next));
      sequence = formatSequence(next);
    },
    congested: () => busy,
  };
  return {
    told,
    gaps,
    reader,
    sequence: () => sequence,
    setBusy(value: boolean) {
      busy = value;
    },
    setSequence(value: string) {
      sequence = value;
    },
  };
}

type Step = { readonly do: 'append'; readonly owner: string } | { readonly do: 'drop' | 'connect' | 'busy' | 'wait' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('append' as const), owner: fc.constantFrom(...OWNERS) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('drop' as const, 'connect' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('busy' as const, 'wait' as const) }) },
);

describe('the news of an owner', () => {
  it('are told once and in order, over lost connections and to whichever process', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: 6 }), async (steps, recent) => {
        const { process, append, clock } = world();
        const hubs = [await process(recent), await process(recent)];
        const expected: string[] = [];
        const told: string[] = [];
        let client = reading(null);
        let at = 0;
        let busy = false;
        const connect = () => {
          const after = client.sequence();
          const next = reading(after);
          next.setBusy(busy);
          const subscription = hubs[at % 2]!.subscribe(
            OWNER,
            after === null ? null : parseSequence(after)!,
            next.reader,
          );
          next.setSequence(formatSequence(subscription.sequence()));
          subscription.begin();
          at += 1;
          client = next;
          return subscription;
        };
        let subscription: ReturnType<typeof connect> | undefined = connect();
        const drop = () => {
          subscription?.stop();
          subscription = undefined;
          told.push(...client.told.splice(0));
        };
        for (const next of steps) {
          if (next.do === 'append') {
            const value = await append(next.owner);
            if (next.owner === OWNER) expected.push(value);
          } else if (next.do === 'drop') drop();
          else if (next.do === 'connect') subscription ??= connect();
          else if (next.do === 'busy') client.setBusy((busy = !busy));
          else await settle();
        }
        busy = false;
        client.setBusy(busy);
        subscription ??= connect();
        await settle();
        clock.advance(1_000);
        await settle();
        drop();
        expect(told).toEqual(expected);
        expect(client.gaps).toEqual([]);
        await Promise.all(hubs.map((hub) => hub.stop()));
      }),
      { numRuns: 200 },
    );
  });
});

describe('what was missed', () => {
  async function away(limits: Partial<StreamLimits>, missed: number) {
    const it = world(limits);
    const hub = await it.process(0);
    const first = reading(null);
    const subscription = hub.subscribe(OWNER, null, first.reader);
    const start = subscription.sequence();
    subscription.stop();
    for (let count = 0; count < missed; count += 1) await it.append(OWNER);
    await settle();
    const resume = () => {
      const again = reading(null);
      hub.subscribe(OWNER, start, again.reader).begin();
      return again;
    };
    return { ...it, hub, resume };
  }

  it('is told up to the maximum, and beyond it that there is a gap', async () => {
    const within = await away({ maxResumeRecords: 10 }, 10);
    const told = within.resume();
    await settle();
    expect([told.told.length, told.gaps.length]).toEqual([10, 0]);
    const beyond = await away({ maxResumeRecords: 10, recentRecords: 0 }, 11);
    const lost = beyond.resume();
    await settle();
    expect([lost.told.length, lost.gaps.length]).toEqual([0, 1]);
    expect(beyond.meter.read('stream_resumes_total gap')).toBe(1);
    const value = await beyond.append(OWNER);
    await settle();
    expect(lost.told).toEqual([value]);
  });

  it('is a gap when the log has let it go', async () => {
    const { log, resume } = await away({ recentRecords: 0 }, 10);
    log.removeOldest(3, () => true);
    const lost = resume();
    await settle();
    expect([lost.told.length, lost.gaps.length]).toEqual([0, 1]);
  });

  it('waits until the reader has room for it', async () => {
    const { resume, clock } = await away({ recentRecords: 0, resumePageRecords: 2 }, 9);
    const busy = resume();
    busy.setBusy(true);
    await settle();
    expect(busy.told.length).toBeLessThan(9);
    busy.setBusy(false);
    clock.advance(50);
    await settle();
    expect(busy.told).toHaveLength(9);
  });
});
