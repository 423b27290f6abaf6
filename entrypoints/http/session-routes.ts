import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { AttemptThrottle } from '@bourse/application/identity/attempt-throttle.ts';
import type { IdentityDependencies } from '@bourse/application/identity/identity-dependencies.ts';
import { logIn, logOut, renewSession } from '@bourse/application/identity/sessions.ts';
import { browserSessionJson } from './identity-json.ts';
import { sendProblem } from './problem.ts';
import { sendThrottled, TOO_MANY_ATTEMPTS } from './rate-limits.ts';
import { CROSS_SITE, sameOriginOnly } from './same-origin.ts';
import { BrowserSessionSchema, CredentialsSchema } from './schemas/identity-schema.ts';
import { clearSessionCookie, refreshTokenOf, setSessionCookie } from './session-cookie.ts';

const LOG_IN_PROBLEMS = { ...CROSS_SITE, ...TOO_MANY_ATTEMPTS, 'wrong-credentials': 401 } as const;
const RENEW_PROBLEMS = { ...CROSS_SITE, ...TOO_MANY_ATTEMPTS, 'invalid-session': 401 } as const;

/** Log-ins of the page: the refresh token is in a cookie that no script can read, the access token is in the answer. */
export function sessionRoutes(identity: IdentityDependencies, throttle: AttemptThrottle): FastifyPluginAsyncTypebox {
  return async (http) => {
    http.addHook('onRequest', sameOriginOnly);

    http.post('/api/v1/auth/session', {
      config: { access: 'public', problems: LOG_IN_PROBLEMS },
      schema: {
        tags: ['identity'],
        summary: 'Log a browser in; the refresh token goes into a cookie',
        body: CredentialsSchema,
        response: { 200: BrowserSessionSchema },
      },
      handler: async (request, reply) => {
        const { body, ip: address } = request;
        const session = await throttle.logIn({ ...body, address }, () =>
          logIn(identity, body, request.headers['user-agent'] ?? null),
        );
        if (!session.ok) {
          if (session.refusal === 'too-many-attempts') return sendThrottled(reply, session);
          return sendProblem(reply, LOG_IN_PROBLEMS[session.refusal], session.refusal, {
            detail: 'User name and password do not belong together.',
          });
        }
        await endSessionOf(identity, refreshTokenOf(request));
        setSessionCookie(reply, session.value.refreshToken);
        return browserSessionJson(session.value);
      },
    });

    http.post('/api/v1/auth/session/refresh', {
      config: { access: 'public', problems: RENEW_PROBLEMS },
      schema: {
        tags: ['identity'],
        summary: 'A new access token for the log-in in the cookie',
        response: { 200: BrowserSessionSchema },
      },
      handler: async (request, reply) => {
        const refreshToken = refreshTokenOf(request);
        // Every visitor who is not logged in comes here first, without a cookie: that is no failed attempt.
        if (refreshToken === undefined) return sendNoSession(reply);
        const session = await throttle.refresh(request.ip, () => renewSession(identity, refreshToken));
        if (session.ok) {
          setSessionCookie(reply, session.value.refreshToken);
          return browserSessionJson(session.value);
        }
        return session.refusal === 'too-many-attempts' ? sendThrottled(reply, session) : sendNoSession(reply);
      },
    });

    http.delete('/api/v1/auth/session', {
      config: { access: 'public', problems: CROSS_SITE },
      schema: {
        tags: ['identity'],
        summary: 'End the log-in in the cookie',
        response: { 204: Type.Null({ description: 'The log-in has ended, and the cookie is gone.' }) },
      },
      handler: async (request, reply) => {
        await endSessionOf(identity, refreshTokenOf(request));
        clearSessionCookie(reply);
        reply.code(204);
        return null;
      },
    });
  };
}

async function endSessionOf(identity: IdentityDependencies, refreshToken: string | undefined): Promise<void> {
  if (refreshToken !== undefined) await logOut(identity, refreshToken);
}

function sendNoSession(reply: FastifyReply): FastifyReply {
  clearSessionCookie(reply);
  return sendProblem(reply, RENEW_PROBLEMS['invalid-session'], 'invalid-session', {
    detail: 'There is no log-in in the cookie, or it has ended. Log in again.',
  });
}
