import { Socket } from 'node:net';

/**
 * Ends a connection on which nothing has come or gone for so long, milliseconds: a server that is cut off without a word never answers, and
 * whoever waits for it would wait for ever. Whoever uses the connection gets the error of a lost one. Throws TypeError for a client without a socket.
 */
export function endWhenSilent(client: object, maxSilenceMs: number): void {
  const socket = socketOf(client);
  if (socket === undefined) throw new TypeError('the connection to the database has no socket');
  socket.setTimeout(maxSilenceMs, () => {
    socket.destroy(new Error(`the database has been silent for ${maxSilenceMs} ms`));
  });
}

/** The driver keeps it where its types do not show it. */
function socketOf(client: object): Socket | undefined {
  const connection: unknown = 'connection' in client ? client.connection : undefined;
  if (typeof connection !== 'object' || connection === null || !('stream' in connection)) return undefined;
  return connection.stream instanceof Socket ? connection.stream : undefined;
}
