import type { CashCommand } from '@bourse/core/ledger/cash-decider.ts';
import type { Price } from '@bourse/core/market/price.ts';
import type { NewOrder } from '@bourse/core/orders/order-decider.ts';
import type { JsonObject } from '../codec/json-fields-codec.ts';
import { integer, micros, object, parseObject, text, textOrNull, word } from '../codec/json-fields-codec.ts';
import { createWrittenRecords } from '../codec/written-records.ts';
import type { LogRecord } from '../ports/log.ts';
import type { AccountCommand } from './account-command.ts';
import { accountOf } from './account-command.ts';
import { termsFromJson, termsToJson } from './order-codec.ts';

/** Version of the shape below; a reader refuses one that it does not know. */
export const COMMAND_SCHEMA_VERSION = 1;

const COMMAND_TYPES = ['place-order', 'cancel-order', 'move-cash', 'try-order', 'expire-order'] as const;

const written = createWrittenRecords<AccountCommand>();

/** Writes a command as a log record keyed by its account. */
export function encodeCommand(command: AccountCommand, headers: Readonly<Record<string, string>> = {}): LogRecord {
  const value = JSON.stringify({ v: COMMAND_SCHEMA_VERSION, ...toJson(command) });
  return written.write(command, { key: accountOf(command), value, headers });
}

/** Reads a command. Throws TypeError, SyntaxError or RangeError with what is wrong. */
export function decodeCommand(record: LogRecord): AccountCommand {
  return written.take(record) ?? commandFromText(record.value);
}

function commandFromText(value: string): AccountCommand {
  const json = parseObject(value);
  if (json['v'] !== COMMAND_SCHEMA_VERSION) throw new RangeError(`unknown command version ${String(json['v'])}`);
  const type = word(json, 'type', COMMAND_TYPES);
  switch (type) {
    case 'place-order':
      return { type, commandId: text(json, 'commandId'), order: newOrderFromJson(object(json, 'order')) };
    case 'cancel-order':
      return {
        type,
        commandId: text(json, 'commandId'),
        accountId: text(json, 'accountId'),
        orderId: text(json, 'orderId'),
      };
    case 'move-cash':
      return {
        type,
        commandId: text(json, 'commandId'),
        accountId: text(json, 'accountId'),
        cash: cashFromJson(object(json, 'cash')),
      };
    case 'try-order':
      return {
        type,
        accountId: text(json, 'accountId'),
        orderId: text(json, 'orderId'),
        price: priceFromJson(object(json, 'price')),
      };
    case 'expire-order':
      return { type, accountId: text(json, 'accountId'), orderId: text(json, 'orderId') };
  }
}

function toJson(command: AccountCommand): JsonObject {
  switch (command.type) {
    case 'place-order':
      return { ...command, order: { ...command.order, terms: termsToJson(command.order.terms) } };
    case 'move-cash':
      return { ...command, cash: { ...command.cash, amountMicros: command.cash.amountMicros.toString() } };
    case 'try-order':
      return { ...command, price: { ...command.price, priceMicros: command.price.priceMicros.toString() } };
    case 'cancel-order':
    case 'expire-order':
      return { ...command };
  }
}

function newOrderFromJson(json: JsonObject): NewOrder {
  return {
    accountId: text(json, 'accountId'),
    id: text(json, 'id'),
    clientOrderId: textOrNull(json, 'clientOrderId'),
    terms: termsFromJson(object(json, 'terms')),
    createdAtMs: integer(json, 'createdAtMs'),
  };
}

function cashFromJson(json: JsonObject): CashCommand {
  return {
    type: word(json, 'type', ['deposit', 'withdrawal']),
    transactionId: text(json, 'transactionId'),
    amountMicros: micros(json, 'amountMicros'),
  };
}

function priceFromJson(json: JsonObject): Price {
  return {
    symbol: text(json, 'symbol'),
    priceMicros: micros(json, 'priceMicros'),
    source: text(json, 'source'),
    asOfMs: integer(json, 'asOfMs'),
  };
}
