import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KnownRoute } from '@bourse/entrypoints/http/not-found.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { OPERATOR_KEY, startTestPlatform } from '../support/test-platform.ts';
import { apiKeyHeaders, registered } from './http/callers.ts';
import { pathOf } from './http/hostile-input.ts';

/**
 * Who may call each route, written down a second time and on purpose: everybody, a browser that is logged in, a person of any role but no
 * API key, or a role ('any' is each of them) with the scope that its API keys need ('any key' where every key will do).
 */
const MATRIX: Readonly<
  Record<
    string,
    'everybody' | 'session cookie' | 'a person' | readonly [role: 'trader' | 'operator' | 'any', scope: string]
  >
> = {
  'POST /api/v1/auth/register': 'everybody',
  'POST /api/v1/auth/login': 'everybody',
  'POST /api/v1/auth/refresh': 'everybody',
  'POST /api/v1/auth/logout': 'everybody',
  'POST /api/v1/auth/session': 'everybody',
  'POST /api/v1/auth/session/refresh': 'session cookie',
  'DELETE /api/v1/auth/session': 'everybody',
  'POST /api/v1/auth/password': 'a person',
  'GET /api/v1/auth/sessions': 'a person',
  'DELETE /api/v1/auth/sessions': 'a person',
  'DELETE /api/v1/auth/sessions/:id': 'a person',
  'GET /api/v1/auth/profile': ['any', 'any key'],
  'POST /api/v1/api-keys': ['any', 'api-keys:write'],
  'GET /api/v1/api-keys': ['any', 'api-keys:write'],
  'DELETE /api/v1/api-keys/:id': ['any', 'api-keys:write'],
  'GET /.well-known/jwks.json': 'everybody',
  'GET /api/v1/account': ['trader', 'account:read'],
  'GET /api/v1/account/transactions': ['trader', 'account:read'],
  'GET /api/v1/account/history': ['trader', 'account:read'],
  'POST /api/v1/account/deposits': ['trader', 'account:write'],
  'POST /api/v1/account/withdrawals': ['trader', 'account:write'],
  'GET /api/v1/positions': ['trader', 'account:read'],
  'GET /api/v1/positions/:symbol': ['trader', 'account:read'],
  'POST /api/v1/orders': ['trader', 'orders:write'],
  'GET /api/v1/orders': ['trader', 'orders:read'],
  'GET /api/v1/orders/:id': ['trader', 'orders:read'],
  'DELETE /api/v1/orders/:id': ['trader', 'orders:write'],
  'GET /api/v1/assets': ['any', 'market:read'],
  'GET /api/v1/assets/:symbol': ['any', 'market:read'],
  'GET /api/v1/assets/:symbol/candles': ['any', 'market:read'],
  'GET /api/v1/trading-rules': ['any', 'market:read'],
  'PUT /api/v1/assets/:symbol/status': ['operator', 'operations:write'],
  'GET /api/v1/market/status': ['operator', 'operations:read'],
  'GET /api/v1/market/quarantine': ['operator', 'operations:read'],
  'POST /api/v1/market/quarantine/:symbol/accept': ['operator', 'operations:write'],
  'GET /api/v1/market/changes': ['operator', 'operations:read'],
  'POST /api/v1/trades': ['operator', 'trades:write'],
  'GET /api/v1/trades': ['operator', 'trades:read'],
  'GET /api/v1/trades/:trade_id': ['operator', 'trades:read'],
  'POST /api/v1/trades/bulk': ['operator', 'trades:write'],
  'GET /api/v1/requests': ['operator', 'trades:write'],
  'GET /api/v1/requests/:request_id': ['operator', 'trades:write'],
  'GET /api/v1/audit': ['operator', 'operations:read'],
  'GET /api/v1/operations': ['operator', 'operations:read'],
  'GET /api/v1/dead-letters': ['operator', 'operations:read'],
  'GET /api/v1/health': 'everybody',
  'GET /api/v1/health/live': 'everybody',
  'GET /api/v1/health/ready': 'everybody',
  // It asks who a client is by the first message.
  'GET /api/v1/stream': 'everybody',
  'GET /asyncapi.json': 'everybody',
  'GET /metrics': 'everybody',
  'GET /openapi.json': 'everybody',
  'GET /docs': 'everybody',
  'GET /docs/reference.js': 'everybody',
  'GET /': 'everybody',
  'GET /page/:name': 'everybody',
};

type Caller = 'nobody' | 'a trader' | 'an operator' | 'a trader key' | 'an operator key';

