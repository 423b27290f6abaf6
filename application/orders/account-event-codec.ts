import type { JsonObject } from '../codec/json-fields-codec.ts';
import {
  array,
  asObject,
  integer,
  micros,
  object,
  parseObject,
  text,
  textOrNull,
  word,
} from '../codec/json-fields-codec.ts';
import { createWrittenRecords } from '../codec/written-records.ts';
import type { CashTransaction } from '../ports/account-books.ts';
import type { LogRecord } from '../ports/log.ts';
import type { AccountEvent, Execution } from './account-event.ts';
import { COMMAND_REFUSALS } from './account-event.ts';
import { fillFromJson, fillToJson, orderFromJson, orderToJson } from './order-codec.ts';

/** Version of the shape below; a reader refuses one that it does not know. */
export const EVENT_SCHEMA_VERSION = 1;

/** Header that names the command an event answers, so that nobody who waits for another one has to read the value. */
export const COMMAND_ID_HEADER = 'command-id';

/** Header that names the order an event is about. */
export const ORDER_ID_HEADER = 'order-id';

const EVENT_TYPES = ['order-updated', 'order-repeated', 'cash-moved', 'command-refused'] as const;

const written = createWrittenRecords<AccountEvent>();

/** Writes an event as a log record keyed by its account; `headers` are those that trace the request behind it. */
export function encodeEvent(event: AccountEvent, headers: Readonly<Record<string, string>> = {}): LogRecord {
  return written.write(event, {
    key: accountOfEvent(event),
    value: JSON.stringify({ v: EVENT_SCHEMA_VERSION, ...toJson(event) }),
    headers: {
      ...headers,
      ...(event.commandId === null ? {} : { [COMMAND_ID_HEADER]: event.commandId }),
      ...(event.type === 'order-updated' ? { [ORDER_ID_HEADER]: event.order.id } : {}),
    },
  });
}

/** Reads an event. Throws TypeError, SyntaxError or RangeError with what is wrong. */
export function decodeEvent(record: LogRecord): AccountEvent {
  return written.take(record) ?? eventFromText(record.value);
}

function eventFromText(value: string): AccountEvent {
  const json = parseObject(value);
  if (json['v'] !== EVENT_SCHEMA_VERSION) throw new RangeError(`unknown event version ${String(json['v'])}`);
  const type = word(json, 'type', EVENT_TYPES);
  switch (type) {
    case 'order-updated':
      return {
        type,
        commandId: textOrNull(json, 'commandId'),
        order: orderFromJson(object(json, 'order')),
        executions: array(json, 'executions').map((item) => executionFromJson(asObject(item, 'execution'))),
      };
    case 'order-repeated':
      return { type, commandId: text(json, 'commandId'), order: orderFromJson(object(json, 'order')) };
    case 'cash-moved':
      return { type, commandId: text(json, 'commandId'), transaction: cashFromJson(object(json, 'transaction')) };
    case 'command-refused':
      return {
        type,
        commandId: text(json, 'commandId'),
        accountId: text(json, 'accountId'),
        refusal: word(json, 'refusal', COMMAND_REFUSALS),
        order: json['order'] === null ? null : orderFromJson(object(json, 'order')),
      };
  }
}

function accountOfEvent(event: AccountEvent): string {
  switch (event.type) {
    case 'order-updated':
    case 'order-repeated':
      return event.order.accountId;
    case 'cash-moved':
      return event.transaction.accountId;
    case 'command-refused':
      return event.accountId;
  }
}

function toJson(event: AccountEvent): JsonObject {
  switch (event.type) {
    case 'order-updated':
      return {
        ...event,
        order: orderToJson(event.order),
        executions: event.executions.map(({ id, fill }) => ({ id, fill: fillToJson(fill) })),
      };
    case 'order-repeated':
      return { ...event, order: orderToJson(event.order) };
    case 'cash-moved':
      return { ...event, transaction: cashToJson(event.transaction) };
    case 'command-refused':
      return { ...event, order: event.order === null ? null : orderToJson(event.order) };
  }
}

function executionFromJson(json: JsonObject): Execution {
  return { id: text(json, 'id'), fill: fillFromJson(object(json, 'fill')) };
}

function cashToJson(transaction: CashTransaction): JsonObject {
  return {
    ...transaction,
    amountMicros: transaction.amountMicros.toString(),
    cashAfterMicros: transaction.cashAfterMicros.toString(),
  };
}

function cashFromJson(json: JsonObject): CashTransaction {
  return {
    accountId: text(json, 'accountId'),
    transactionId: text(json, 'transactionId'),
    type: word(json, 'type', ['deposit', 'withdrawal']),
    amountMicros: micros(json, 'amountMicros'),
    cashAfterMicros: micros(json, 'cashAfterMicros'),
    recordedAtMs: integer(json, 'recordedAtMs'),
  };
}
