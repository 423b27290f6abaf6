import { Fault } from '@bourse/application/ports/fault.ts';

/** Longest that an issuer may take for one document, and most that it may say, in milliseconds and bytes. */
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 1_048_576;

/** A JSON object that an issuer serves. Follows no redirect. Throws Fault('unavailable') when there is none. */
export async function issuerDocument(url: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { redirect: 'error', signal, headers: { accept: 'application/json' } });
    if (!response.ok) throw new TypeError(`the answer was ${response.status.toString()}`);
    const document: unknown = JSON.parse(await shortTextOf(response));
    if (!isObject(document)) throw new TypeError('the answer is not an object');
    return document;
  } catch (error) {
    throw new Fault('unavailable', `the OpenID Connect issuer has no usable document at ${url}`, error);
  }
}

async function shortTextOf({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    if (!(part instanceof Uint8Array)) throw new TypeError('the answer is not made of bytes');
    bytes += part.byteLength;
    if (bytes > MAX_BYTES) throw new TypeError(`the answer is longer than ${MAX_BYTES.toString()} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
