import { createHash } from 'node:crypto';
import { emptyHead, hashOf } from '@bourse/core/ledger/journal.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrdersWorld } from './orders-world.ts';
import { cancel, cash, micros, NOON_MS, ordersWorld, place, tryAt } from './orders-world.ts';

let world: OrdersWorld;

beforeEach(() => {
  world = ordersWorld();
  world.list('ACME', 'active');
  world.quote('ACME', '100');
});

afterEach(async () => {
  await world.stop();
});

const account = () => world.books.accounts()[0];
const order = (id: string) => world.books.orders().find((one) => one.id === id);

describe('cash', () => {
  it('is booked and told, with what the account has afterwards', async () => {
    expect(await world.decide(cash('deposit', '1000'))).toEqual([
      {
        type: 'cash-moved',
        commandId: 'command deposit 1000',
        transaction: {
          accountId: 'account',
          transactionId: 'deposit 1000',
          type: 'deposit',
          amountMicros: micros('1000'),
          cashAfterMicros: micros('1000'),
          recordedAtMs: NOON_MS,
        },
      },
    ]);
    expect(account()).toMatchObject({ availableMicros: micros('1000'), depositedOnDateMicros: micros('1000') });
    expect(world.books.journal()).toHaveLength(1);
  });

  it('moves once, however often it is sent: in one batch, later, and to another worker', async () => {
    const first = await world.decide(cash('deposit', '10'), cash('deposit', '10'));
    const again = await world.decide(cash('deposit', '10'));
    await world.replaceWorker();
    const much = await world.decide(cash('withdrawal', '4'), cash('deposit', '10'));
    const answer = { type: 'cash-moved', transaction: { cashAfterMicros: micros('10') } };
    expect([...first, ...again, much[1]]).toMatchObject([answer, answer, answer, answer]);
    expect(account()?.availableMicros).toBe(micros('6'));
  });

  it('is refused under the same name with another amount or in the other direction', async () => {
    await world.decide(cash('deposit', '10', 'same'));
    const events = await world.decide(cash('deposit', '11', 'same'), cash('withdrawal', '10', 'same'));
    const refused = { type: 'command-refused', refusal: 'idempotency-key-reused', accountId: 'account', order: null };
    expect(events).toMatchObject([refused, refused]);
    expect(account()?.availableMicros).toBe(micros('10'));
  });

  it('is refused beyond what is there and beyond the limits, and a refusal may be tried again', async () => {
    await world.decide(cash('deposit', '10'));
    expect(await world.decide(cash('withdrawal', '11'), cash('deposit', '1000001'))).toMatchObject([
      { type: 'command-refused', refusal: 'insufficient-cash' },
      { type: 'command-refused', refusal: 'amount-too-large' },
    ]);
    expect(await world.decide(cash('deposit', '1', 'more'), cash('withdrawal', '11'))).toMatchObject([
      { type: 'cash-moved' },
      { type: 'cash-moved', transaction: { cashAfterMicros: 0n } },
    ]);
  });

  it('that is held counts as cash of the account and cannot be withdrawn', async () => {
    await world.decide(cash('deposit', '100'), place('o', { quantity: '1', type: 'limit', limit: '60' }));
    expect(await world.decide(cash('withdrawal', '41'), cash('withdrawal', '40'))).toMatchObject([
      { refusal: 'insufficient-cash' },
      { type: 'cash-moved', transaction: { cashAfterMicros: micros('60') } },
    ]);
  });
});

