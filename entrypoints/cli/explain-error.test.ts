import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { Fault } from '@bourse/application/ports/fault.ts';
import { ConfigurationError } from '../config/settings-codec.ts';
import { explainError } from './explain-error.ts';

async function failureToListen(host: string, port: number): Promise<unknown> {
  const [error] = (await once(createServer().listen(port, host), 'error').catch((thrown: unknown) => [thrown])) as [
    unknown,
  ];
  return error;
}

it('says what to do when a port is in use', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('it listens on no port');
  expect(explainError(await failureToListen('127.0.0.1', address.port))).toBe(
    `Somebody listens on 127.0.0.1:${address.port} already, perhaps another Bourse. ` +
      'Stop that one, or set BOURSE_PORT (--port for vendor-sim) to another port.',
  );
});

it('says what to do when an address is not one of this machine', async () => {
  expect(explainError(await failureToListen('192.0.2.1', 8000))).toBe(
    'This machine does not have the address of 192.0.2.1:8000: set BOURSE_HOST (--host for vendor-sim) to one that it has.',
  );
});

it.each(['connect ECONNREFUSED 127.0.0.1:1', 'getaddrinfo ENOTFOUND nowhere.invalid'])(
  'says where to look when the database cannot be reached: %s',
  (reason) => {
    expect(explainError(new Fault('unavailable', `database unavailable: ${reason}`))).toBe(
      `database unavailable: ${reason}. Is its server running, and does DATABASE_URL name it rightly?`,
    );
  },
);

it('shows our own sentences as they are, and the stack of anything else', () => {
  expect(explainError(new Fault('conflict', 'A sentence.'))).toBe('A sentence.');
  expect(explainError(new ConfigurationError(['X is wrong.']))).toBe('The configuration has a fault:\n  - X is wrong.');
  expect(explainError(new RangeError('a bug'))).toMatch(/^RangeError: a bug\n +at /);
  expect(explainError('text')).toBe('text');
});
