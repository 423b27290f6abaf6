import { errors, Pool } from 'undici';
import { errorOfStatus, VendorCallError } from './vendor-call.ts';

/** One GET: where to, and the key. */
export interface VendorRequest {
  readonly path: string;
  readonly apiKey: string;
}

/** The way to the vendor and back. */
export interface VendorTransport {
  /** Sends one request and answers its body. Throws VendorCallError for everything but a 200, and when it cannot be had. */
  get(request: VendorRequest, signal: AbortSignal): Promise<string>;
  /** Gives up what is under way. */
  close(): Promise<void>;
}

/** HTTP over at most so many connections to one origin, "https://vendor.example". An answer that is too large is malformed. */
export function createHttpTransport(
  origin: string,
  limits: { readonly connections: number; readonly maxAnswerBytes: number },
): VendorTransport {
  const pool = new Pool(origin, { connections: limits.connections, maxResponseSize: limits.maxAnswerBytes });
  return {
    get: (request, signal) => get(pool, request, signal),
    close: () => pool.destroy(),
  };
}

async function get(pool: Pool, { path, apiKey }: VendorRequest, signal: AbortSignal): Promise<string> {
  try {
    const headers = { 'x-api-key': apiKey, accept: 'application/json' };
    const answer = await pool.request({ path, method: 'GET', headers, signal });
    if (answer.statusCode === 200) return await answer.body.text();
    await answer.body.dump();
    throw errorOfStatus(answer.statusCode, answer.headers['retry-after']);
  } catch (error) {
    if (error instanceof VendorCallError) throw error;
    if (error instanceof errors.ResponseExceededMaxSizeError) {
      throw new VendorCallError('malformed', 'the vendor answered more than is taken', { cause: error });
    }
    throw new VendorCallError('unreachable', 'the vendor could not be reached', { cause: error });
  }
}
