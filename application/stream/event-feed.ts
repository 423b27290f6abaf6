import type { Requirement } from '@bourse/core/identity/access.ts';
import type { Principal } from '@bourse/core/identity/principal.ts';
import type { Sequence } from '@bourse/core/stream/sequence.ts';
import { decodeEvent } from '../orders/account-event-codec.ts';
import type { LogRecord } from '../ports/log.ts';
import type { EventHub } from './event-hub.ts';
import { decodeRequestStatus } from './request-status-codec.ts';
import type { EventChannel, EventUpdate, ExecutionNews } from './stream-message.ts';

/** One event channel: who may read it, whose news it tells, and how they are read from records. */
export interface EventFeed {
  readonly channel: EventChannel;
  readonly hub: EventHub;
  readonly access: Requirement;
  /** Under which key the news of a caller are recorded. Throws RangeError for a caller who may not read the channel. */
  ownerOf(principal: Principal): string;
  /** What a record tells on this channel; undefined when nothing. Throws what the codec throws for a record that cannot be read. */
  updateOf(record: LogRecord, sequence: Sequence): EventUpdate | undefined;
}

const OWN_REQUESTS: Requirement = { roles: ['operator'], scopes: ['trades:write'] };
const OWN_ORDERS: Requirement = { roles: ['trader'], scopes: ['orders:read'] };

/** Every change of an account's orders. */
export function createOrdersFeed(hub: EventHub): EventFeed {
  return {
    channel: 'orders',
    hub,
    access: OWN_ORDERS,
    ownerOf: accountOf,
    updateOf(record, sequence) {
      const event = decodeEvent(record);
      return event.type === 'order-updated' ? { channel: 'orders', sequence, items: [event.order] } : undefined;
    },
  };
}

/** Every fill of an account's orders; those of one record come in one message. */
export function createExecutionsFeed(hub: EventHub): EventFeed {
  return {
    channel: 'executions',
    hub,
    access: OWN_ORDERS,
    ownerOf: accountOf,
    updateOf(record, sequence) {
      const event = decodeEvent(record);
      if (event.type !== 'order-updated' || event.executions.length === 0) return undefined;
      const { order } = event;
      const items = event.executions.map(({ id, fill }): ExecutionNews => ({ id, order, fill }));
      return { channel: 'executions', sequence, items };
    },
  };
}

/** What becomes of the trades that a user has handed in. */
export function createRequestsFeed(hub: EventHub): EventFeed {
  return {
    channel: 'requests',
    hub,
    access: OWN_REQUESTS,
    ownerOf: ({ userId }) => userId,
    updateOf(record, sequence) {
      // What became of it is not kept any more.
      if (record.value === '') return undefined;
      return { channel: 'requests', sequence, items: [decodeRequestStatus(record.value)] };
    },
  };
}

function accountOf({ accountId }: Principal): string {
  if (accountId === null) throw new RangeError('the caller has no account');
  return accountId;
}