let test: TestPlatform;
let traderHeaders: Readonly<Record<string, string>>;
const operatorHeaders = { 'x-api-key': OPERATOR_KEY };
const keys = new Map<string, Readonly<Record<string, string>>>();

beforeAll(async () => {
  test = await startTestPlatform();
  traderHeaders = (await registered(test.app, 'trader')).headers;
});

afterAll(() => test.stop());

const nameOf = ({ method, url }: KnownRoute): string => `${method} ${url}`;
const routes = (): readonly KnownRoute[] => test.app.knownRoutes.filter(({ method }) => method !== 'HEAD');

/** Headers of a key of that role with that scope alone. */
async function keyWith(role: 'trader' | 'operator', scope: string): Promise<Readonly<Record<string, string>>> {
  const known = keys.get(`${role} ${scope}`);
  if (known !== undefined) return known;
  const made = await apiKeyHeaders(test.app, role === 'trader' ? traderHeaders : operatorHeaders, [scope]);
  keys.set(`${role} ${scope}`, made);
  return made;
}

/** Whether a caller gets past the door of a route: 'in', or the status with which it is kept out. */
async function outcome(route: KnownRoute, headers: Readonly<Record<string, string>>): Promise<'in' | 401 | 403> {
  const { statusCode: status } = await test.app.inject({
    method: route.method,
    url: pathOf(route, () => undefined),
    headers,
  });
  return status === 401 || status === 403 ? status : 'in';
}

/** Headers of a browser that is logged in. */
async function sessionCookie(): Promise<Readonly<Record<string, string>>> {
  const payload = { username: 'trader', password: 'correct horse battery staple' };
  const response = await test.app.inject({ method: 'POST', url: '/api/v1/auth/session', payload });
  return { cookie: response.cookies.map(({ name, value }) => `${name}=${value}`).join('; ') };
}

/** A scope that both roles can have, and that is not the given one. */
function otherThan(scope: string): string {
  return scope === 'history:read' ? 'market:read' : 'history:read';
}

describe('the matrix of routes and roles', () => {
  it('has every route, and no route that there is not', () => {
    expect(routes().map(nameOf).toSorted()).toEqual(Object.keys(MATRIX).toSorted());
  });

  it.each(Object.entries(MATRIX))('%s lets in %j and nobody else', async (name, expected) => {
    const route = routes().find((candidate) => nameOf(candidate) === name)!;
    const seen: Partial<Record<Caller, string | number>> = {
      nobody: await outcome(route, {}),
      'a trader': await outcome(route, traderHeaders),
      'an operator': await outcome(route, operatorHeaders),
    };
    if (expected === 'everybody') {
      // A log-in or refresh without a body is refused as invalid, which is past the door.
      expect(seen).toEqual({ nobody: 'in', 'a trader': 'in', 'an operator': 'in' });
      return;
    }
    if (expected === 'session cookie') {
      expect(seen).toEqual({ nobody: 401, 'a trader': 401, 'an operator': 401 });
      expect(await outcome(route, await sessionCookie())).toBe('in');
      return;
    }
    if (expected === 'a person') {
      expect(seen).toEqual({ nobody: 401, 'a trader': 'in', 'an operator': 403 });
      return;
    }
    const [role] = expected;
    expect(seen).toEqual({
      nobody: 401,
      'a trader': role === 'operator' ? 403 : 'in',
      'an operator': role === 'trader' ? 403 : 'in',
    });
  });

  it.each(Object.entries(MATRIX).filter(([, expected]) => typeof expected !== 'string'))(
    '%s lets in API keys with the scope of %j only',
    async (name, expected) => {
      if (typeof expected === 'string') return;
      const route = routes().find((candidate) => nameOf(candidate) === name)!;
      const [role, scope] = expected;
      for (const kind of ['trader', 'operator'] as const) {
        const allowed = role === 'any' || role === kind;
        const right = await outcome(
          route,
          await keyWith(kind, scope === 'any key' || !allowed ? otherThan(scope) : scope),
        );
        const wrong = await outcome(route, await keyWith(kind, otherThan(scope)));
        expect(right, `${kind} key`).toBe(allowed ? 'in' : 403);
        expect(wrong, `${kind} key without the scope`).toBe(allowed && scope === 'any key' ? 'in' : 403);
      }
    },
  );

  it('has the same answer to HEAD as to GET', async () => {
    for (const route of test.app.knownRoutes.filter(({ method }) => method === 'HEAD')) {
      const expected = MATRIX[`GET ${route.url}`];
      expect(await outcome(route, {}), nameOf(route)).toBe(expected === 'everybody' ? 'in' : 401);
    }
  });
});
