import type { WebsocketPluginOptions } from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import type { Stream } from '@bourse/application/stream/stream.ts';

/** How the server takes WebSockets in, and how it lets them go when it closes. */
export function webSocketOptions(stream: Stream): WebsocketPluginOptions {
  return {
    options: { maxPayload: stream.limits.maxMessageBytes },
    async preClose(this: FastifyInstance) {
      this.websocketServer.close();
      await stream.stop();
    },
    // The socket has closed itself, with a code that says why; the route lets it go.
    errorHandler: () => undefined,
  };
}
