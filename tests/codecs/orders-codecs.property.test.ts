import type { AccountCommand } from '@bourse/application/orders/account-command.ts';
import { decodeCommand, encodeCommand } from '@bourse/application/orders/account-command-codec.ts';
import type { AccountEvent } from '@bourse/application/orders/account-event.ts';
import { COMMAND_REFUSALS } from '@bourse/application/orders/account-event.ts';
import { COMMAND_ID_HEADER, decodeEvent, encodeEvent } from '@bourse/application/orders/account-event-codec.ts';
import { orderFromJson, orderToJson } from '@bourse/application/orders/order-codec.ts';
import type { LogRecord } from '@bourse/application/ports/log.ts';
import { MICROS_PER_UNIT } from '@bourse/core/money/decimal.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cashTransaction, fillPrice, int64, moment, order, orderTerms, uuid } from '../support/arbitraries.ts';

/** Any text, with what JSON and databases find hard. */
const anyText = fc.string({ unit: 'binary' });

const command: fc.Arbitrary<AccountCommand> = fc.oneof(
  fc.record({
    type: fc.constant('place-order' as const),
    commandId: anyText,
    order: fc.record({
      accountId: uuid(),
      id: uuid(),
      clientOrderId: fc.option(anyText, { nil: null }),
      terms: orderTerms(),
      createdAtMs: moment(),
    }),
  }),
  fc.record({ type: fc.constant('cancel-order' as const), commandId: anyText, accountId: uuid(), orderId: anyText }),
  fc.record({
    type: fc.constant('move-cash' as const),
    commandId: anyText,
    accountId: uuid(),
    cash: fc.record({ type: fc.constantFrom('deposit', 'withdrawal'), transactionId: uuid(), amountMicros: int64() }),
  }),
  fc.record({
    type: fc.constant('try-order' as const),
    accountId: uuid(),
    orderId: uuid(),
    price: fc.record({ symbol: anyText, priceMicros: int64(), source: anyText, asOfMs: moment() }),
  }),
  fc.record({ type: fc.constant('expire-order' as const), accountId: uuid(), orderId: uuid() }),
);

const execution = fc.record({
  id: anyText,
  fill: fc.record({
    type: fc.constant('order-filled' as const),
    quantityMicros: int64(),
    price: fillPrice(),
    notionalMicros: int64(),
    commissionMicros: int64(),
    heldMicros: int64(),
    atMs: moment(),
  }),
});

const event: fc.Arbitrary<AccountEvent> = fc.oneof(
  fc.record({
    type: fc.constant('order-updated' as const),
    commandId: fc.option(anyText, { nil: null }),
    order: order(),
    executions: fc.array(execution, { maxLength: 3 }),
  }),
  fc.record({ type: fc.constant('order-repeated' as const), commandId: anyText, order: order() }),
  fc.record({ type: fc.constant('cash-moved' as const), commandId: anyText, transaction: cashTransaction() }),
  fc.record({
    type: fc.constant('command-refused' as const),
    commandId: anyText,
    accountId: uuid(),
    refusal: fc.constantFrom(...COMMAND_REFUSALS),
    order: fc.option(order(), { nil: null }),
  }),
);

describe('account commands', () => {
  it('come back from the log as they were', () => {
    fc.assert(
      fc.property(command, (given) => {
        const record = encodeCommand(given);
        for (const each of [{ ...record }, record]) expect(decodeCommand(each)).toEqual(given);
      }),
    );
  });

  it('are keyed by their account, one line long, and carry the headers they are given', () => {
    fc.assert(
      fc.property(command, (given) => {
        const record = encodeCommand(given, { trace: 'abc' });
        expect(record.key).toBe(given.type === 'place-order' ? given.order.accountId : given.accountId);
        expect(record.value).not.toMatch(/[\n\0]/);
        expect(record.headers).toEqual({ trace: 'abc' });
      }),
    );
  });

  it('are refused with an error that says so when a field is missing or has another type', () => {
    fc.assert(
      fc.property(command, fc.nat(), (given, pick) => refusesBroken(encodeCommand(given), decodeCommand, pick)),
    );
  });
});

