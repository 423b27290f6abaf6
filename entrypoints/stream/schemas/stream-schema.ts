import type { TProperties, TSchema } from 'typebox';
import { Type } from 'typebox';
import type { CloseReason } from '@bourse/application/stream/stream-message.ts';
import { CHANNELS, STREAM_REFUSALS } from '@bourse/application/stream/stream-message.ts';
import { DEFAULT_STREAM_LIMITS } from '@bourse/application/stream/stream-limits.ts';
import { SIDES } from '@bourse/core/orders/order.ts';
import { DecimalText, TimeText, UuidText } from '../../http/schemas/format-schema.ts';
import { ProblemErrorSchema } from '../../http/schemas/problem-schema.ts';
import { Choice, Nullable, Shape } from '../../http/schemas/shape-schema.ts';
import { RequestSchema } from '../../http/schemas/trades-schema.ts';
import { OrderSchema, PriceSchema, SymbolParams } from '../../http/schemas/trading-schema.ts';

/** One message of the stream, as its document and its reader know it. */
export interface MessageSchema {
  /** Name in the description, "SubscribeToPrices". */
  readonly name: string;
  readonly summary: string;
  readonly schema: TSchema;
}

const EVENT_CHANNELS = ['orders', 'executions', 'requests'] as const;

const MessageId = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[\\x20-\\x7e]+$',
  description: 'Your name for the message; the answer has the same.',
});
const AnsweredId = Nullable(Type.String({ description: 'The id of the message that this answers.' }));
const SEQUENCE = { maxLength: 7_000, pattern: '^[0-9]{1,5}-[0-9]{1,19}(\\.[0-9]{1,5}-[0-9]{1,19})*$' };
const SequenceText = Type.String({
  ...SEQUENCE,
  description: 'Where the reader stands in the channel. The same from every process of Bourse.',
});
const SymbolList = Type.Array(SymbolParams.properties.symbol, {
  minItems: 1,
  maxItems: DEFAULT_STREAM_LIMITS.maxSymbols,
  uniqueItems: true,
});
const Of = (word: string) => Type.Literal(word);

/** A message with these fields besides its type. */
function message<Properties extends TProperties>(type: string, properties: Properties) {
  return Shape({ type: Of(type), ...properties });
}

export const AuthenticateSchema = message('authenticate', {
  id: Type.Optional(MessageId),
  token: Type.String({ minLength: 1, maxLength: 2_048, description: 'access_token of a log-in.' }),
});
export const SubscribeToPricesSchema = message('subscribe', {
  id: Type.Optional(MessageId),
  channel: Of('prices'),
  symbols: Type.Optional(Type.Array(SymbolList.items, { ...SymbolList, description: 'Left out: all instruments.' })),
});
export const SubscribeToEventsSchema = message('subscribe', {
  id: Type.Optional(MessageId),
  channel: Choice(EVENT_CHANNELS),
  after: Type.Optional(
    Type.String({
      ...SEQUENCE,
      description: 'The last sequence you have: you are told what came after it. Left out: only what is new.',
    }),
  ),
});
export const UnsubscribeFromPricesSchema = message('unsubscribe', {
  id: Type.Optional(MessageId),
  channel: Of('prices'),
  symbols: Type.Optional(Type.Array(SymbolList.items, { ...SymbolList, description: 'Left out: none any more.' })),
});
export const UnsubscribeFromEventsSchema = message('unsubscribe', {
  id: Type.Optional(MessageId),
  channel: Choice(EVENT_CHANNELS),
});

/** What a client may send. */
export const CLIENT_MESSAGES: readonly MessageSchema[] = [
  {
    name: 'Authenticate',
    summary: 'Say who you are, at first or again with a newer token',
    schema: AuthenticateSchema,
  },
  {
    name: 'SubscribeToPrices',
    summary: 'Want the prices of some or all instruments',
    schema: SubscribeToPricesSchema,
  },
  {
    name: 'SubscribeToEvents',
    summary: 'Want to know what happens to your orders, executions or requests',
    schema: SubscribeToEventsSchema,
  },
  {
    name: 'UnsubscribeFromPrices',
    summary: 'Want the prices of some or all instruments no more',
    schema: UnsubscribeFromPricesSchema,
  },
  {
    name: 'UnsubscribeFromEvents',
    summary: 'Want the news of a channel no more',
    schema: UnsubscribeFromEventsSchema,
  },
];

