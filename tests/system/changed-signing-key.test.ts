import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import type { BourseProcess } from '../support/bourse-process.ts';
import { startBourse } from '../support/bourse-process.ts';
import { leftovers } from '../support/leftovers.ts';
import { copyPreparedDatabase } from '../support/prepared-database.ts';
import { createTemporaryDirectory } from '../support/temporary-directory.ts';
import { OPERATOR_KEY } from '../support/test-platform.ts';
import { until } from '../support/until.ts';

const later = leftovers();
const TRADE = { trade_id: 'KEY-1', version: 1, counterparty_id: 'CP-1', book_id: 'B-1', maturity_date: '2099-12-31' };
const EVE = { username: 'eve', password: 'correct horse battery' };

it('a new signing key leaves requests readable and callers logged in while the old one is named as retired', async () => {
  const directory = await createTemporaryDirectory();
  later(() => directory.remove());
  await copyPreparedDatabase(`${directory.path}/data`);
  const [first, second] = [newKey(), newKey()];
  let bourse: BourseProcess | undefined;
  later(() => bourse?.kill());
  const restart = async (keys: Readonly<Record<string, string>>): Promise<string> => {
    bourse?.signal('SIGTERM');
    await bourse?.ended;
    const common = { BOURSE_DATA_DIR: `${directory.path}/data`, BOURSE_PORT: '0', BOURSE_OPERATOR_KEY: OPERATOR_KEY };
    bourse = startBourse(['start'], { ...common, ...keys });
    return bourse.up();
  };

  let url = await restart({ BOURSE_SIGNING_KEY: first });
  const send = async (path: string, body?: object, token?: string): Promise<{ status: number; body: Answer }> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(token === undefined ? { 'x-api-key': OPERATOR_KEY } : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Answer };
  };
  const { request_id: requestId = '' } = (await send('/trades', TRADE)).body;
  await until('the request to succeed', async () => (await send(`/requests/${requestId}`)).body.status === 'SUCCESS');
  expect((await send('/auth/register', { ...EVE, email: 'eve@example.com' })).status).toBe(201);
  const { access_token: token = '' } = (await send('/auth/login', EVE)).body;

  url = await restart({ BOURSE_SIGNING_KEY: second, BOURSE_RETIRED_SIGNING_KEY: first });
  expect(await send(`/requests/${requestId}`)).toMatchObject({
    status: 200,
    body: { request_id: requestId, status: 'SUCCESS', trade_id: 'KEY-1' },
  });
  expect((await send('/account', undefined, token)).status).toBe(200);
  const { request_id: nextId = '' } = (await send('/trades', { ...TRADE, version: 2 })).body;
  await until('the next request to succeed', async () => (await send(`/requests/${nextId}`)).body.status === 'SUCCESS');

  url = await restart({ BOURSE_SIGNING_KEY: second });
  expect((await send(`/requests/${nextId}`)).status).toBe(200);
  expect((await send(`/requests/${requestId}`)).status).toBe(404);
  expect((await send('/account', undefined, token)).status).toBe(401);
});

interface Answer {
  readonly request_id?: string;
  readonly status?: string | number;
  readonly access_token?: string;
}

function newKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