describe('account events', () => {
  it('come back from the log as they were', () => {
    fc.assert(
      fc.property(event, (given) => {
        const record = encodeEvent(given);
        for (const each of [{ ...record }, record]) expect(decodeEvent(each)).toEqual(given);
      }),
    );
  });

  it('are keyed by their account and name the command they answer in a header', () => {
    fc.assert(
      fc.property(event, (given) => {
        const record = encodeEvent(given);
        const accountId =
          'order' in given && given.order !== null
            ? given.type === 'command-refused'
              ? given.accountId
              : given.order.accountId
            : given.type === 'cash-moved'
              ? given.transaction.accountId
              : 'accountId' in given && given.accountId;
        expect(record.key).toBe(accountId);
        expect(record.headers[COMMAND_ID_HEADER] ?? null).toBe(given.commandId);
        expect(record.value).not.toMatch(/[\n\0]/);
      }),
    );
  });

  it('are refused with an error that says so when a field is missing or has another type', () => {
    fc.assert(
      fc.property(event, fc.nat(), (given, pick) => refusesBroken(encodeEvent(given), decodeEvent, pick)),
      {
        numRuns: 300,
      },
    );
  });
});

describe('an order that was written without the exact value of its fills', () => {
  it('has that of its notionals', () => {
    fc.assert(
      fc.property(order(), (given) => {
        const { filledValuePicos, ...before } = orderToJson(given);
        expect(filledValuePicos).toBe(given.filledValuePicos.toString());
        const filledValue = given.filledNotionalMicros * MICROS_PER_UNIT;
        expect(orderFromJson(before)).toEqual({ ...given, filledValuePicos: filledValue });
      }),
    );
  });
});

describe('a record of another kind', () => {
  const record = (value: string): LogRecord => ({ key: 'a', value, headers: {} });

  it.each([
    '',
    'null',
    '[]',
    '"text"',
    '1',
    '{',
    '{}',
    '{"v":2,"type":"place-order"}',
    '{"v":"1"}',
    '{"v":1}',
    '{"v":1,"type":"__proto__"}',
  ])('is refused: %s', (value) => {
    for (const decode of [decodeCommand, decodeEvent]) expect(() => decode(record(value))).toThrow();
  });

  it('is refused by both, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.json(), (value) => {
        for (const decode of [decodeCommand, decodeEvent]) expect(() => decode(record(value))).toThrow();
      }),
    );
  });
});

/** Takes one of the fields out of a record, or makes it something that it never is, and wants it refused. */
function refusesBroken(record: LogRecord, decode: (record: LogRecord) => unknown, pick: number): void {
  // What a fill is called is written for readers; it is not read, as there is no other kind.
  const paths = pathsOf(JSON.parse(record.value)).filter((path) => path.slice(-2).join('.') !== 'fill.type');
  const path = paths[pick % paths.length]!;
  for (const broken of [undefined, { nested: true }, 1.5, 'a word that it never is']) {
    const document = JSON.parse(record.value) as Record<string, unknown>;
    const holder = path
      .slice(0, -1)
      .reduce<Record<string, unknown>>((inner, name) => inner[name] as Record<string, unknown>, document);
    const name = path.at(-1)!;
    // It may be missing in what was written before it was there.
    if (broken === undefined && name === 'filledValuePicos') continue;
    // Any text is a text.
    if (typeof broken === 'string' && typeof holder[name] === 'string' && !isClosed(name)) continue;
    if (typeof broken === 'string' && holder[name] === null && TEXTS.has(name)) continue;
    holder[name] = broken;
    expect(
      () => decode({ ...record, value: JSON.stringify(document) }),
      `${path.join('.')} = ${JSON.stringify(broken)}`,
    ).toThrow();
  }
}

/** Names of texts without a closed list of words. */
const TEXTS = new Set([
  'commandId',
  'clientOrderId',
  'accountId',
  'id',
  'orderId',
  'symbol',
  'source',
  'transactionId',
]);

function isClosed(name: string): boolean {
  return !TEXTS.has(name);
}

function pathsOf(value: unknown, above: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [above];
  return Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...above, name]));
}
