import type { components } from './generated/api-types.ts';

type Schemas = components['schemas'];

/** The channels that tell what happened, in order and without a gap. */
export type EventChannel = Schemas['SubscribeToEvents']['channel'];

/** A price as the stream tells it. */
export type StreamPrice = Schemas['PricesUpdate']['items'][number];

/** What an event channel tells. */
export interface EventItems {
  readonly orders: Schemas['OrdersUpdate']['items'][number];
  readonly executions: Schemas['ExecutionsUpdate']['items'][number];
  readonly requests: Schemas['RequestsUpdate']['items'][number];
}

/** What a client sends. */
export type ClientMessage =
  | Schemas['Authenticate']
  | Schemas['SubscribeToPrices']
  | Schemas['SubscribeToEvents']
  | Schemas['UnsubscribeFromPrices']
  | Schemas['UnsubscribeFromEvents'];

/** What the server sends. */
export type ServerMessage =
  | Schemas['Authenticated']
  | Schemas['Subscribed']
  | Schemas['Unsubscribed']
  | Schemas['PricesUpdate']
  | Schemas['OrdersUpdate']
  | Schemas['ExecutionsUpdate']
  | Schemas['RequestsUpdate']
  | Schemas['Gap']
  | Schemas['Heartbeat']
  | Schemas['Error'];
