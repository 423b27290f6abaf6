import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as openRequest } from 'node:http';

/** What became of one line of an upload. */
export interface BulkLine {
  readonly line: number;
  readonly request_id?: string;
  /** The rule that refused it, "maturity-passed". */
  readonly reason?: string;
  readonly errors?: readonly unknown[];
}

/** Where an upload goes, and what it sends. */
export interface BulkUpload {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
  /** Lines that may be under way without an answer: few make it a long upload, all of them one that is sent at once. */
  readonly window: number;
}

const NDJSON = 'application/x-ndjson';
const PATIENCE_MS = 40_000;

/**
 * Sends lines and reads their answers meanwhile. Answers what was answered until it ended, however it did: whole, broken off, or stopped by
 * Bourse; a line that has no answer may have been taken all the same. Throws for a refusal that a careful client never gets.
 */
export function uploadLines({ url, headers, lines, window }: BulkUpload): Promise<readonly BulkLine[]> {
  return new Promise((resolve, reject) => {
    const answered: BulkLine[] = [];
    let sentLines = 0;
    let rest = '';
    const sent: ClientRequest = openRequest(url, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-type': NDJSON, accept: NDJSON },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });

    function fail(reason: string): void {
      reject(new Error(reason));
      sent.destroy();
    }

    function sendMore(): void {
      const upTo = Math.min(lines.length, answered.length + window);
      if (sentLines === lines.length || upTo <= sentLines) return;
      sent.write(lines.slice(sentLines, upTo).join('\n') + '\n');
      sentLines = upTo;
      if (sentLines === lines.length) sent.end();
    }

    function read(piece: string): void {
      const texts = (rest + piece).split('\n');
      rest = texts.pop() ?? '';
      for (const text of texts) {
        const answer = JSON.parse(text) as Partial<BulkLine>;
        if (answer.line === undefined) continue;
        if (answer.line !== answered.length + 1) fail(`line ${answer.line} was answered out of its order`);
        answered.push({ ...answer, line: answer.line });
      }
      sendMore();
    }

    sent.on('response', (response: IncomingMessage) => {
      const { statusCode = 0 } = response;
      if (statusCode !== 202 && statusCode !== 503) fail(`an upload was answered with ${statusCode}`);
      response.setEncoding('utf8');
      if (statusCode === 202) response.on('data', read);
      else response.resume();
      // When Bourse stops, or breaks off, there is no use in sending the rest.
      response.on('error', () => undefined).on('close', () => sent.destroy());
    });
    sent
      .on('error', () => undefined)
      .on('close', () => {
        resolve(answered);
      });
    sendMore();
  });
}
