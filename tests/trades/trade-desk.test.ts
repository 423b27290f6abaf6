import { Fault, isFault } from '@bourse/application/ports/fault.ts';
import { createTradeDesk } from '@bourse/application/trades/trade-desk.ts';
import { TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import { decodeSubmission } from '@bourse/application/trades/trade-submission-codec.ts';
import { createKnownVersions } from '@bourse/application/trades/known-versions.ts';
import { createMemoryLogPositions } from '@bourse/memory/memory-log-positions.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readAll } from '../contracts/log-reading.ts';
import type { TradesWorld } from './trades-world.ts';
import { NOON_MS, tradeRequest, tradesWorld, UNSTORABLE } from './trades-world.ts';
import { traceOf } from '@bourse/application/tracing/trace.ts';

function openWorld(): TradesWorld {
  const world = tradesWorld();
  onTestFinished(() => world.stop());
  return world;
}

/** Submits a trade and answers its request id. Fails when it is refused at once. */
async function accepted({ desk }: TradesWorld, ...request: Parameters<typeof tradeRequest>): Promise<string> {
  const taken = await desk.submit(tradeRequest(...request), traceOf('correlation'));
  if (!taken.ok) throw new Error(`refused: ${taken.refusal}`);
  return taken.value.requestId;
}

const submittedIn = async ({ log }: TradesWorld) =>
  (await readAll(log, TRADES_TOPIC)).map(({ record }) => decodeSubmission(record));

describe('the trade desk', () => {
  it('puts a trade into the log with who sent it and when, keyed by the trade, and traced', async () => {
    const world = openWorld();
    await accepted(world, {}, { idempotencyKey: 'key' });
    const [found] = await readAll(world.log, TRADES_TOPIC);
    expect(found?.record.key).toBe('T1');
    expect(found?.record.headers).toEqual({ 'correlation-id': 'correlation' });
    expect(await submittedIn(world)).toEqual([
      { ...tradeRequest({}, { idempotencyKey: 'key' }), submittedAtMs: NOON_MS },
    ]);
  });

  it('answers each of many in order, those that are refused at once among them, by one append', async () => {
    const world = openWorld();
    const requests = [
      tradeRequest({ tradeId: 'T1' }),
      tradeRequest({ tradeId: 'T2', maturityDate: '2026-11-19' }),
      tradeRequest({ tradeId: 'T3', maturityDate: '2026-11-20' }),
      tradeRequest({ tradeId: 'T4', maturityDate: '2026-11-19' }, { asHistory: true }),
    ];
    const answers = await world.desk.submitAll(requests, traceOf('correlation'));
    expect(answers.map((answer) => answer.ok)).toEqual([true, false, true, true]);
    expect(answers[1]).toEqual({ ok: false, refusal: 'maturity-passed' });
    const statuses = await Promise.all(
      answers.flatMap((answer) => (answer.ok ? world.desk.status(answer.value.requestId, 'ada') : [])),
    );
    expect(statuses.map((status) => status?.tradeId)).toEqual(['T1', 'T3', 'T4']);
  });

  it('appends nothing when there is nothing to append', async () => {
    const world = openWorld();
    expect(await world.desk.submitAll([], traceOf('correlation'))).toEqual([]);
    await world.desk.submitAll([tradeRequest({ maturityDate: '2026-11-19' })], traceOf('correlation'));
    expect(await submittedIn(world)).toEqual([]);
  });

  it('refuses a lower version at once when a higher one was stored here, but not one of a history', async () => {
    const world = openWorld();
    world.start();
    await accepted(world, { version: 2 });
    await world.decided();
    expect(await world.desk.submit(tradeRequest({ version: 1 }), traceOf('correlation'))).toEqual({
      ok: false,
      refusal: 'version-superseded',
    });
    await accepted(world, { version: 2 });
    await accepted(world, { version: 1 }, { asHistory: true });
    await world.decided();
    expect(world.store.trades().map(({ version }) => version)).toEqual([2, 1]);
  });

  it('leaves a lower version to the decision when it does not know the higher one yet', async () => {
    const world = openWorld();
    await accepted(world, { version: 2 });
    const late = await accepted(world, { version: 1 });
    world.start();
    await world.decided();
    expect(await world.desk.status(late, 'ada')).toMatchObject({
      status: 'FAILED',
      failureReason: 'version-superseded',
    });
    expect(world.store.trades().map(({ version }) => version)).toEqual([2]);
  });

  it('dates a trade by the day on which it came in, when it does not say when it was created', async () => {
    const world = openWorld();
    world.clock.jumpTo(Date.UTC(2026, 10, 20, 23, 59, 59, 999));
    await accepted(world, { tradeId: 'T1' });
    await accepted(world, { tradeId: 'T2', createdDate: '2025-01-31' });
    world.clock.jumpTo(Date.UTC(2026, 10, 21));
    world.start();
    await world.decided();
    const dates = world.store.trades().map(({ tradeId, createdDate }) => [tradeId, createdDate]);
    expect(Object.fromEntries(dates)).toEqual({ T1: '2026-11-20', T2: '2025-01-31' });
  });

  it('decides the maturity by the day of the decision', async () => {
    const world = openWorld();
    const requestId = await accepted(world, { maturityDate: '2026-11-20' });
    world.clock.jumpTo(Date.UTC(2026, 10, 21));
    world.start();
    await world.decided();
    expect(await world.desk.status(requestId, 'ada')).toMatchObject({ failureReason: 'maturity-passed' });
  });

  it('puts trades that came in together into the log by one append, each with its own trace and answer', async () => {
    const world = openWorld();
    const { outcomes, deadLetters, requestIds, clock } = world;
    const appended: number[] = [];
    const arrivals: (() => void)[] = [];
    const desk = createTradeDesk({
      ...{ outcomes, deadLetters, requestIds, clock, knownVersions: createKnownVersions(1) },
      positions: createMemoryLogPositions(),
      log: {
        ...world.log,
        append: (topic, records) => {
          appended.push(records.length);
          return world.log.append(topic, records);
        },
      },
      afterArrivals: (callback) => arrivals.push(callback),
    });
    const names = Array.from({ length: 20 }, (_, n) => `T${n}`);
    const answers = names.map((tradeId) => desk.submit(tradeRequest({ tradeId }), traceOf(`of ${tradeId}`)));
    expect([appended, arrivals.length]).toEqual([[], 1]);
    arrivals[0]?.();
    const taken = (await Promise.all(answers)).map((answer) => (answer.ok ? answer.value.requestId : answer.refusal));

    expect(appended).toEqual([20]);
    const found = new Map((await readAll(world.log, TRADES_TOPIC)).map(({ record }) => [record.key, record.headers]));
    expect(found).toEqual(new Map(names.map((name) => [name, { 'correlation-id': `of ${name}` }])));
    const told = await Promise.all(taken.map((requestId) => world.desk.status(requestId, 'ada')));
    expect(told.map((status) => status?.tradeId)).toEqual(names);
  });

  it('tells all that came in together that they are not taken, and takes what comes next', async () => {
    const world = openWorld();
    const { outcomes, deadLetters, requestIds, clock, log } = world;
    let isAway = true;
    const desk = createTradeDesk({
      ...{ outcomes, deadLetters, requestIds, clock, knownVersions: createKnownVersions(1) },
      positions: createMemoryLogPositions(),
      log: {
        ...log,
        append: (topic, records) =>
          isAway ? Promise.reject(new Fault('unavailable', 'the log is away')) : log.append(topic, records),
      },
      afterArrivals: setImmediate,
    });
    const submit = (tradeId: string) => desk.submit(tradeRequest({ tradeId }), traceOf('correlation'));
    const refused = await Promise.allSettled(['T1', 'T2', 'T3'].map(submit));
    expect(refused.map((each) => each.status === 'rejected' && isFault(each.reason, 'unavailable'))).toEqual([
      true,
      true,
      true,
    ]);
    isAway = false;
    expect((await Promise.all(['T4', 'T5'].map(submit))).map(({ ok }) => ok)).toEqual([true, true]);
    expect((await submittedIn(world)).map(({ trade }) => trade.tradeId).sort()).toEqual(['T4', 'T5']);
  });

  it('tells a caller when the log cannot take more', async () => {
    const world = openWorld();
    const full = {
      ...world.log,
      append: () => Promise.reject(new Fault('overloaded', 'too many appends are waiting')),
    };
    const { outcomes, deadLetters, requestIds, clock } = world;
    const positions = createMemoryLogPositions();
    const knownVersions = createKnownVersions(1);
    const desk = createTradeDesk({ log: full, positions, outcomes, deadLetters, requestIds, knownVersions, clock });
    await expect(desk.submit(tradeRequest(), traceOf('correlation'))).rejects.toMatchObject({ code: 'overloaded' });
  });
});

describe('an idempotency key', () => {
  const key = { idempotencyKey: 'key' };

  it('answers the first request when the same trade comes again', async () => {
    const world = openWorld();
    world.start();
    const first = await accepted(world, {}, key);
    await world.decided();
    expect(await accepted(world, {}, key)).toBe(first);
    expect(await submittedIn(world)).toHaveLength(1);
  });

  it('answers the first request also when it failed, and when the trade would be refused by now', async () => {
    const world = openWorld();
    world.start();
    const stored = await accepted(world, {}, key);
    await world.decided();
    await accepted(world, { version: 2 });
    await world.decided();
    world.clock.jumpTo(Date.UTC(2027, 0, 1));
    expect(await accepted(world, {}, key)).toBe(stored);
  });

  it.each(['one by one', 'among many'])(
    'repeats a trade that is decided, and superseded, while its key is looked up (%s)',
    async (way) => {
      const world = openWorld();
      await accepted(world, { version: 1 }, key);
      await accepted(world, { version: 2 });
      const { log, outcomes, deadLetters, requestIds, clock } = world;
      const desk = createTradeDesk({
        ...{ log, deadLetters, requestIds, clock, positions: createMemoryLogPositions() },
        outcomes: {
          ...outcomes,
          async ofKeys(keys) {
            const found = await outcomes.ofKeys(keys);
            world.start();
            await world.decided();
            return found;
          },
        },
        knownVersions: { highest: () => world.store.trades().find(({ version }) => version === 2)?.version },
      });
      const again = tradeRequest({ version: 1 }, key);
      const answer =
        way === 'one by one'
          ? await desk.submit(again, traceOf('correlation'))
          : (await desk.submitAll([again], traceOf('correlation')))[0];
      if (answer?.ok !== true) throw new Error(`refused: ${answer?.refusal}`);
      await world.decided();
      expect(await world.desk.status(answer.value.requestId, 'ada')).toMatchObject({ status: 'SUCCESS', version: 1 });
      expect(world.store.trades().map(({ version }) => version)).toEqual([1, 2]);
    },
  );

  it.each([
    ['another version', { version: 2 }, {}],
    ['another book', { bookId: 'B2' }, {}],
    ['another trade', { tradeId: 'T2' }, {}],
    ['a date of creation', { createdDate: '2026-11-20' }, {}],
    ['a load of history', {}, { asHistory: true }],
  ])('is refused with %s', async (_, trade, changes) => {
    const world = openWorld();
    world.start();
    await accepted(world, {}, key);
    await world.decided();
    expect(await world.desk.submit(tradeRequest(trade, { ...key, ...changes }), traceOf('correlation'))).toEqual({
      ok: false,
      refusal: 'idempotency-key-reused',
    });
  });

  it('belongs to its sender: somebody else may use the same one', async () => {
    const world = openWorld();
    world.start();
    await accepted(world, {}, key);
    await world.decided();
    await accepted(world, { tradeId: 'T2' }, { ...key, submittedBy: 'grace' });
    await world.decided();
    expect(world.store.trades()).toHaveLength(2);
  });

  it('takes effect once when the same request was sent twice before the first was decided', async () => {
    const world = openWorld();
    const ids = [
      await accepted(world, {}, key),
      await accepted(world, {}, key),
      await accepted(world, { bookId: 'B2' }, key),
    ];
    world.start();
    await world.decided();
    const statuses = await world.desk.statuses(ids, 'ada');
    expect(statuses.map(({ status, failureReason }) => [status, failureReason])).toEqual([
      ['SUCCESS', null],
      ['SUCCESS', null],
      ['FAILED', 'idempotency-key-reused'],
    ]);
    expect(world.store.trades().map(({ bookId }) => bookId)).toEqual(['B1']);
  });

  it('repeats the failure of the first request under the second id', async () => {
    const world = openWorld();
    const ids = [
      await accepted(world, { version: 5 }),
      await accepted(world, { version: 4 }, key),
      await accepted(world, { version: 4 }, key),
    ];
    world.start();
    await world.decided();
    const statuses = await world.desk.statuses(ids, 'ada');
    expect(statuses.map(({ failureReason }) => failureReason)).toEqual([
      null,
      'version-superseded',
      'version-superseded',
    ]);
  });
});

describe('a request', () => {
  it('is pending from the moment it was taken, with nothing but the record in the log', async () => {
    const world = openWorld();
    const requestId = await accepted(world, { version: 7 });
    world.clock.jumpTo(NOON_MS + 1_000);
    expect(await world.desk.status(requestId, 'ada')).toEqual({
      requestId,
      status: 'PENDING',
      tradeId: 'T1',
      version: 7,
      failureReason: null,
      createdAtMs: NOON_MS,
      updatedAtMs: NOON_MS,
    });
    expect(world.outcomes.outcomes()).toEqual([]);
  });

  it('succeeds or fails once it is decided, with the times of both', async () => {
    const world = openWorld();
    const ids = [await accepted(world, { version: 2 }), await accepted(world, { version: 1 })];
    world.clock.jumpTo(NOON_MS + 1_000);
    world.start();
    await world.decided();
    const common = { tradeId: 'T1', createdAtMs: NOON_MS, updatedAtMs: NOON_MS + 1_000 };
    expect(await world.desk.statuses(ids, 'ada')).toEqual([
      { ...common, requestId: ids[0], version: 2, status: 'SUCCESS', failureReason: null },
      { ...common, requestId: ids[1], version: 1, status: 'FAILED', failureReason: 'version-superseded' },
    ]);
  });

  it.each(['while it is pending', 'once it is decided', 'when it was set aside'])(
    'is not there for anybody but its sender %s',
    async (when) => {
      const world = openWorld();
      const requestId = await accepted(world, { tradeId: when === 'when it was set aside' ? UNSTORABLE : 'T1' });
      if (when !== 'while it is pending') {
        world.start();
        await world.decided();
      }
      // Asked for by both at once: one look-up answers many callers.
      const [other, own] = await Promise.all([
        world.desk.status(requestId, 'grace'),
        world.desk.status(requestId, 'ada'),
      ]);
      expect(other).toBeUndefined();
      expect(own?.requestId).toBe(requestId);
      expect(await world.desk.statuses([requestId], 'grace')).toEqual([]);
    },
  );

  it('is not there when it never was', async () => {
    const world = openWorld();
    await accepted(world);
    const [beyond = '', elsewhere = ''] = world.requestIds.encode([
      { partition: 0, position: 5n },
      { partition: 9, position: 0n },
    ]);
    for (const requestId of ['', 'nonsense', 'x'.repeat(22), beyond, elsewhere]) {
      expect(await world.desk.status(requestId, 'ada')).toBeUndefined();
    }
  });

  it('is asked about among many, in their order, and those that are not there are left out', async () => {
    const world = openWorld();
    world.start();
    const decided = await Promise.all(['A', 'B', 'C'].map((tradeId) => accepted(world, { tradeId })));
    await world.decided();
    await world.stop();
    const pending = await Promise.all(['D', 'E', 'F', 'G'].map((tradeId) => accepted(world, { tradeId })));
    const asked = [pending[3]!, decided[1]!, 'nonsense', pending[0]!, decided[0]!, pending[3]!];
    const statuses = await world.desk.statuses(asked, 'ada');
    expect(statuses.map(({ tradeId, status }) => `${tradeId} ${status}`)).toEqual([
      'G PENDING',
      'B SUCCESS',
      'D PENDING',
      'A SUCCESS',
      'G PENDING',
    ]);
  });

  it('ends also when its record cannot be stored, without holding up what comes behind', async () => {
    const world = openWorld();
    const requestId = await accepted(world, { tradeId: UNSTORABLE });
    const others = await Promise.all(['A', 'B', 'C', 'D'].map((tradeId) => accepted(world, { tradeId })));
    world.clock.jumpTo(NOON_MS + 1_000);
    world.start();
    await world.decided();
    expect(await world.desk.status(requestId, 'ada')).toEqual({
      requestId,
      status: 'FAILED',
      tradeId: UNSTORABLE,
      version: 1,
      failureReason: 'not-processable',
      createdAtMs: NOON_MS,
      updatedAtMs: NOON_MS + 1_000,
    });
    const statuses = await world.desk.statuses(others, 'ada');
    expect(statuses.map(({ status }) => status)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS', 'SUCCESS']);
  });

  it('whose record cannot be read is nobody’s, and its partition goes on', async () => {
    const world = openWorld();
    const broken = await world.appendRecord({ key: 'T1', value: '{"v":9}', headers: {} });
    const requestId = await accepted(world);
    expect(await world.desk.status(broken, 'ada')).toBeUndefined();
    world.start();
    await world.decided();
    expect(await world.desk.status(broken, 'ada')).toBeUndefined();
    expect(await world.desk.status(requestId, 'ada')).toMatchObject({ status: 'SUCCESS' });
    expect(world.deadLetters.letters().map(({ step }) => step)).toEqual(['decode']);
  });

  it('is not there any more once its time is over', async () => {
    const world = openWorld();
    const requestId = await accepted(world);
    world.start();
    await world.decided();
    expect(await world.outcomes.removeBefore(NOON_MS + 1, 10)).toBe(1);
    expect(await world.desk.status(requestId, 'ada')).toBeUndefined();
  });

  it('is found although it was decided, and its record removed, between two looks at it', async () => {
    const world = openWorld();
    const requestId = await accepted(world);
    const { log, outcomes, deadLetters, requestIds, clock } = world;
    // The group is seen where it stood before; the record is gone when it is looked for.
    const stale = [new Map<number, bigint>(), new Map([0, 1].map((partition) => [partition, 1n]))];
    let decided = false;
    const desk = createTradeDesk({
      ...{ outcomes, deadLetters, requestIds, clock, knownVersions: createKnownVersions(1) },
      positions: { ...createMemoryLogPositions(), positions: async () => stale.shift() ?? new Map() },
      log: {
        ...log,
        async read() {
          if (!decided) world.start();
          decided = true;
          await world.decided();
          return [];
        },
      },
    });
    expect(await desk.status(requestId, 'ada')).toMatchObject({ status: 'SUCCESS' });
  });
});
