import type { Clock } from '@bourse/application/ports/clock.ts';
import type { EventChannel, StreamMessage, StreamRefusal } from '@bourse/application/stream/stream-message.ts';
import type { Price } from '@bourse/core/market/price.ts';
import { isStale } from '@bourse/core/market/price.ts';
import { formatMoney } from '@bourse/core/money/decimal.ts';
import { formatSequence } from '@bourse/core/stream/sequence.ts';
import { formatTime } from '@bourse/core/time/utc.ts';
import { CURRENCY } from '../http/account-json.ts';
import { orderJson } from '../http/order-json.ts';
import { requestJson } from '../http/trade-codec.ts';
import { executionJson } from './stream-json.ts';

/** Writes messages as bytes that are ready to be sent. */
export type MessageFrames = (message: StreamMessage) => Buffer;

/** How long the text of a price is used again, milliseconds: it says how old the price is. */
const PRICE_TEXT_MS = 100;

/**
 * Makes the writer of messages. A message of prices is written once, however many clients it is sent to, and so is a price that is in
 * several messages.
 */
export function createMessageFrames(clock: Pick<Clock, 'now'>, maxPriceAgeMs: number): MessageFrames {
  const frames = new WeakMap<StreamMessage, Buffer>();
  const texts = new WeakMap<Price, { readonly text: string; readonly atMs: number }>();

  function priceText(price: Price): string {
    const nowMs = clock.now();
    const known = texts.get(price);
    if (known !== undefined && Math.abs(nowMs - known.atMs) < PRICE_TEXT_MS) return known.text;
    const text = JSON.stringify({
      symbol: price.symbol,
      value: formatMoney(price.priceMicros),
      currency: CURRENCY,
      source: price.source,
      as_of: formatTime(price.asOfMs),
      age_ms: Math.max(0, nowMs - price.asOfMs),
      stale: isStale(price, nowMs, maxPriceAgeMs),
    });
    texts.set(price, { text, atMs: nowMs });
    return text;
  }

  function pricesText(number: number, items: readonly Price[]): string {
    return `{"type":"update","channel":"prices","sequence":"${number}","items":[${items.map(priceText).join(',')}]}`;
  }

  return (message) => {
    if (message.type !== 'update' || message.channel !== 'prices') return Buffer.from(JSON.stringify(toJson(message)));
    const known = frames.get(message);
    if (known !== undefined) return known;
    const frame = Buffer.from(pricesText(message.number, message.items));
    frames.set(message, frame);
    return frame;
  };
}

type OtherMessage = Exclude<StreamMessage, { readonly channel: 'prices'; readonly type: 'update' }>;

function toJson(message: OtherMessage): object {
  switch (message.type) {
    case 'authenticated':
    case 'unsubscribed':
      return message;
    case 'subscribed':
      return { ...message, sequence: message.sequence === null ? null : formatSequence(message.sequence) };
    case 'update':
      return { ...message, sequence: formatSequence(message.sequence), items: itemsOf(message) };
    case 'gap':
      return { ...message, sequence: formatSequence(message.sequence), detail: GAP_DETAILS[message.channel] };
    case 'heartbeat':
      return {
        type: message.type,
        at: formatTime(message.atMs),
        sequences: Object.fromEntries(
          [...message.sequences].map(([channel, sequence]) => [channel, formatSequence(sequence)]),
        ),
      };
    case 'error': {
      const { type, id, code, concerns, faults } = message;
      const detail = ERROR_DETAILS[code] + (concerns.length === 0 ? '' : ` (${concerns.join(', ')})`);
      return { type, id, code, detail, ...(faults.length === 0 ? {} : { errors: faults }) };
    }
  }
}

function itemsOf(message: Extract<OtherMessage, { readonly type: 'update' }>): readonly object[] {
  switch (message.channel) {
    case 'orders':
      return message.items.map(orderJson);
    case 'executions':
      return message.items.map(executionJson);
    case 'requests':
      return message.items.map(requestJson);
  }
}

const GAP_DETAILS: Readonly<Record<EventChannel, string>> = {
  orders: 'What happened before this is not kept any more. Read your orders again: GET /api/v1/orders.',
  executions: 'What happened before this is not kept any more. Read your orders again: GET /api/v1/orders.',
  requests: 'What happened before this is not kept any more. Ask for your requests: GET /api/v1/requests.',
};

const ERROR_DETAILS: Readonly<Record<StreamRefusal, string>> = {
  'invalid-message': 'The message could not be understood. Nothing was done.',
  'authentication-required': 'Say who you are first: {"type": "authenticate", "token": "…"}.',
  'wrong-role': 'Your role may not read this channel.',
  'api-key-not-accepted': 'API keys are not accepted for this channel. Log in and send the access token.',
  'missing-scope': 'The API key does not have the scope that this channel needs. Make one that has it.',
  'unknown-symbol': 'There are no such instruments. GET /api/v1/assets lists those that there are.',
  'too-many-symbols': 'So many symbols cannot be named on one connection. Subscribe to all: leave symbols out.',
  'already-subscribed': 'This is subscribed to already.',
  'not-subscribed': 'This is not subscribed to.',
  'channel-unavailable': 'This channel does not exist here.',
  unavailable: 'Bourse cannot tell just now. Send the message again in a moment.',
};
