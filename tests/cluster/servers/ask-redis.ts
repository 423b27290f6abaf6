import { connect } from 'node:net';

/** Sends one command to a Redis, beside all clients of ours, and answers what it says, as it stands on the wire. */
export function askRedis(url: string, ...command: readonly string[]): Promise<string> {
  const line = (words: readonly string[]): string =>
    `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(line(command) + line(['QUIT'])));
    let said = '';
    socket.setEncoding('utf8').on('data', (text: string) => (said += text));
    socket.once('close', () => resolve(said));
    socket.once('error', reject);
  });
}
