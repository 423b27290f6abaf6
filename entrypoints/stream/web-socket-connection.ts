import type { WebSocket } from '@fastify/websocket';
import type { StreamConnection } from '@bourse/application/stream/stream-message.ts';
import type { MessageFrames } from './message-frames.ts';
import { CLOSE_CODES } from './schemas/stream-schema.ts';

/** The way to a client over its WebSocket. A client that does not answer a close within `closeWithinMs` is let go. */
export function createWebSocketConnection(
  socket: WebSocket,
  frames: MessageFrames,
  closeWithinMs: number,
): StreamConnection {
  return {
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(frames(message), { binary: false });
    },
    waitingBytes: () => socket.bufferedAmount,
    ping() {
      if (socket.readyState === socket.OPEN) socket.ping();
    },
    close(reason) {
      socket.close(CLOSE_CODES[reason], reason);
      const letGo = setTimeout(() => socket.terminate(), closeWithinMs).unref();
      socket.once('close', () => clearTimeout(letGo));
    },
  };
}
