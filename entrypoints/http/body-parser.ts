import type { FastifyInstance } from 'fastify';
import type { JsonRefusal } from './json-body.ts';
import { MAX_JSON_DEPTH, readJson } from './json-body.ts';
import { BadBody } from './problem.ts';

const DETAILS: Readonly<Record<JsonRefusal, string>> = {
  'not-utf-8': 'The body is not valid UTF-8.',
  'malformed-json': 'The body is not a JSON document.',
  'too-deeply-nested': `The body is nested more than ${MAX_JSON_DEPTH.toString()} levels deep.`,
  'forbidden-field-name': 'A field is called "__proto__" or "constructor", which is not accepted.',
  'forbidden-character': 'A text holds NUL or half of a surrogate pair, which cannot be stored.',
};

/** Takes JSON and nothing else; an empty body is no body. */
export function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    if (body.length === 0) {
      done(null, undefined);
      return;
    }
    const read = readJson(Buffer.isBuffer(body) ? body : Buffer.from(body));
    if (read.ok) done(null, read.value);
    else done(new BadBody(read.refusal, DETAILS[read.refusal]));
  });
}
