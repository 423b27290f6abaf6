import type { ConnectionOptions } from '@bourse/postgres/database.ts';
import { DEMO_USERS } from '@bourse/entrypoints/compose/demo.ts';
import { startLoadGenerator } from '../load/load-generator.ts';
import { postRequest } from '../load/request-text.ts';
import { ORDERS_WORK, untilDecided } from './backlog.ts';

const CONNECTIONS = 64;
const LARGEST_DEPOSIT = '{"amount":"1000000"}';

/**
 * Has the trader of the demo place so many orders, through the API, and waits until all of them are decided: rows of the blotter, and of the
 * ledger since each is filled at once. Throws when something is refused.
 */
export async function fillAccount(
  port: number,
  connection: ConnectionOptions,
  symbols: readonly string[],
  orders: number,
): Promise<void> {
  const host = `127.0.0.1:${port}`;
  const token = await tokenOf(host);
  const generator = startLoadGenerator();
  try {
    const common = { port, pace: { kind: 'closed', connections: CONNECTIONS } } as const;
    const deposit = {
      kind: 'repeat',
      requests: [postRequest('/api/v1/account/deposits', { host, token }, LARGEST_DEPOSIT)],
    } as const;
    const plan = {
      kind: 'orders',
      run: 'blotter',
      host,
      tokens: [token],
      symbols,
      waitSeconds: 0,
      maxQuantity: 3,
    } as const;
    const results = [
      await generator.run({ ...common, plan: deposit, end: { count: 1 }, expectedStatus: 201 }),
      await generator.run({
        ...common,
        plan: { ...plan, side: 'alternate' },
        end: { count: orders },
        expectedStatus: 202,
      }),
    ];
    const failures = results.flatMap((result) => result.failures);
    if (failures.length > 0) throw new Error(`the account could not be filled: ${failures.join('; ')}`);
    await untilDecided(connection, ORDERS_WORK);
  } finally {
    generator.stop();
  }
}

async function tokenOf(host: string): Promise<string> {
  const trader = DEMO_USERS.find(({ role }) => role === 'trader');
  const response = await fetch(`http://${host}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: trader?.username, password: trader?.password }),
  });
  const answer = (await response.json()) as { access_token?: string };
  if (answer.access_token === undefined) throw new Error(`the trader of the demo could not log in: ${response.status}`);
  return answer.access_token;
}
