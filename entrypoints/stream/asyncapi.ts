import type { StreamLimits } from '@bourse/application/stream/stream-limits.ts';
import type { MessageSchema } from './schemas/stream-schema.ts';
import { CLIENT_MESSAGES, CLOSE_CODES, SERVER_MESSAGES } from './schemas/stream-schema.ts';
import { STREAM_PATH } from './stream-routes.ts';

/** The description of the stream (AsyncAPI 3.0), made of the schemas that its messages are checked and written with. */
export function asyncApiDocument(limits: StreamLimits): object {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Bourse, the live stream',
      version: '0.1.0',
      description: DESCRIPTION + limitsText(limits) + closeText(),
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      local: { host: '127.0.0.1:8000', protocol: 'ws', security: SECURITY.map(referTo('securitySchemes')) },
    },
    channels: {
      stream: {
        address: STREAM_PATH,
        description: 'One WebSocket for everything. Each message is a JSON object in a text frame.',
        messages: Object.fromEntries(
          [...CLIENT_MESSAGES, ...SERVER_MESSAGES].map(({ name }) => [name, referTo('messages')(name)]),
        ),
      },
    },
    operations: {
      receiveFromClient: operation('receive', 'What a client may send', CLIENT_MESSAGES),
      sendToClient: operation('send', 'What the server sends', SERVER_MESSAGES),
    },
    components: {
      messages: Object.fromEntries([...CLIENT_MESSAGES, ...SERVER_MESSAGES].map(describeMessage)),
      schemas: Object.fromEntries([...CLIENT_MESSAGES, ...SERVER_MESSAGES].map(({ name, schema }) => [name, schema])),
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'access_token of a log-in.' },
        apiKey: { type: 'httpApiKey', in: 'header', name: 'X-API-Key' },
      },
    },
  };
}

const SECURITY = ['accessToken', 'apiKey'];

function referTo(section: string): (name: string) => object {
  return (name) => ({ $ref: `#/components/${section}/${name}` });
}

function operation(action: 'send' | 'receive', summary: string, messages: readonly MessageSchema[]): object {
  return {
    action,
    summary,
    channel: { $ref: '#/channels/stream' },
    messages: messages.map(({ name }) => ({ $ref: `#/channels/stream/messages/${name}` })),
  };
}

function describeMessage({ name, summary }: MessageSchema): readonly [string, object] {
  return [name, { name, summary, contentType: 'application/json', payload: referTo('schemas')(name) }];
}

const DESCRIPTION =
  'Prices as they change, and what happens to your orders, executions and requests. ' +
  'Who can send headers shows an access token ("Authorization: Bearer …") or an API key ("X-API-Key: …") with the upgrade; ' +
  'a browser sends an "authenticate" message first. A token is never part of the address.\n\n' +
  'News of orders, executions and requests carry a sequence. Whoever subscribes again with the last one, to whichever process, is told what ' +
  'came after it, or with a "gap" that it is not kept any more. Of prices the newest are told; a client that reads slowly gets fewer of them.\n\n';

function limitsText(limits: StreamLimits): string {
  return (
    `Limits: ${limits.maxConnectionsPerUser} connections of one user; messages of at most ${limits.maxMessageBytes} bytes, ` +
    `${limits.messagesPerSecond} a second and ${limits.messageBurst} at once; ${limits.maxSymbols} symbols named on one connection; ` +
    `${limits.authenticateWithinMs / 1_000} s to authenticate; an answer to each ping within ${limits.heartbeatMs / 1_000} s; ` +
    `${limits.maxWaitingBytes} bytes that wait to be read; ${limits.maxResumeRecords} records that are looked through for what was missed.\n\n`
  );
}

function closeText(): string {
  const codes = Object.entries(CLOSE_CODES).map(([reason, code]) => `${code.toString()} ${reason}`);
  return `The server closes with: ${codes.join(', ')}; 1009 for a message that is too large.`;
}
