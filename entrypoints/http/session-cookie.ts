import type { FastifyReply, FastifyRequest } from 'fastify';
import { REFRESH_LIFETIME_MS } from '@bourse/application/identity/sessions.ts';

/** Only these routes get the cookie; it goes with no other request. */
const PATH = '/api/v1/auth';
const LIFETIME_SECONDS = REFRESH_LIFETIME_MS / 1_000;

/** The refresh token in the cookie of a browser; undefined when there is none. */
export function refreshTokenOf(request: FastifyRequest): string | undefined {
  const name = nameFor(request);
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [given = '', value] = pair.trim().split('=', 2);
    if (given === name && value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** Has the browser keep a refresh token where no script can read it, and no other site can have it sent. */
export function setSessionCookie(reply: FastifyReply, refreshToken: string): void {
  reply.header('set-cookie', cookieOf(reply.request, refreshToken, LIFETIME_SECONDS));
}

/** Has the browser forget it. */
export function clearSessionCookie(reply: FastifyReply): void {
  reply.header('set-cookie', cookieOf(reply.request, '', 0));
}

function cookieOf(request: FastifyRequest, value: string, maxAgeSeconds: number): string {
  const secure = isSecure(request) ? '; Secure' : '';
  const attributes = `Path=${PATH}; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds.toString()}${secure}`;
  return `${nameFor(request)}=${value}; ${attributes}`;
}

/** Browsers take a cookie with this prefix over TLS only, so nobody on the way can put another in its place (RFC 6265bis, 4.1.3). */
function nameFor(request: FastifyRequest): string {
  return isSecure(request) ? '__Secure-bourse_session' : 'bourse_session';
}

/** Whether the browser speaks TLS, as the connection says or, behind a trusted proxy, X-Forwarded-Proto. */
function isSecure({ protocol }: FastifyRequest): boolean {
  return protocol === 'https';
}
