import type { FastifyInstance } from 'fastify';
import { sendProblem } from './problem.ts';

const RETRY_AFTER_SECONDS = 1;

/**
 * Refuses the requests that still come once the server closes, on connections that are busy, as they are refused when a part is away, and
 * with the same headers. The app must say `return503OnClosing: false`: fastify would send a document of its own.
 */
export function refuseOnceClosing(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  app.addHook('onRequest', (_request, reply, done) => {
    if (!isClosing) {
      done();
      return;
    }
    sendProblem(reply, 503, 'unavailable', {
      detail: 'Bourse is about to stop. Nothing was done: send the request again a little later.',
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  });
}
