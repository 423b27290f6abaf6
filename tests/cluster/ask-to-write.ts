import type { TraderClient } from '../support/trader-client.ts';

/** A withdrawal of more than there is changes nothing, so it can be asked as often as one likes. */
export async function askToWrite(url: string, trader: TraderClient): Promise<Response> {
  return fetch(`${url}/api/v1/account/withdrawals`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await trader.token()}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify({ amount: '900000000.00' }),
  });
}
