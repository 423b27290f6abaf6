import { finished } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { preValidationHookHandler } from 'fastify';
import { Type } from 'typebox';
import type { Clock } from '@bourse/application/ports/clock.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { TradeDesk } from '@bourse/application/trades/trade-desk.ts';
import { principalOf } from './authentication.ts';
import { BULK_STATUS } from './bulk-stop.ts';
import type { LongUploads } from './long-uploads.ts';
import { holdHeapDown } from './frugal-heap.ts';
import { InvalidRequest, sendProblem } from './problem.ts';
import { BulkAnswerSchema, HistoryQuery, TradeFormSchema } from './schemas/trades-schema.ts';
import { takeBulk } from './trades-bulk-intake.ts';
import { createBulkParser } from './trades-bulk-parser.ts';
import { NDJSON, replyInOne, replyLive } from './trades-bulk-reply.ts';
import { openUpload } from './upload-source.ts';
import { traceOfRequest } from './correlation.ts';
import { traceFields } from '@bourse/application/tracing/trace.ts';

/** What the route of bulk uploads needs. */
export interface BulkDependencies {
  readonly desk: Pick<TradeDesk, 'submitAll'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly longUploads: LongUploads;
}

/** What one upload may hold, and how many there may be at once in a process. */
export const BULK_LIMITS = {
  maxLines: 5_000_000,
  maxLineBytes: 16_384,
  /** Rejected lines that an answer in one document lists, and the characters of what it says of them. */
  maxRejected: 100_000,
  maxRejectedCharacters: 64_000_000,
  maxUploads: 4,
} as const;

const RETRY_AFTER_SECONDS = 1;
const TOO_MANY_UPLOADS = `There are ${BULK_LIMITS.maxUploads} uploads under way. Come back when one has ended.`;
const NO_KEY =
  'is not taken with many trades: leave it out. They can be sent again without it, a trade that is sent twice replaces itself';
const PROBLEMS = { ...BULK_STATUS, 'too-many-uploads': 503, 'unsupported-content-encoding': 415 } as const;
const DESCRIPTION = `The body is a JSON array of trades or, as ${NDJSON}, a trade a line; it may be compressed (Content-Encoding: gzip). A byte order mark at the beginning is passed over. At most ${BULK_LIMITS.maxLines} trades of ${BULK_LIMITS.maxLineBytes} bytes. A bad line does not keep the others out. A trade that is sent twice replaces itself, so an upload can be repeated; it takes no Idempotency-Key. With "Accept: ${NDJSON}" each line is answered as soon as it is durable, and the totals are the last line: read them while you send. Otherwise one document comes when all has been read. When Bourse has to stop in the middle the answer ends with a problem, whose first_line_not_taken says from where on to send again.`;

/** Handing in trades by the million in one request. */
export function tradesBulkRoutes(dependencies: BulkDependencies): FastifyPluginAsyncTypebox {
  const { desk, clock, logger, longUploads } = dependencies;
  return async (http) => {
    const stopping = new AbortController();
    let uploads = 0;
    http.addHook('preClose', (done) => {
      stopping.abort();
      done();
    });
    // The handler reads the body as it arrives; the schema gets an empty list to look at.
    http.removeAllContentTypeParsers();
    http.addContentTypeParser(['application/json', NDJSON], (_request, _body, done) => {
      done(null, []);
    });

    http.post('/api/v1/trades/bulk', {
      config: { access: { roles: ['operator'], scopes: ['trades:write'] }, problems: PROBLEMS },
      schema: {
        tags: ['trades'],
        summary: 'Hand in many trades',
        description: DESCRIPTION,
        consumes: ['application/json', NDJSON],
        querystring: HistoryQuery,
        body: Type.Array(TradeFormSchema),
        response: { 202: BulkAnswerSchema },
      },
      preValidation: refuseIdempotencyKey,
      handler: async (request, reply) => {
        const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
        if (encoding !== 'gzip' && encoding !== 'identity') {
          const detail = 'Send the body as it is, or compressed with gzip.';
          return sendProblem(reply, PROBLEMS['unsupported-content-encoding'], 'unsupported-content-encoding', {
            detail,
          });
        }
        if (uploads === BULK_LIMITS.maxUploads) {
          const details = { detail: TOO_MANY_UPLOADS, retryAfterSeconds: RETRY_AFTER_SECONDS };
          return sendProblem(reply, PROBLEMS['too-many-uploads'], 'too-many-uploads', details);
        }
        uploads += 1;
        const forget = longUploads.enter(request.raw.socket);
        const letHeapGrow = holdHeapDown();
        const source = openUpload(request.raw, { isGzip: encoding === 'gzip', clock, stopping: stopping.signal });
        finished(reply.raw, () => {
          uploads -= 1;
          letHeapGrow();
          forget();
          source.discard();
        });
        const { userId: submittedBy } = principalOf(request);
        const asHistory = request.query.history === 'true';
        const outcomes = takeBulk({
          source,
          parser: createBulkParser(isNdjson(request.headers['content-type']) ? 'lines' : 'array', BULK_LIMITS),
          submitAll: (trades) =>
            desk.submitAll(
              trades.map((trade) => ({ trade, asHistory, submittedBy, idempotencyKey: null })),
              traceOfRequest(request),
            ),
          onFault: (err) => {
            logger.error({ ...traceFields(traceOfRequest(request)), err }, 'a bulk upload was stopped by a fault');
          },
        });
        if (isNdjson(request.headers.accept)) return replyLive(reply, outcomes, { clock, logger });
        return replyInOne(reply, outcomes, BULK_LIMITS, { clock, logger });
      },
    });
  };
}

/**
 * One key cannot name the trades of a body: what is sent again after a stop begins at another line. And it is not passed over in silence, for who
 * sends one relies on it.
 */
const refuseIdempotencyKey: preValidationHookHandler = ({ headers }, _reply, done) => {
  const isSent = headers['idempotency-key'] !== undefined;
  done(isSent ? new InvalidRequest([{ pointer: '/header/idempotency-key', message: NO_KEY }]) : undefined);
};

function isNdjson(header: string | undefined): boolean {
  return header?.toLowerCase().includes(NDJSON) ?? false;
}
