import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Makes the hook that lets the answers of one turn of the event loop go out one right after the other, at the end of that turn. Written one by
 * one, each answer wakes its reader, and whoever reads them all falls asleep and is woken again for each: on a machine whose processors
 * are virtual that costs more than the answer itself.
 */
export function answersTogether(): (
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error: null, payload: unknown) => void,
) => void {
  let ready: (() => void)[] = [];
  function sendAll(): void {
    const sending = ready;
    ready = [];
    for (const send of sending) send();
  }
  return (_request, _reply, payload, done) => {
    if (ready.length === 0) setImmediate(sendAll);
    ready.push(() => {
      done(null, payload);
    });
  };
}
