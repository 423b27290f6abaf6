import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import type { Authenticate, Credential } from '@bourse/application/identity/authenticate.ts';
import type { AccessRefusal, Requirement } from '@bourse/core/identity/access.ts';
import { accessRefusal } from '@bourse/core/identity/access.ts';
import type { Principal } from '@bourse/core/identity/principal.ts';
import { sendProblem } from './problem.ts';

/** Who may call a route: everybody, or who meets a requirement. Each route says it in its `config`. */
export type Access = 'public' | Requirement;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; null on public routes, and before it is known. Read it with principalOf. */
    principal: Principal | null;
  }
}

/** A trader as its routes need it: with an account. */
export type Trader = Principal & { readonly accountId: string };

/** Makes the hook that lets nobody else than `access` asks for come to a route. */
export function guard(
  access: Requirement,
  authenticate: Authenticate,
): (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction) => void {
  function admit(request: FastifyRequest, reply: FastifyReply, principal: Principal | undefined): boolean {
    const refusal = principal === undefined ? 'invalid-credentials' : accessRefusal(principal, access);
    if (refusal === 'invalid-credentials') sendUnauthenticated(reply, refusal);
    else if (refusal !== null) sendProblem(reply, 403, refusal, { detail: DETAILS[refusal] });
    else request.principal = principal ?? null;
    return refusal === null;
  }
  return (request, reply, done) => {
    const credential = credentialOf(request);
    if (credential === undefined) {
      sendUnauthenticated(reply, 'authentication-required');
      return;
    }
    const found = authenticate(credential);
    // Whose token is known does not wait for a turn of promises.
    if (!(found instanceof Promise)) {
      if (admit(request, reply, found)) done();
      return;
    }
    found.then((principal) => {
      if (admit(request, reply, principal)) done();
    }, done);
  };
}

/** Makes the hook for a public route that may know its callers: who shows a credential has to show a good one. */
export function recognise(
  authenticate: Authenticate,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> {
  return async (request, reply) => {
    const { authorization, 'x-api-key': key } = request.headers;
    if (authorization === undefined && key === undefined) return undefined;
    const credential = credentialOf(request);
    if (credential === undefined) return sendUnauthenticated(reply, 'authentication-required');
    const principal = await authenticate(credential);
    if (principal === undefined) return sendUnauthenticated(reply, 'invalid-credentials');
    request.principal = principal;
    return undefined;
  };
}

/** Who calls. Throws TypeError on a public route, where that is not known. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new TypeError('a public route has no principal');
  return request.principal;
}

/** The trader who calls. Throws TypeError on a route that others than traders may call. */
export function traderOf(request: FastifyRequest): Trader {
  const principal = principalOf(request);
  const { accountId } = principal;
  if (accountId === null) throw new TypeError('the caller has no account');
  return { ...principal, accountId };
}

const DETAILS: Readonly<Record<AccessRefusal, string>> = {
  'wrong-role': 'Your role may not do this.',
  'api-key-not-accepted': 'API keys are not accepted here. Log in and send the access token.',
  'missing-scope': 'The API key does not have the scope that this needs. Make one that has it.',
};

const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;
const MAX_KEY_LENGTH = 512;

/** What was shown last on a connection, where as a rule the next request shows the same. */
const shownLast = new WeakMap<object, { readonly authorization: string; readonly credential: Credential }>();

/** What the caller shows; undefined when nothing, or more than one thing, is shown. */
export function credentialOf({ headers, raw: { socket } }: FastifyRequest): Credential | undefined {
  const { authorization } = headers;
  const key = headers['x-api-key'];
  if (authorization === undefined) {
    const usable = typeof key === 'string' && key !== '' && key.length <= MAX_KEY_LENGTH;
    return usable ? { type: 'api-key', key } : undefined;
  }
  if (key !== undefined) return undefined;
  const last = shownLast.get(socket);
  if (last?.authorization === authorization) return last.credential;
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) return undefined;
  const credential = { type: 'bearer', token } as const;
  shownLast.set(socket, { authorization, credential });
  return credential;
}

function sendUnauthenticated(
  reply: FastifyReply,
  code: 'authentication-required' | 'invalid-credentials',
): FastifyReply {
  // RFC 6750, section 3: no error code when no usable credential was shown.
  const error = code === 'invalid-credentials' ? ', error="invalid_token"' : '';
  reply.header('www-authenticate', `Bearer realm="bourse"${error}`);
  const detail =
    code === 'invalid-credentials'
      ? 'The access token or API key is not valid, or not any more. Log in again, or use another key.'
      : 'Send an access token as "Authorization: Bearer …", or an API key as "X-API-Key: …", not both.';
  return sendProblem(reply, 401, code, { detail });
}
