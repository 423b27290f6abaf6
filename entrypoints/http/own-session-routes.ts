import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { AttemptThrottle } from '@bourse/application/identity/attempt-throttle.ts';
import { changePassword, newPasswordFaults } from '@bourse/application/identity/change-password.ts';
import type { IdentityDependencies } from '@bourse/application/identity/identity-dependencies.ts';
import { endOtherSessions, endOwnSession, listOwnSessions } from '@bourse/application/identity/own-sessions.ts';
import { profileOf } from '@bourse/application/identity/profile.ts';
import { ROLES } from '@bourse/core/identity/role.ts';
import { principalOf } from './authentication.ts';
import { newPasswordErrors } from './identity-faults.ts';
import { ownSessionJson } from './identity-json.ts';
import { InvalidRequest, sendProblem } from './problem.ts';
import { sendThrottled, TOO_MANY_ATTEMPTS } from './rate-limits.ts';
import { UuidText } from './schemas/format-schema.ts';
import { OwnSessionsSchema, PasswordChangeSchema } from './schemas/identity-schema.ts';
import { Shape } from './schemas/shape-schema.ts';
import { refreshTokenOf } from './session-cookie.ts';

const CHANGE_PROBLEMS = {
  ...TOO_MANY_ATTEMPTS,
  'unknown-user': 404,
  'wrong-password': 403,
  'no-password': 409,
} as const;
const CHANGE_DETAILS = {
  'wrong-password': 'That is not the current password. Nothing was changed.',
  'no-password': 'You log in elsewhere and have no password here. Change it where you log in.',
} as const;
const UNKNOWN = { 'unknown-session': 404 } as const;

/** Only a person who logged in: a program with a key must not lock its owner out. */
const access = { roles: ROLES } as const;

/** What people do about their own log-ins: change the password, see where they are logged in, end it there. */
export function ownSessionRoutes(identity: IdentityDependencies, throttle: AttemptThrottle): FastifyPluginAsyncTypebox {
  return async (http) => {
    http.post('/api/v1/auth/password', {
      config: { access, problems: CHANGE_PROBLEMS },
      schema: {
        tags: ['identity'],
        summary: 'Change your password; every log-in but the one in the cookie ends',
        body: PasswordChangeSchema,
        response: { 204: Type.Null({ description: 'The password is changed.' }) },
      },
      handler: async (request, reply) => {
        const caller = principalOf(request);
        const { current_password: current, new_password: next } = request.body;
        const user = await profileOf(identity, caller);
        if (user === undefined) return sendProblem(reply, 404, 'unknown-user');
        const faults = newPasswordFaults(user, next);
        if (faults.length > 0) throw new InvalidRequest(newPasswordErrors(faults));
        const change = { current, next, refreshToken: refreshTokenOf(request) };
        // Who has found an open screen could try passwords here as well as at the log-in.
        const changed = await throttle.logIn({ username: user.username, address: request.ip }, () =>
          changePassword(identity, caller, change),
        );
        if (changed.ok) {
          reply.code(204);
          return null;
        }
        const { refusal } = changed;
        if (refusal === 'too-many-attempts') return sendThrottled(reply, changed);
        return sendProblem(reply, CHANGE_PROBLEMS[refusal], refusal, { detail: CHANGE_DETAILS[refusal] });
      },
    });

    http.get('/api/v1/auth/sessions', {
      config: { access },
      schema: {
        tags: ['identity'],
        summary: 'Your log-ins, the one used last first',
        response: { 200: OwnSessionsSchema },
      },
      handler: async (request) => {
        const sessions = await listOwnSessions(identity, principalOf(request), refreshTokenOf(request));
        return { items: sessions.map(ownSessionJson) };
      },
    });

    http.delete('/api/v1/auth/sessions', {
      config: { access },
      schema: {
        tags: ['identity'],
        summary: 'End all of your log-ins but the one in the cookie',
        response: { 204: Type.Null({ description: 'They have ended.' }) },
      },
      handler: async (request, reply) => {
        await endOtherSessions(identity, principalOf(request), refreshTokenOf(request));
        reply.code(204);
        return null;
      },
    });

    http.delete('/api/v1/auth/sessions/:id', {
      config: { access, problems: UNKNOWN },
      schema: {
        tags: ['identity'],
        summary: 'End one of your log-ins',
        params: Shape({ id: UuidText() }),
        response: { 204: Type.Null({ description: 'It has ended.' }) },
      },
      handler: async (request, reply) => {
        const ended = await endOwnSession(identity, principalOf(request), request.params.id);
        if (ended.ok) {
          reply.code(204);
          return null;
        }
        return sendProblem(reply, UNKNOWN[ended.refusal], ended.refusal, {
          detail: 'You have no such log-in (any more).',
        });
      },
    });
  };
}
