import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { createApiKey, listApiKeys, revokeApiKey } from '@bourse/application/identity/api-keys.ts';
import type { IdentityDependencies } from '@bourse/application/identity/identity-dependencies.ts';
import { apiKeyFaults } from '@bourse/core/identity/api-key.ts';
import { ROLES } from '@bourse/core/identity/role.ts';
import { principalOf } from './authentication.ts';
import { apiKeyErrors } from './identity-faults.ts';
import { apiKeyJson, createdApiKeyJson } from './identity-json.ts';
import { pageRequestOf, pageOf } from './page-cursor-codec.ts';
import { InvalidRequest, sendProblem } from './problem.ts';
import { UuidText } from './schemas/format-schema.ts';
import { ApiKeyFormSchema, ApiKeyHeaders, ApiKeyPageSchema, CreatedApiKeySchema } from './schemas/identity-schema.ts';
import { PageQuery, Shape } from './schemas/shape-schema.ts';
import { timeOf } from './wire-codec.ts';

const NOT_MADE = { 'api-key-made-before': 409, 'too-many-api-keys': 422 } as const;
const UNKNOWN = { 'unknown-api-key': 404 } as const;

/** A key that may make keys can give them what it has itself, never more, and never for longer. */
const access = { roles: ROLES, scopes: ['api-keys:write'] } as const;

const TOO_MANY = 'You have as many API keys as one user can have. Revoke one that is not needed any more.';
const MADE_BEFORE =
  'A request with this Idempotency-Key made the API key of `api_key_id`. It was shown then and is not kept: if you do not have it, revoke it and make another one.';

function sendNotMade(
  reply: FastifyReply,
  code: keyof typeof NOT_MADE,
  detail: string,
  extensions: Readonly<Record<string, string>> = {},
): FastifyReply {
  return sendProblem(reply, NOT_MADE[code], code, { detail, extensions });
}

/** API keys of the caller, for programs. */
export function apiKeyRoutes(identity: IdentityDependencies): FastifyPluginAsyncTypebox {
  return async (http) => {
    http.post('/api/v1/api-keys', {
      config: { access, problems: NOT_MADE },
      schema: {
        tags: ['identity'],
        summary: 'Make an API key; it is shown this once',
        headers: ApiKeyHeaders,
        body: ApiKeyFormSchema,
        response: { 201: CreatedApiKeySchema },
      },
      handler: async (request, reply) => {
        const maker = principalOf(request);
        const { name, scopes, expires_at: expiresAt } = request.body;
        const form = { name, scopes, expiresAtMs: typeof expiresAt === 'string' ? timeOf(expiresAt) : null };
        const faults = apiKeyFaults(form, maker, identity.clock.now());
        if (faults.length > 0) throw new InvalidRequest(apiKeyErrors(faults));
        const made = await createApiKey(identity, maker, form, request.headers['idempotency-key'] ?? null);
        if (!made.ok) return sendNotMade(reply, made.refusal, TOO_MANY);
        if ('madeBefore' in made.value) {
          return sendNotMade(reply, 'api-key-made-before', MADE_BEFORE, { api_key_id: made.value.madeBefore });
        }
        reply.code(201);
        return createdApiKeyJson(made.value);
      },
    });

    http.get('/api/v1/api-keys', {
      config: { access },
      schema: {
        tags: ['identity'],
        summary: 'Your API keys, oldest first',
        querystring: PageQuery({}),
        response: { 200: ApiKeyPageSchema },
      },
      handler: async (request) => {
        const { limit, after } = pageRequestOf(request.query, ['uuid']);
        const page = { afterId: after?.[0] ?? null, limit: limit + 1 };
        const keys = await listApiKeys(identity, principalOf(request), page);
        return pageOf(keys, limit, { toJson: apiKeyJson, keysOf: ({ id }) => [id] });
      },
    });

    http.delete('/api/v1/api-keys/:id', {
      config: { access, problems: UNKNOWN },
      schema: {
        tags: ['identity'],
        summary: 'Revoke an API key',
        params: Shape({ id: UuidText() }),
        response: { 204: Type.Null({ description: 'The key is useless now.' }) },
      },
      handler: async (request, reply) => {
        const revoked = await revokeApiKey(identity, principalOf(request), request.params.id);
        if (revoked.ok) {
          reply.code(204);
          return null;
        }
        return sendProblem(reply, UNKNOWN[revoked.refusal], revoked.refusal, { detail: 'You have no such API key.' });
      },
    });
  };
}
