import type { Socket } from 'node:net';

/**
 * Connections whose request may take longer than others to arrive: what limits it is that something has to arrive, not when all has. The server
 * measures all requests with one limit, so these are told apart where the limit is enforced.
 */
export interface LongUploads {
  /** Notes a connection; answers how to forget it when its request has been answered. */
  enter(socket: Socket): () => void;
  has(socket: Socket): boolean;
}

/** Makes an empty list. */
export function createLongUploads(): LongUploads {
  const sockets = new WeakSet<Socket>();
  return {
    has: (socket) => sockets.has(socket),
    enter(socket) {
      sockets.add(socket);
      return () => sockets.delete(socket);
    },
  };
}
