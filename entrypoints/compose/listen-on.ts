import type { FastifyInstance } from 'fastify';

/** Opens a port, 0 for any free one, and answers where it is: "http://127.0.0.1:8000". Throws what the system says against it. */
export async function listenOn(app: FastifyInstance, host: string, port: number): Promise<string> {
  await app.listen({ host, port });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server listens on no port');
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
