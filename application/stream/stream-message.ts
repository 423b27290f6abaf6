import type { Price } from '@bourse/core/market/price.ts';
import type { Order } from '@bourse/core/orders/order.ts';
import type { OrderFilled } from '@bourse/core/orders/order-event.ts';
import type { Sequence } from '@bourse/core/stream/sequence.ts';
import type { RequestStatus } from '../trades/request-status.ts';

/** What can be subscribed to. */
export const CHANNELS = ['prices', 'orders', 'executions', 'requests'] as const;
export type Channel = (typeof CHANNELS)[number];

/** The channels that tell what happened to somebody, in order and without a gap; the other one tells the newest value. */
export type EventChannel = Exclude<Channel, 'prices'>;

/** One fill, with the order that it belongs to as it is after the fill that is told. */
export interface ExecutionNews {
  readonly id: string;
  readonly order: Order;
  readonly fill: OrderFilled;
}

/** News of an event channel, and where the reader stands after it. */
export type EventUpdate = { readonly sequence: Sequence } & (
  | { readonly channel: 'orders'; readonly items: readonly Order[] }
  | { readonly channel: 'executions'; readonly items: readonly ExecutionNews[] }
  | { readonly channel: 'requests'; readonly items: readonly RequestStatus[] }
);

/** What a client can ask for. `id` is its own name for the message, which is in the answer. */
export type StreamCommand = { readonly id: string | null } & (
  | { readonly type: 'authenticate'; readonly token: string }
  | { readonly type: 'subscribe'; readonly channel: 'prices'; readonly symbols: readonly string[] | null }
  | { readonly type: 'subscribe'; readonly channel: EventChannel; readonly after: Sequence | null }
  | { readonly type: 'unsubscribe'; readonly channel: Channel; readonly symbols: readonly string[] | null }
);

/** Why a command did nothing. */
export const STREAM_REFUSALS = [
  'invalid-message',
  'authentication-required',
  'wrong-role',
  'api-key-not-accepted',
  'missing-scope',
  'unknown-symbol',
  'too-many-symbols',
  'already-subscribed',
  'not-subscribed',
  'channel-unavailable',
  'unavailable',
] as const;
export type StreamRefusal = (typeof STREAM_REFUSALS)[number];

/** What is wrong with a message, and where: a JSON pointer into it. */
export interface MessageFault {
  readonly pointer: string;
  readonly message: string;
}

/** What a client is told. */
export type StreamMessage =
  | { readonly type: 'authenticated'; readonly id: string | null }
  | {
      readonly type: 'subscribed';
      readonly id: string | null;
      readonly channel: Channel;
      /** Of prices: the symbols asked for, null for all. */
      readonly symbols: readonly string[] | null;
      /** Of event channels: where the reader stands; what comes next is behind it. */
      readonly sequence: Sequence | null;
    }
  | {
      readonly type: 'unsubscribed';
      readonly id: string | null;
      readonly channel: Channel;
      readonly symbols: readonly string[] | null;
    }
  | ({ readonly type: 'update' } & EventUpdate)
  | {
      readonly type: 'update';
      readonly channel: 'prices';
      /** Grows with each message of this process. */
      readonly number: number;
      readonly items: readonly Price[];
    }
  /** What happened before `sequence` and has not been told is lost to this channel. */
  | { readonly type: 'gap'; readonly channel: EventChannel; readonly sequence: Sequence }
  | { readonly type: 'heartbeat'; readonly atMs: number; readonly sequences: ReadonlyMap<EventChannel, Sequence> }
  | {
      readonly type: 'error';
      readonly id: string | null;
      readonly code: StreamRefusal;
      /** What the code concerns: the symbols that are not known. */
      readonly concerns: readonly string[];
      readonly faults: readonly MessageFault[];
    };

/** Why the server ends a connection. */
export type CloseReason =
  | 'server-stopping'
  | 'authentication-timeout'
  | 'invalid-credentials'
  | 'credential-expired'
  | 'other-user'
  | 'slow-reader'
  | 'heartbeat-missed'
  | 'too-many-connections'
  | 'too-many-messages'
  | 'binary-message'
  | 'internal-error';

/** The way to one client. Nothing here throws; what is sent to a client that has gone is dropped. */
export interface StreamConnection {
  /** Sends a message. The same object sent to several clients is written once. */
  send(message: StreamMessage): void;
  /** How many bytes wait for the client to read. */
  waitingBytes(): number;
  /** Asks for a sign of life. */
  ping(): void;
  /** Ends the connection after what was sent; a client that does not take it is let go at once. */
  close(reason: CloseReason): void;
}