describe('an order', () => {
  it('is filled, booked and told with its execution', async () => {
    const events = await world.decide(cash('deposit', '1000'), place('o', { quantity: '2' }));
    expect(events[1]).toMatchObject({
      type: 'order-updated',
      commandId: 'place o',
      order: { id: 'o', clientOrderId: 'client o', status: 'filled', filledQuantityMicros: micros('2') },
      executions: [
        {
          id: 'o-1',
          fill: { quantityMicros: micros('2'), price: { priceMicros: micros('100'), source: 'feed', asOfMs: NOON_MS } },
        },
      ],
    });
    expect(world.books.positions()).toMatchObject([{ symbol: 'ACME', availableMicros: micros('2') }]);
    expect(account()?.availableMicros).toBe(micros('800'));
  });

  it('is rejected with its reason, and kept', async () => {
    const events = await world.decide(place('o', { quantity: '2' }), place('p', { quantity: '1', symbol: 'NONE' }));
    expect(events).toMatchObject([
      { type: 'order-updated', order: { status: 'rejected', reason: 'insufficient-buying-power' }, executions: [] },
      { type: 'order-updated', order: { status: 'rejected', reason: 'unknown-symbol' } },
    ]);
    expect(order('o')).toMatchObject({ status: 'rejected' });
    expect(world.books.journal()).toEqual([]);
  });

  it('is one order although it was placed twice: in one batch, later, and with another worker', async () => {
    await world.decide(cash('deposit', '1000'));
    const both = await world.decide(place('o', { quantity: '2' }, 'first'), place('o', { quantity: '2' }, 'second'));
    expect(both).toMatchObject([
      { type: 'order-updated', commandId: 'first', order: { status: 'filled' } },
      { type: 'order-repeated', commandId: 'second', order: { status: 'filled', fillCount: 1 } },
    ]);
    await world.replaceWorker();
    world.quote('ACME', '50');
    expect(await world.decide(place('o', { quantity: '2' }, 'third'))).toEqual([
      { type: 'order-repeated', commandId: 'third', order: order('o') },
    ]);
    expect(account()?.availableMicros).toBe(micros('800'));
    expect(world.books.orders()).toHaveLength(1);
  });

  it('that was rejected stays rejected when it is placed again, whatever has changed since', async () => {
    await world.decide(place('o', { quantity: '1' }));
    const events = await world.decide(cash('deposit', '1000'), place('o', { quantity: '1' }, 'again'));
    expect(events[1]).toMatchObject({ type: 'order-repeated', order: { status: 'rejected' } });
  });

  it('is refused under the same name with other terms, and the first one is shown', async () => {
    await world.decide(cash('deposit', '1000'), place('o', { quantity: '2' }));
    for (const other of [
      { quantity: '3' },
      { quantity: '2', side: 'sell' as const },
      { quantity: '2', symbol: 'NONE' },
    ]) {
      expect(await world.decide(place('o', other, 'other'))).toEqual([
        {
          type: 'command-refused',
          commandId: 'other',
          accountId: 'account',
          refusal: 'client-order-id-reused',
          order: order('o'),
        },
      ]);
    }
    expect(account()?.availableMicros).toBe(micros('800'));
  });

  it('cannot spend what another one spent in the same batch', async () => {
    const events = await world.decide(
      cash('deposit', '250'),
      ...['a', 'b', 'c'].map((id) => place(id, { quantity: '1' })),
      place('limit', { quantity: '1', type: 'limit', limit: '50' }),
      place('d', { quantity: '0.01' }),
    );
    expect(events.slice(1).map((event) => event.type === 'order-updated' && event.order.status)).toEqual([
      'filled',
      'filled',
      'rejected',
      'open',
      'rejected',
    ]);
    expect(account()).toMatchObject({ availableMicros: 0n, heldMicros: micros('50') });
  });

  it('belongs to its account: another one with the same id is another order', async () => {
    const mine = place('o', { quantity: '1' });
    if (mine.type !== 'place-order') throw new TypeError('not a placement');
    const theirs = { ...mine, order: { ...mine.order, accountId: 'somebody else' } };
    await world.decide(cash('deposit', '1000'));
    expect(await world.decide(mine, theirs)).toMatchObject([
      { order: { accountId: 'account', status: 'filled' } },
      { order: { accountId: 'somebody else', status: 'rejected' } },
    ]);
    expect(world.books.orders()).toHaveLength(2);
  });
});

