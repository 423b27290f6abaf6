import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './problem.ts';

/** The refusal of sameOriginOnly, for `config.problems`. */
export const CROSS_SITE = { 'cross-site-request': 403 } as const;

/**
 * A hook that refuses what a page of somebody else has a browser send, for routes that a cookie opens. Sec-Fetch-Site says it where
 * browsers send it (over TLS and to the machine itself), else Origin, which they send with every POST and DELETE. What sends neither
 * is no browser, and has no cookie that its owner did not give it.
 */
export async function sameOriginOnly(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  if (isSameOrigin(request)) return undefined;
  return sendProblem(reply, CROSS_SITE['cross-site-request'], 'cross-site-request', {
    detail: 'Only pages that Bourse itself serves may do this.',
  });
}

function isSameOrigin({ headers, host }: FastifyRequest): boolean {
  const { 'sec-fetch-site': site, origin } = headers;
  // "none" is the user, by the address bar for example.
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  if (origin === undefined) return true;
  // Hosts are compared and not schemes: a proxy that ends TLS may not be trusted to tell the scheme.
  const from = URL.parse(origin);
  return from !== null && from.host === URL.parse(`${from.protocol}//${host}`)?.host;
}
