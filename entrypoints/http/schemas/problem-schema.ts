import type { Static } from 'typebox';
import { Type } from 'typebox';

/** One fault of the input. */
export const ProblemErrorSchema = Type.Object(
  {
    pointer: Type.String({
      description:
        'JSON Pointer (RFC 6901) to the value in the body. Other parts of the request begin with /query, /path or /header.',
    }),
    message: Type.String({ description: 'What is wrong with it.' }),
  },
  { additionalProperties: false },
);

/** A problem document (RFC 9457). */
export const ProblemSchema = Type.Object(
  {
    type: Type.String({ format: 'uri', description: 'The kind of problem: urn:bourse:problem:<code>. Stable.' }),
    title: Type.String({ description: 'The kind in words.' }),
    status: Type.Integer(),
    detail: Type.Optional(Type.String({ description: 'What happened and what to do.' })),
    instance: Type.String({ description: 'The path of the request.' }),
    correlation_id: Type.String({ description: 'Names the request in the logs.' }),
    errors: Type.Optional(Type.Array(ProblemErrorSchema)),
  },
  { additionalProperties: true, description: 'A problem document (RFC 9457).' },
);

/** One fault of the input. */
export type ProblemError = Static<typeof ProblemErrorSchema>;

/** A problem document (RFC 9457). */
export type Problem = Static<typeof ProblemSchema> & Readonly<Record<string, unknown>>;