export const StreamPriceSchema = Shape({ symbol: Type.String(), ...PriceSchema.properties });

export const StreamExecutionSchema = Shape({
  id: Type.String({ description: 'The order and the number of the fill; the same however often it is told.' }),
  order_id: UuidText(),
  client_order_id: Nullable(Type.String()),
  symbol: Type.String(),
  side: Choice(SIDES),
  quantity: DecimalText(),
  price: DecimalText(),
  notional: DecimalText(),
  commission: DecimalText(),
  price_source: Type.String(),
  price_as_of: TimeText(),
  executed_at: TimeText(),
});

const update = <Item extends TSchema>(channel: string, item: Item) =>
  message('update', { channel: Of(channel), sequence: SequenceText, items: Type.Array(item, { minItems: 1 }) });

export const AuthenticatedSchema = message('authenticated', { id: AnsweredId });
export const SubscribedSchema = message('subscribed', {
  id: AnsweredId,
  channel: Choice(CHANNELS),
  symbols: Nullable(Type.Array(Type.String(), { description: 'Of prices: those asked for, null for all.' })),
  sequence: Nullable(
    Type.String({
      description: 'Where you stand; what comes next is after it. Null for prices: the newest come next.',
    }),
  ),
});
export const UnsubscribedSchema = message('unsubscribed', {
  id: AnsweredId,
  channel: Choice(CHANNELS),
  symbols: Nullable(Type.Array(Type.String())),
});
export const PricesUpdateSchema = message('update', {
  channel: Of('prices'),
  sequence: Type.String({ description: 'Grows with each message of a connection; says nothing in another one.' }),
  items: Type.Array(StreamPriceSchema, { minItems: 1 }),
});
export const OrdersUpdateSchema = update('orders', OrderSchema);
export const ExecutionsUpdateSchema = update('executions', StreamExecutionSchema);
export const RequestsUpdateSchema = update('requests', RequestSchema);
export const GapSchema = message('gap', {
  channel: Choice(EVENT_CHANNELS),
  sequence: SequenceText,
  detail: Type.String({ description: 'What to read again.' }),
});
export const HeartbeatSchema = message('heartbeat', {
  at: TimeText(),
  sequences: Type.Object(
    {
      orders: Type.Optional(SequenceText),
      executions: Type.Optional(SequenceText),
      requests: Type.Optional(SequenceText),
    },
    { additionalProperties: false, description: 'Where you stand in each event channel, although nothing happened.' },
  ),
});
export const StreamErrorSchema = message('error', {
  id: AnsweredId,
  code: Choice(STREAM_REFUSALS),
  detail: Type.String({ description: 'What happened and what to do.' }),
  errors: Type.Optional(Type.Array(ProblemErrorSchema, { description: 'Every fault of the message.' })),
});

/** What the server may send. */
export const SERVER_MESSAGES: readonly MessageSchema[] = [
  { name: 'Authenticated', summary: 'It is known who you are', schema: AuthenticatedSchema },
  { name: 'Subscribed', summary: 'You will be told', schema: SubscribedSchema },
  { name: 'Unsubscribed', summary: 'You will be told no more', schema: UnsubscribedSchema },
  { name: 'PricesUpdate', summary: 'The newest prices of some instruments', schema: PricesUpdateSchema },
  { name: 'OrdersUpdate', summary: 'An order has changed', schema: OrdersUpdateSchema },
  { name: 'ExecutionsUpdate', summary: 'Fills of one order', schema: ExecutionsUpdateSchema },
  { name: 'RequestsUpdate', summary: 'What became of your trades', schema: RequestsUpdateSchema },
  { name: 'Gap', summary: 'Something was missed for good: read it over REST', schema: GapSchema },
  { name: 'Heartbeat', summary: 'The connection lives', schema: HeartbeatSchema },
  { name: 'Error', summary: 'A message did nothing, and why', schema: StreamErrorSchema },
];

/** The codes with which the server closes a connection (RFC 6455, section 7.4); the reason says the same in words. */
export const CLOSE_CODES: Readonly<Record<CloseReason, number>> = {
  'server-stopping': 1001,
  'binary-message': 1003,
  'internal-error': 1011,
  'authentication-timeout': 4000,
  'invalid-credentials': 4001,
  'credential-expired': 4002,
  'other-user': 4003,
  'slow-reader': 4004,
  'heartbeat-missed': 4005,
  'too-many-connections': 4006,
  'too-many-messages': 4007,
};
