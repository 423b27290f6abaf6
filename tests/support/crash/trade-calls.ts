import type { RequestJson, TradeForm } from '../operator-client.ts';
import type { Answer } from '../trader-client.ts';

/** The trade store as one operator calls it, wherever it is at the moment. Every call throws when no answer came. */
export interface TradeCalls {
  send(trade: {
    readonly form: TradeForm;
    readonly asHistory: boolean;
    readonly idempotencyKey: string | null;
  }): Promise<Answer<{ readonly request_id: string }>>;
  request(id: string): Promise<Answer<RequestJson>>;
  /** At most 200 at once. */
  requests(ids: readonly string[]): Promise<Answer<{ readonly items: readonly RequestJson[] }>>;
  /** Where a bulk upload goes. */
  bulk(asHistory: boolean): Promise<{ readonly url: string; readonly headers: Readonly<Record<string, string>> }>;
}

const PATIENCE_MS = 40_000;

/** Makes the calls of the operator with this API key; each asks anew where Bourse is. */
export function createTradeCalls(apiKey: string, reach: () => Promise<string>): TradeCalls {
  const headers = { 'x-api-key': apiKey };

  async function call<Body>(path: string, init: RequestInit): Promise<Answer<Body>> {
    const response = await fetch(`${await reach()}/api/v1${path}`, {
      ...init,
      headers: { ...headers, ...(init.headers as Record<string, string> | undefined) },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const document = (await response.json()) as Body & { readonly type?: string };
    if (response.status < 400) return { status: response.status, problem: null, body: document };
    return { status: response.status, problem: document.type?.split(':').at(-1) ?? 'unknown', body: undefined };
  }

  return {
    send: ({ form, asHistory, idempotencyKey }) =>
      call(`/trades${asHistory ? '?history=true' : ''}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(idempotencyKey === null ? {} : { 'idempotency-key': idempotencyKey }),
        },
        body: JSON.stringify(form),
      }),
    request: (id) => call(`/requests/${id}`, {}),
    requests: (ids) => call(`/requests?ids=${ids.join(',')}`, {}),
    bulk: async (asHistory) => ({
      url: `${await reach()}/api/v1/trades/bulk${asHistory ? '?history=true' : ''}`,
      headers,
    }),
  };
}
