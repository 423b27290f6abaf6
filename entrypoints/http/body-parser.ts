import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { JsonRefusal } from './json-body.ts';
import { MAX_JSON_DEPTH, readJson } from './json-body.ts';
import { BadBody } from './problem.ts';
import { readWholeBody } from './whole-body.ts';

/** Largest body that a route takes, in bytes; uploads in bulk have limits of their own. */
const MAX_BODY_BYTES = 1_048_576;

const DETAILS: Readonly<Record<JsonRefusal, string>> = {
  'not-utf-8': 'The body is not valid UTF-8.',
  'malformed-json': 'The body is not a JSON document.',
  'too-deeply-nested': `The body is nested more than ${MAX_JSON_DEPTH.toString()} levels deep.`,
  'forbidden-field-name': 'A field is called "__proto__" or "constructor", which is not accepted.',
  'forbidden-character': 'A text holds NUL or half of a surrogate pair, which cannot be stored.',
};

const TOO_LARGE = 'The body is larger than this route takes.';
const COMPRESSED = 'Send the body as it is: only uploads in bulk may be compressed.';

/** Takes JSON that is not compressed and nothing else; an empty body is no body. */
export function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', (request, payload, done) => {
    if (isEncoded(request.headers)) {
      done(new BadBody('unsupported-content-encoding', COMPRESSED, 415));
      return;
    }
    readWholeBody(payload, MAX_BODY_BYTES, (body) => {
      if (body.bytes === null) {
        done(body.fault === 'too-large' ? new BadBody('body-too-large', TOO_LARGE, 413) : body.fault);
      } else if (body.bytes.length === 0) {
        done(null, undefined);
      } else {
        const read = readJson(body.bytes);
        if (read.ok) done(null, read.value);
        else done(new BadBody(read.refusal, DETAILS[read.refusal]));
      }
    });
  });
}

/** RFC 9110, section 8.4: a coding that is named has been applied; "identity" is none. */
function isEncoded({ 'content-encoding': encoding = 'identity' }: IncomingHttpHeaders): boolean {
  return encoding.toLowerCase() !== 'identity';
}