describe('a cancellation', () => {
  const resting = place('o', { quantity: '1', type: 'limit', limit: '99' });

  it('frees what the order held', async () => {
    await world.decide(cash('deposit', '100'), resting);
    expect(account()).toMatchObject({ availableMicros: micros('1'), heldMicros: micros('99') });
    expect(await world.decide(cancel('o'))).toMatchObject([
      { type: 'order-updated', commandId: 'cancel o', order: { status: 'cancelled', heldMicros: 0n }, executions: [] },
    ]);
    expect(account()).toMatchObject({ availableMicros: micros('100'), heldMicros: 0n });
  });

  it('is refused for an order that does not exist, and for one that is done', async () => {
    await world.decide(cash('deposit', '100'), place('done', { quantity: '1' }));
    expect(await world.decide(cancel('nothing'), cancel('done'))).toEqual([
      {
        type: 'command-refused',
        commandId: 'cancel nothing',
        accountId: 'account',
        refusal: 'order-not-found',
        order: null,
      },
      {
        type: 'command-refused',
        commandId: 'cancel done',
        accountId: 'account',
        refusal: 'order-not-open',
        order: order('done'),
      },
    ]);
  });

  it.each([
    ['before the fill', ['cancel', 'fill'], 'cancelled', '100'],
    ['after the fill', ['fill', 'cancel'], 'filled', '2'],
  ] as const)('that races a fill is decided once: %s', async (_, sequence, status, available) => {
    for (const inOneBatch of [true, false]) {
      const race = ordersWorld();
      race.list('ACME', 'active');
      race.quote('ACME', '100');
      await race.decide(cash('deposit', '100'), resting);
      race.clock.advance(1_000);
      const price = race.quote('ACME', '98');
      const commands = sequence.map((step) => (step === 'cancel' ? cancel('o') : tryAt('o', price)));
      const events = inOneBatch
        ? await race.decide(...commands)
        : [...(await race.decide(commands[0]!)), ...(await race.decide(commands[1]!))];
      expect(race.books.orders()).toMatchObject([{ status, heldMicros: 0n }]);
      expect(race.books.accounts()).toMatchObject([{ availableMicros: micros(available), heldMicros: 0n }]);
      const answers = events.filter((event) => event.commandId === 'cancel o');
      expect(answers).toMatchObject([
        status === 'filled' ? { type: 'command-refused', refusal: 'order-not-open' } : { type: 'order-updated' },
      ]);
      await race.stop();
    }
  });

  it('may come in the batch of the order itself', async () => {
    const events = await world.decide(cash('deposit', '100'), resting, cancel('o'), cancel('o'));
    expect(events.slice(1)).toMatchObject([
      { order: { status: 'open' } },
      { order: { status: 'cancelled' } },
      { type: 'command-refused', refusal: 'order-not-open' },
    ]);
    expect(world.books.orders()).toMatchObject([{ status: 'cancelled' }]);
  });
});

