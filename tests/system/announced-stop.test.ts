import { Agent, request } from 'node:http';
import { expect, it } from 'vitest';
import { leftovers } from '../support/leftovers.ts';
import { startTestPlatform } from '../support/test-platform.ts';

const later = leftovers();

interface Answer {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly body: unknown;
}

it('a process that is about to stop says so, goes on serving, and sends its callers away to others', async () => {
  const bourse = await startTestPlatform();
  later(() => bourse.stop());
  const { platform, url } = bourse;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  later(() => agent.destroy());
  const get = (path: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      request(`${url}/api/v1${path}`, { agent }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.once('end', () => {
          const { statusCode: status, headers } = answer;
          resolve({ status, connection: headers.connection, body: JSON.parse(Buffer.concat(parts).toString()) });
        });
      })
        .once('error', reject)
        .end();
    });

  expect(await get('/health/ready')).toMatchObject({ status: 200, connection: 'keep-alive', body: { status: 'ok' } });
  platform.announceStop();
  expect(await get('/health/ready')).toMatchObject({ status: 503, connection: 'close', body: { status: 'stopping' } });
  // By new connections, as they come from those who have not heard of it yet.
  expect(await get('/health/live')).toMatchObject({ status: 200, connection: 'close' });
  expect(await get('/auth/profile')).toMatchObject({ status: 401, connection: 'close' });
});
