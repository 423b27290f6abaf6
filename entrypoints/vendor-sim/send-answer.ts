import type { ServerResponse } from 'node:http';
import type { VendorAnswer } from './vendor-answer.ts';

/** Sends an answer over HTTP when its time has come, unless the caller has gone meanwhile. */
export function sendAnswer(response: ServerResponse, answer: VendorAnswer): void {
  const timer = setTimeout(() => send(response, answer), answer.delayMs);
  response.once('close', () => clearTimeout(timer));
}

function send(response: ServerResponse, answer: VendorAnswer): void {
  switch (answer.kind) {
    case 'answer':
      response.writeHead(answer.status, answer.headers).end(answer.body);
      return;
    case 'cut': {
      const { body } = answer;
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      response.write(body.slice(0, body.length / 2), () => response.destroy());
      return;
    }
    case 'hang':
      return;
  }
}
