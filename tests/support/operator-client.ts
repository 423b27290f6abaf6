import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { Clock } from '@bourse/application/ports/clock.ts';
import { scopesOf } from '@bourse/core/identity/scope.ts';
import { createJwtAccessTokens } from '@bourse/runtime/access-tokens.ts';
import { readSigningKey } from '@bourse/runtime/signing-key.ts';
import { until } from './until.ts';

/** A trade as the API takes it. */
export interface TradeForm {
  readonly trade_id: string;
  readonly version: number;
  readonly counterparty_id: string;
  readonly book_id: string;
  readonly maturity_date: string;
  readonly created_date?: string;
}

/** A trade as the API answers it. */
export interface TradeJson extends Required<TradeForm> {
  readonly expired: boolean;
}

/** What became of a request. */
export interface RequestJson {
  readonly request_id: string;
  readonly status: 'PENDING' | 'SUCCESS' | 'FAILED';
  readonly trade_id: string;
  readonly version: number;
  readonly failure_reason: string | null;
}

/** What came back: a document, also where it is a problem. */
export interface OperatorAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The API as one operator uses it. */
export interface OperatorClient {
  readonly headers: Readonly<Record<string, string>>;
  get(path: string): Promise<OperatorAnswer>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<OperatorAnswer>;
  /** Hands a trade in and waits until it is decided; a refusal at once looks like one behind the log. */
  handIn(trade: TradeForm, query?: string): Promise<Pick<RequestJson, 'status' | 'failure_reason'>>;
  /** What became of a request, once that is decided. */
  decided(requestId: string): Promise<RequestJson>;
  /** All trades of a list, page by page. */
  allTrades(query: string): Promise<readonly TradeJson[]>;
}

/** An operator by whom requests may be asked for again. */
export interface NamedOperator extends OperatorClient {
  readonly userId: string;
}

/** Makes operators without registering them, which is not possible for more than one. */
export interface OperatorTokens {
  /** BOURSE_SIGNING_KEY of the processes that shall believe the tokens. */
  readonly signingKey: string;
  /** An operator who talks to the API at this address: a new one, or one whose token has become too old. */
  operator(url: string, userId?: string): Promise<NamedOperator>;
}

/** Draws a signing key; the tokens are of the time of `clock`. */
export async function createOperatorTokens(clock: Clock): Promise<OperatorTokens> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const accessTokens = createJwtAccessTokens(await readSigningKey(signingKey), clock);
  return {
    signingKey,
    async operator(url, userId = randomUUID()) {
      const principal = { kind: 'user', userId, accountId: null, role: 'operator' } as const;
      const { token } = await accessTokens.issue({ ...principal, scopes: scopesOf('operator') });
      return { ...createOperatorClient(url, { authorization: `Bearer ${token}` }), userId };
    },
  };
}

/** Makes the client of whoever these headers identify. */
export function createOperatorClient(url: string, headers: Readonly<Record<string, string>>): OperatorClient {
  const call = async (path: string, init: RequestInit): Promise<OperatorAnswer> => {
    const response = await fetch(`${url}/api/v1${path}`, init);
    return { status: response.status, body: (await response.json()) as OperatorAnswer['body'] };
  };
  const get = (path: string): Promise<OperatorAnswer> => call(path, { headers });
  const post: OperatorClient['post'] = (path, body, more = {}) =>
    call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers, ...more },
      body: JSON.stringify(body),
    });
  const decided = (requestId: string): Promise<RequestJson> =>
    until(`a decision on ${requestId}`, async () => {
      const { status, body } = await get(`/requests/${requestId}`);
      if (status !== 200) throw new Error(`the request ${requestId} was answered with ${status}`);
      const request = body as unknown as RequestJson;
      return request.status === 'PENDING' ? null : request;
    });
  return {
    headers,
    get,
    post,
    decided,
    async handIn(trade, query = '') {
      const { status, body } = await post(`/trades${query}`, trade);
      if (status === 202) return decided(body['request_id'] as string);
      return { status: 'FAILED', failure_reason: (body['type'] as string).replace('urn:bourse:problem:', '') };
    },
    async allTrades(query) {
      const trades: TradeJson[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const { status, body } = await get(`/trades${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
        if (status !== 200) throw new Error(`a list of trades was answered with ${JSON.stringify(body)}`);
        trades.push(...(body['items'] as TradeJson[]));
        cursor = body['next_cursor'] as string | null;
      }
      return trades;
    },
  };
}