describe('a resting order', () => {
  const resting = place('o', { quantity: '2', type: 'limit', limit: '99' });

  it('is filled by a price that comes later, also by a worker that has never seen it', async () => {
    await world.decide(cash('deposit', '1000'), resting);
    await world.replaceWorker();
    world.clock.advance(1_000);
    const events = await world.decide(tryAt('o', world.quote('ACME', '98')));
    expect(events).toMatchObject([
      { type: 'order-updated', commandId: null, order: { status: 'filled' }, executions: [{ id: 'o-1' }] },
    ]);
    expect(account()).toMatchObject({ availableMicros: micros('804'), heldMicros: 0n });
    expect(world.books.positions()).toMatchObject([
      { availableMicros: micros('2'), averageEntryPriceMicros: micros('98') },
    ]);
  });

  it('is filled once by a price that is told twice', async () => {
    await world.decide(cash('deposit', '1000'), resting);
    world.clock.advance(1_000);
    const price = world.quote('ACME', '98');
    expect(await world.decide(tryAt('o', price), tryAt('o', price))).toHaveLength(1);
    expect(await world.decide(tryAt('o', price))).toEqual([]);
    expect(order('o')?.fillCount).toBe(1);
  });

  it('numbers its executions', async () => {
    const parts = ordersWorld({ rules: { liquidity: { model: 'capped', maxFillMicros: micros('1') } } });
    parts.list('ACME', 'active');
    parts.quote('ACME', '99');
    const told = [...(await parts.decide(cash('deposit', '1000'), resting))];
    parts.clock.advance(1_000);
    told.push(...(await parts.decide(tryAt('o', parts.quote('ACME', '98')))));
    const executions = told.flatMap((event) => (event.type === 'order-updated' ? event.executions : []));
    expect(executions.map(({ id }) => id)).toEqual(['o-1', 'o-2']);
    await parts.stop();
  });

  it('expires when its day is over', async () => {
    await world.decide(cash('deposit', '1000'), resting);
    const expire = { type: 'expire-order', accountId: 'account', orderId: 'o' } as const;
    expect(await world.decide(expire)).toEqual([]);
    world.clock.jumpTo(NOON_MS + 9 * 3_600_000);
    expect(await world.decide(expire, expire)).toMatchObject([
      { type: 'order-updated', commandId: null, order: { status: 'expired' } },
    ]);
    expect(account()).toMatchObject({ availableMicros: micros('1000'), heldMicros: 0n });
  });

  it('that was accepted before its close and is decided after it has expired, told as such, and holds nothing', async () => {
    await world.decide(cash('deposit', '1000'));
    world.clock.jumpTo(NOON_MS + 9 * 3_600_000);
    world.quote('ACME', '100');
    const events = await world.decide(
      place('late', { quantity: '1' }),
      place('kept', { quantity: '1', timeInForce: 'gtc' }),
    );
    expect(events).toMatchObject([
      { type: 'order-updated', order: { id: 'late', status: 'expired', reason: null, filledQuantityMicros: 0n } },
      { type: 'order-updated', order: { id: 'kept', status: 'filled' } },
    ]);
    expect(account()).toMatchObject({ availableMicros: micros('900'), heldMicros: 0n });
  });

  it('that nobody knows is not tried and does not expire', async () => {
    const price = world.quote('ACME', '98');
    expect(
      await world.decide(tryAt('ghost', price), { type: 'expire-order', accountId: 'account', orderId: 'ghost' }),
    ).toEqual([]);
  });

  it('waits while its instrument is halted', async () => {
    await world.decide(cash('deposit', '1000'), resting);
    world.list('ACME', 'halted');
    world.clock.advance(1_000);
    expect(await world.decide(tryAt('o', world.quote('ACME', '98')))).toEqual([]);
    expect(await world.decide(place('p', { quantity: '1' }))).toMatchObject([
      { order: { reason: 'instrument-halted' } },
    ]);
  });
});

describe('a command that makes no sense', () => {
  it('goes to the dead letters and changes nothing for the others', async () => {
    const record = (value: string) => ({ key: 'account', value, headers: {} });
    const good = [cash('deposit', '1'), cash('deposit', '2')];
    await world.decide(good[0]!);
    await world.decideRecords([
      record('{"v":9,"type":"place-order"}'),
      record('[]'),
      record('{'),
      record('{"v":1,"type":"x"}'),
    ]);
    await world.decide(good[1]!);
    expect(world.deadLetters.letters().map(({ step }) => step)).toEqual(['decode', 'decode', 'decode', 'decode']);
    expect(account()?.availableMicros).toBe(micros('3'));
  });

  it('is set aside when deciding it meets a bug', async () => {
    await world.decide(cash('deposit', '5'), cash('deposit', '-1', 'negative'), cash('deposit', '6'));
    expect(world.deadLetters.letters()).toMatchObject([
      { step: 'decide', reason: 'a deposit must be positive, got -1000000' },
    ]);
    expect(account()?.availableMicros).toBe(micros('11'));
  });
});

