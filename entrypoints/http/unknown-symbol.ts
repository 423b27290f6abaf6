import type { FastifyReply } from 'fastify';
import { sendProblem } from './problem.ts';

/** The refusal of every route that is asked about an instrument which there is not. */
export const UNKNOWN_SYMBOL = { 'unknown-symbol': 404 } as const;

/** Answers that there is no such instrument. */
export function sendUnknownSymbol(reply: FastifyReply, symbol: string): FastifyReply {
  return sendProblem(reply, UNKNOWN_SYMBOL['unknown-symbol'], 'unknown-symbol', {
    detail: `There is no instrument ${symbol}. GET /api/v1/assets lists those that there are.`,
  });
}
