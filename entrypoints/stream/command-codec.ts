import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { Static, TSchema } from 'typebox';
import type { MessageFault, StreamCommand } from '@bourse/application/stream/stream-message.ts';
import { CHANNELS } from '@bourse/application/stream/stream-message.ts';
import type { Sequence } from '@bourse/core/stream/sequence.ts';
import { parseSequence } from '@bourse/core/stream/sequence.ts';
import { faultsOf } from '../http/validation-faults.ts';
import {
  AuthenticateSchema,
  SubscribeToEventsSchema,
  SubscribeToPricesSchema,
  UnsubscribeFromEventsSchema,
  UnsubscribeFromPricesSchema,
} from './schemas/stream-schema.ts';

/** Checks a value against a schema; answers what is wrong with it, nothing when it is right. */
export type CheckMessage = (schema: TSchema, value: unknown) => readonly FastifySchemaValidationError[];

/** A message as it was understood, or everything that is wrong with it. */
export type ReadCommand =
  | { readonly ok: true; readonly command: StreamCommand }
  | { readonly ok: false; readonly id: string | null; readonly faults: readonly MessageFault[] };

/** Reads a message of a client. Unknown fields are refused, nothing is bent into shape, all faults are told. */
export function readCommand(text: string, check: CheckMessage): ReadCommand {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return { ok: false, id: null, faults: [{ pointer: '', message: 'must be JSON' }] };
  }
  const { type, channel, id } = fieldsOf(message);
  const schema = schemaOf(type, channel);
  const faults = schema === undefined ? [unknownType(type)] : faultsOf(check(schema, message), 'body').map(inWords);
  const named = typeof id === 'string' && id.length <= 64 ? id : null;
  if (faults.length > 0) return { ok: false, id: named, faults };
  return commandOf(message as ClientMessage, named);
}

type PriceMessage = Static<typeof SubscribeToPricesSchema> | Static<typeof UnsubscribeFromPricesSchema>;

/** What a message that has passed its schema can be. */
interface ClientMessage {
  readonly type: 'authenticate' | 'subscribe' | 'unsubscribe';
  readonly token?: string;
  readonly channel?: 'prices' | 'orders' | 'executions' | 'requests';
  readonly symbols?: PriceMessage['symbols'];
  readonly after?: string;
}

function schemaOf(type: unknown, channel: unknown): TSchema | undefined {
  switch (type) {
    case 'authenticate':
      return AuthenticateSchema;
    case 'subscribe':
      return channel === 'prices' ? SubscribeToPricesSchema : SubscribeToEventsSchema;
    case 'unsubscribe':
      return channel === 'prices' ? UnsubscribeFromPricesSchema : UnsubscribeFromEventsSchema;
    default:
      return undefined;
  }
}

function commandOf(message: ClientMessage, id: string | null): ReadCommand {
  const { type, token = '', channel = 'prices', symbols = null, after } = message;
  if (type === 'authenticate') return { ok: true, command: { type, id, token } };
  if (type === 'unsubscribe') return { ok: true, command: { type, id, channel, symbols } };
  if (channel === 'prices') return { ok: true, command: { type, id, channel, symbols } };
  const sequence: Sequence | null | undefined = after === undefined ? null : parseSequence(after);
  if (sequence !== undefined) return { ok: true, command: { type, id, channel, after: sequence } };
  return { ok: false, id, faults: [{ pointer: '/after', message: NOT_A_SEQUENCE }] };
}

const NOT_A_SEQUENCE = 'must be a sequence that the stream has told you';
const NOT_A_CHANNEL = `must be one of ${CHANNELS.map((channel) => `"${channel}"`).join(', ')}`;

/** A schema knows only the channels of its own message, and of a sequence only the form. */
function inWords({ pointer, message }: MessageFault): MessageFault {
  if (pointer === '/channel' && message.startsWith('must be one of')) return { pointer, message: NOT_A_CHANNEL };
  if (pointer === '/after' && message.startsWith('must match')) return { pointer, message: NOT_A_SEQUENCE };
  return { pointer, message };
}

function fieldsOf(message: unknown): { readonly type?: unknown; readonly channel?: unknown; readonly id?: unknown } {
  return typeof message === 'object' && message !== null ? message : {};
}

function unknownType(type: unknown): MessageFault {
  const message = 'must be one of "authenticate", "subscribe", "unsubscribe"';
  return { pointer: type === undefined ? '' : '/type', message: type === undefined ? `type ${message}` : message };
}
