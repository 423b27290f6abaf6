import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Configuration, JWK } from 'oidc-provider';
import { Provider } from 'oidc-provider';

/** What tokens of the issuer say about one client, beyond its name. */
export type ExtraClaims = Readonly<Record<string, unknown>>;

/** A real OpenID Connect issuer in this process, whose subjects are its clients. */
export interface TestIssuer {
  readonly url: string;
  /** Paths that were asked for, since the start. */
  readonly asked: readonly string[];
  /** A token for a subject from the token endpoint, as JWT (RFC 9068). */
  token(subject: string, audience?: string): Promise<string>;
  /** From now on signs with a new key, and publishes no other. */
  rotate(): void;
  /** From now on publishes its key in a form that is no key. */
  spoilKeys(): void;
  /** Whether connections are cut without an answer. */
  setDown(down: boolean): void;
  stop(): Promise<void>;
}

const LIFETIME_SECONDS = 600;

/** Starts an issuer that knows these subjects. */
export async function startTestIssuer(subjects: Readonly<Record<string, ExtraClaims>>): Promise<TestIssuer> {
  const asked: string[] = [];
  let down = false;
  let handle: (request: IncomingMessage, response: ServerResponse) => unknown = () => undefined;
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (down) request.socket.destroy();
    else handle(request, response);
  });
  const url = await listen(server);
  const rotate = (): void => {
    handle = new Provider(url, configurationOf(subjects)).callback();
  };
  rotate();
  return {
    url,
    asked,
    rotate,
    spoilKeys() {
      const before = handle;
      handle = (request, response) => {
        if (request.url !== '/jwks') return before(request, response);
        response.setHeader('content-type', 'application/json');
        const keys = [
          { kty: 'EC', crv: 'P-256', kid: `key-${made.toString()}`, alg: 'ES256', use: 'sig', x: 'AA', y: 'AA' },
        ];
        return response.end(JSON.stringify({ keys }));
      };
    },
    setDown: (now) => {
      down = now;
    },
    async token(subject, audience = 'urn:bourse') {
      const body = new URLSearchParams({ grant_type: 'client_credentials', resource: audience, scope: 'trade' });
      const authorization = `Basic ${Buffer.from(`${subject}:${SECRET}`).toString('base64')}`;
      const response = await fetch(`${url}/token`, { method: 'POST', body, headers: { authorization } });
      if (!response.ok) throw new Error(await response.text());
      const answer: unknown = await response.json();
      if (typeof answer !== 'object' || answer === null || !('access_token' in answer)) throw new Error('no token');
      return String(answer.access_token);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const SECRET = 'a secret of the tests that is long enough';

function configurationOf(subjects: Readonly<Record<string, ExtraClaims>>): Configuration {
  return {
    jwks: { keys: [newKey()] },
    clients: Object.keys(subjects).map((subject) => ({
      client_id: subject,
      client_secret: SECRET,
      id_token_signed_response_alg: 'ES256',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    scopes: ['trade'],
    extraTokenClaims: (_context, token) => ({ ...subjects[token.clientId ?? ''] }),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, audience) => ({
          scope: 'trade',
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: LIFETIME_SECONDS,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  };
}

let made = 0;

function newKey(): JWK {
  made += 1;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), kid: `key-${made.toString()}`, alg: 'ES256', use: 'sig' };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
}
