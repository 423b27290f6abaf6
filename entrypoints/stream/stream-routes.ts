import type { WebSocket } from '@fastify/websocket';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticate } from '@bourse/application/identity/authenticate.ts';
import type { Clock } from '@bourse/application/ports/clock.ts';
import type { AdmissionRefusal, Stream } from '@bourse/application/stream/stream.ts';
import { credentialOf, recognise } from '../http/authentication.ts';
import { sendProblem } from '../http/problem.ts';
import type { CheckMessage } from './command-codec.ts';
import { readCommand } from './command-codec.ts';
import { createMessageFrames } from './message-frames.ts';
import { createWebSocketConnection } from './web-socket-connection.ts';

/** What the route of the stream needs. */
export interface StreamDependencies {
  readonly stream: Stream;
  readonly clock: Clock;
  /** From which age on a price is marked as stale, milliseconds. */
  readonly maxPriceAgeMs: number;
}

/** Where the stream is. */
export const STREAM_PATH = '/api/v1/stream';

const ADMISSION_STATUS: Readonly<Record<AdmissionRefusal, 503>> = {
  'server-stopping': 503,
  'too-many-connections': 503,
};
const ADMISSION_DETAIL: Readonly<Record<AdmissionRefusal, string>> = {
  'server-stopping': 'Bourse is stopping. Connect again in a moment.',
  'too-many-connections': 'Too many clients are connected. Come back later.',
};
const RETRY_AFTER_SECONDS = 2;

/**
 * The live stream over WebSocket. Public, because a browser cannot send a header with it: who shows a credential at the door must show a
 * good one, everybody else says who they are with the first message and is told nothing before.
 */
export function streamRoutes(
  { stream, clock, maxPriceAgeMs }: StreamDependencies,
  authenticate: Authenticate,
): FastifyPluginAsyncTypebox {
  const { limits } = stream;
  const frames = createMessageFrames(clock, maxPriceAgeMs);
  const identify = recognise(authenticate);

  async function upgradeOnly(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    if (request.ws) return undefined;
    const detail = 'This is a WebSocket. Connect to it with ws:// or wss://, see /asyncapi.json.';
    return sendProblem(reply.header('upgrade', 'websocket'), 426, 'upgrade-required', { detail });
  }

  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    const refusal = stream.admission(request.principal !== null);
    if (refusal === null) return undefined;
    return sendProblem(reply, ADMISSION_STATUS[refusal], refusal, {
      detail: ADMISSION_DETAIL[refusal],
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }

  function connect(socket: WebSocket, request: FastifyRequest): void {
    const { principal } = request;
    const credential = credentialOf(request);
    const known = principal === null || credential === undefined ? null : { principal, credential };
    const check: CheckMessage = (schema, value) => {
      const validate = request.compileValidationSchema(schema);
      return validate(value) ? [] : (validate.errors ?? []);
    };
    const client = stream.connect(createWebSocketConnection(socket, frames, limits.closeWithinMs), known);
    socket.on('message', (data, isBinary) => {
      if (isBinary) return client.cutOff('binary-message');
      const read = readCommand(textOf(data), check);
      if (read.ok) client.receive(read.command);
      else client.receiveMalformed(read.id, read.faults);
    });
    socket.on('pong', client.alive);
    socket.once('close', client.gone);
    // The socket closes with a code of its own then; a client that does not answer that is let go.
    socket.once('error', () => setTimeout(() => socket.terminate(), limits.closeWithinMs).unref());
  }

  return async (http) => {
    http.route({
      method: 'GET',
      url: STREAM_PATH,
      config: {
        access: 'public',
        problems: {
          'upgrade-required': 426,
          'authentication-required': 401,
          'invalid-credentials': 401,
          ...ADMISSION_STATUS,
        },
      },
      schema: {
        tags: ['stream'],
        summary: 'The live stream (WebSocket)',
        description:
          'Prices, and what happens to your orders, executions and requests. The messages are described in /asyncapi.json.',
      },
      onRequest: [upgradeOnly, identify, admit],
      handler: (_request, reply) => reply.code(426).send(),
      wsHandler: connect,
    });
  };
}

function textOf(data: Buffer | ArrayBuffer | readonly Buffer[]): string {
  if (Buffer.isBuffer(data)) return data.toString('utf8');
  return (data instanceof ArrayBuffer ? Buffer.from(data) : Buffer.concat([...data])).toString('utf8');
}