describe('the journal', () => {
  it('is one chain for each partition, without gaps, over batches and workers', async () => {
    const chained = ordersWorld({ partitions: 3 });
    chained.list('ACME', 'active');
    chained.quote('ACME', '100');
    const named = (accountId: string, index: number) =>
      ({
        type: 'move-cash',
        commandId: 'c',
        accountId,
        cash: { type: 'deposit', transactionId: `t${index}`, amountMicros: 1n },
      }) as const;
    for (let round = 0; round < 4; round += 1) {
      await chained.decide(...Array.from({ length: 12 }, (_, index) => named(`account ${index}`, round)));
      await chained.replaceWorker();
    }
    const byPartition = Map.groupBy(chained.books.journal(), ({ partition }) => partition);
    expect(byPartition.size).toBe(3);
    for (const [partition, transactions] of byPartition) {
      let head = emptyHead(partition);
      for (const transaction of transactions) {
        expect(transaction.sequence).toBe(head.sequence + 1n);
        expect(transaction.hash).toBe(
          hashOf(head.hash, transaction, (text) => createHash('sha256').update(text).digest('hex')),
        );
        head = { partition, sequence: transaction.sequence, hash: transaction.hash };
      }
      expect(chained.books.heads()).toContainEqual(head);
    }
    await chained.stop();
  });

  it('never goes back in time within an account although the clock does', async () => {
    await world.decide(cash('deposit', '1'));
    world.clock.jumpTo(NOON_MS - 3_600_000);
    await world.decide(cash('deposit', '2'));
    world.clock.jumpTo(NOON_MS + 1);
    await world.decide(cash('deposit', '3'));
    expect(world.books.journal().map(({ recordedAtMs }) => recordedAtMs)).toEqual([NOON_MS, NOON_MS, NOON_MS + 1]);
  });

  it('says what every account had after each transaction', async () => {
    await world.decide(
      cash('deposit', '1000'),
      place('o', { quantity: '2' }),
      place('p', { quantity: '1', side: 'sell' }),
    );
    expect(world.books.journal().map(({ movement, after }) => [movement.kind, after])).toMatchObject([
      ['deposit', { cashAvailableMicros: micros('1000'), shares: null }],
      ['fill', { cashAvailableMicros: micros('800'), shares: { availableMicros: micros('2') } }],
      [
        'fill',
        {
          cashAvailableMicros: micros('900'),
          shares: { availableMicros: micros('1'), averageEntryPriceMicros: micros('100') },
        },
      ],
    ]);
  });
});

describe('a worker', () => {
  it.each(['before', 'after'] as const)(
    'decides once although the connection is lost just %s a commit',
    async (when) => {
      await world.decide(cash('deposit', '1000'));
      world.failCommits(when, when);
      const events = await world.decide(place('o', { quantity: '2' }), place('p', { quantity: '1', side: 'sell' }));
      expect(events.map(({ commandId }) => commandId)).toEqual(['place o', 'place p']);
      await world.decide(cash('withdrawal', '900'));
      expect(account()).toMatchObject({ availableMicros: 0n });
      expect(world.books.journal().map(({ sequence }) => sequence)).toEqual([1n, 2n, 3n, 4n]);
      expect(world.books.orders()).toMatchObject([{ fillCount: 1 }, { fillCount: 1 }]);
    },
  );

  it('decides the same with next to no memory as with plenty', async () => {
    const outcomes = [];
    for (const maxBookEntries of [0, 1, 100_000]) {
      const small = ordersWorld({ limits: { maxBookEntries, maxBatchRecords: 3 } });
      for (const symbol of ['ACME', 'EMCA', 'CAME']) {
        small.list(symbol, 'active');
        small.quote(symbol, '10');
      }
      await small.decide(cash('deposit', '1000'));
      for (let round = 0; round < 5; round += 1) {
        const symbols = ['ACME', 'EMCA', 'CAME'];
        await small.decide(
          ...symbols.map((symbol) => place(`market ${symbol} ${round}`, { symbol, quantity: '1' })),
          ...symbols.map((symbol) =>
            place(`limit ${symbol} ${round}`, { symbol, quantity: '1', type: 'limit', limit: '9' }),
          ),
        );
        small.clock.advance(1_000);
        const price = small.quote('EMCA', '8');
        await small.decide(
          tryAt(`limit EMCA ${round}`, price),
          cancel(`limit CAME ${round}`),
          tryAt('limit EMCA 0', price),
        );
      }
      outcomes.push({
        accounts: small.books.accounts(),
        positions: small.books.positions(),
        orders: small.books.orders(),
      });
      await small.stop();
    }
    expect(outcomes[0]).toEqual(outcomes[2]);
    expect(outcomes[1]).toEqual(outcomes[2]);
  });
});
