import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { AttemptThrottle } from '@bourse/application/identity/attempt-throttle.ts';
import type { IdentityDependencies } from '@bourse/application/identity/identity-dependencies.ts';
import { profileOf } from '@bourse/application/identity/profile.ts';
import type { RegisterRefusal } from '@bourse/application/identity/register.ts';
import { registerTrader } from '@bourse/application/identity/register.ts';
import { logIn, logOut, refreshSession } from '@bourse/application/identity/sessions.ts';
import { readRegistration } from '@bourse/core/identity/registration.ts';
import { ROLES } from '@bourse/core/identity/role.ts';
import { principalOf } from './authentication.ts';
import { registrationErrors } from './identity-faults.ts';
import { profileJson, sessionJson } from './identity-json.ts';
import { InvalidRequest, sendProblem } from './problem.ts';
import { sendThrottled, TOO_MANY_ATTEMPTS } from './rate-limits.ts';
import {
  CredentialsSchema,
  ProfileSchema,
  PublicKeysSchema,
  RefreshTokenSchema,
  RegisteredSchema,
  RegistrationSchema,
  SessionSchema,
} from './schemas/identity-schema.ts';

const REGISTER_STATUS: Readonly<Record<RegisterRefusal, 409>> = { 'username-taken': 409, 'email-taken': 409 };
const REGISTER_DETAIL: Readonly<Record<RegisterRefusal, string>> = {
  'username-taken': 'Somebody has this user name already. Choose another, or log in.',
  'email-taken': 'Somebody has registered with this address already. Log in, or use another.',
};
const WRONG_CREDENTIALS = { 'wrong-credentials': 401, ...TOO_MANY_ATTEMPTS } as const;
const INVALID_REFRESH_TOKEN = { 'invalid-refresh-token': 401, ...TOO_MANY_ATTEMPTS } as const;

/** Registration, log-in, refresh, log-out, profile, and the public keys of access tokens. */
export function identityRoutes(identity: IdentityDependencies, throttle: AttemptThrottle): FastifyPluginAsyncTypebox {
  return async (http) => {
    http.post('/api/v1/auth/register', {
      config: { access: 'public', problems: { ...REGISTER_STATUS, ...TOO_MANY_ATTEMPTS } },
      schema: {
        tags: ['identity'],
        summary: 'Register a trader, with an account',
        body: RegistrationSchema,
        response: { 201: RegisteredSchema },
      },
      handler: async (request, reply) => {
        const registration = readRegistration(request.body);
        if (!registration.ok) throw new InvalidRequest(registrationErrors(registration.faults));
        const registered = await throttle.register(request.ip, () => registerTrader(identity, registration.value));
        if (!registered.ok) {
          if (registered.refusal === 'too-many-attempts') return sendThrottled(reply, registered);
          const { refusal } = registered;
          return sendProblem(reply, REGISTER_STATUS[refusal], refusal, { detail: REGISTER_DETAIL[refusal] });
        }
        const { user, accountId } = registered.value;
        reply.code(201);
        return { user_id: user.id, account_id: accountId, username: user.username };
      },
    });

    http.post('/api/v1/auth/login', {
      config: { access: 'public', problems: WRONG_CREDENTIALS },
      schema: { tags: ['identity'], summary: 'Log in', body: CredentialsSchema, response: { 200: SessionSchema } },
      handler: async (request, reply) => {
        const { body, ip: address } = request;
        const session = await throttle.logIn({ ...body, address }, () =>
          logIn(identity, body, request.headers['user-agent'] ?? null),
        );
        if (session.ok) return sessionJson(session.value);
        if (session.refusal === 'too-many-attempts') return sendThrottled(reply, session);
        return sendProblem(reply, WRONG_CREDENTIALS[session.refusal], session.refusal, {
          detail: 'User name and password do not belong together.',
        });
      },
    });

    http.post('/api/v1/auth/refresh', {
      config: { access: 'public', problems: INVALID_REFRESH_TOKEN },
      schema: {
        tags: ['identity'],
        summary: 'Exchange a refresh token for a new pair of tokens',
        body: RefreshTokenSchema,
        response: { 200: SessionSchema },
      },
      handler: async (request, reply) => {
        const session = await throttle.refresh(request.ip, () => refreshSession(identity, request.body.refresh_token));
        if (session.ok) return sessionJson(session.value);
        if (session.refusal === 'too-many-attempts') return sendThrottled(reply, session);
        return sendProblem(reply, INVALID_REFRESH_TOKEN[session.refusal], session.refusal, {
          detail: 'The refresh token is not valid, or was used before, which ends the log-in. Log in again.',
        });
      },
    });

    http.post('/api/v1/auth/logout', {
      config: { access: 'public' },
      schema: {
        tags: ['identity'],
        summary: 'End the log-in that a refresh token belongs to',
        body: RefreshTokenSchema,
        response: { 204: Type.Null({ description: 'The log-in has ended.' }) },
      },
      handler: async (request, reply) => {
        await logOut(identity, request.body.refresh_token);
        reply.code(204);
        return null;
      },
    });

    http.get('/api/v1/auth/profile', {
      config: { access: { roles: ROLES, scopes: [] }, problems: { 'unknown-user': 404 } },
      schema: { tags: ['identity'], summary: 'Who you are', response: { 200: ProfileSchema } },
      handler: async (request, reply) => {
        const user = await profileOf(identity, principalOf(request));
        return user === undefined ? sendProblem(reply, 404, 'unknown-user') : profileJson(user);
      },
    });

    http.get('/.well-known/jwks.json', {
      config: { access: 'public' },
      schema: {
        tags: ['identity'],
        summary: 'The public keys of access tokens',
        response: { 200: PublicKeysSchema },
      },
      handler: async (_request, reply) => {
        reply.header('cache-control', 'public, max-age=300');
        return { keys: [...identity.accessTokens.publicKeys()] };
      },
    });
  };
}
