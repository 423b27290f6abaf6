import { request } from 'node:http';
import fastify from 'fastify';
import { expect, it } from 'vitest';
import { answersTogether } from './answers-together.ts';

it('sends every answer, those of a stream among them, and fails none', async () => {
  const app = fastify();
  app.addHook('onSend', answersTogether());
  app.get('/:n', async ({ params }) => params);
  app.get('/stream', (_request, reply) => reply.type('text/plain').send(new Blob(['in', ' pieces']).stream()));
  const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
  try {
    const paths = Array.from({ length: 100 }, (_, n) => `/${n}`);
    const answers = await Promise.all([...paths, '/stream'].map((path) => get(port, path)));
    expect(answers).toEqual([...paths.map((path) => JSON.stringify({ n: path.slice(1) })), 'in pieces']);
  } finally {
    await app.close();
  }
});

function get(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.once('end', () => {
        resolve(text);
      });
    })
      .once('error', reject)
      .end();
  });
}
