import { expect, it } from 'vitest';
import { startBourse } from '../support/bourse-process.ts';
import { leftovers } from '../support/leftovers.ts';
import { createTemporaryDirectory } from '../support/temporary-directory.ts';
import { until } from '../support/until.ts';

const later = leftovers();

interface AssetJson {
  readonly symbol: string;
  readonly price: { readonly value: string; readonly stale: boolean } | null;
}

it('the demo prints how to log in, and what it prints is a platform with moving prices to trade on', async () => {
  const directory = await createTemporaryDirectory();
  later(() => directory.remove());
  const demo = startBourse(['start', '--demo'], {
    BOURSE_DATA_DIR: directory.path,
    BOURSE_PORT: '0',
    LOG_LEVEL: 'info',
  });
  later(() => demo.kill());
  const url = `${await demo.up()}/api/v1`;
  const greeting = await until('the greeting', () => /Operator {2}.*$/m.test(demo.output()) && demo.output());
  expect(greeting).toContain(`Bourse is running at ${url.replace('/api/v1', '')}`);

  const call = async <Answer>(path: string, token: string | null, body?: object): Promise<Answer> => {
    const response = await fetch(url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json', prefer: 'wait=10' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Answer;
    expect(response.ok, `${path}: ${JSON.stringify(answer)}`).toBe(true);
    return answer;
  };
  const logIn = async (who: 'Trader' | 'Operator'): Promise<string> => {
    const [, username, password] = new RegExp(`${who} +(\\S+) / (\\S+)`).exec(greeting)!;
    return (await call<{ access_token: string }>('/auth/login', null, { username, password })).access_token;
  };

  const [trader, operator] = [await logIn('Trader'), await logIn('Operator')];
  expect(await call('/account', trader)).toMatchObject({ cash: '100000.00' });
  const assets = async () => (await call<{ items: AssetJson[] }>('/assets?limit=100', trader)).items;
  const first = await until('a fresh price of each', async () => {
    const items = await assets();
    return items.length === 100 && items.every(({ price }) => price?.stale === false) && items;
  });
  expect(await call('/market/status', operator)).toMatchObject({ instruments: 100, fresh: 100, missing: 0 });
  await until('prices to move', async () =>
    (await assets()).some(({ price }, index) => price?.value !== first[index]?.price?.value),
  );
  const order = { symbol: 'AAPL', side: 'buy', type: 'market', quantity: '1.5', time_in_force: 'day' };
  expect(await call('/orders', trader, order)).toMatchObject({ status: 'filled', filled_quantity: '1.5' });

  demo.signal('SIGINT');
  expect(await demo.ended, demo.output()).toEqual({ code: 0, signal: null });
});
