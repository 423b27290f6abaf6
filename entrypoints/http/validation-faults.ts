import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import { FORMATS } from './formats.ts';
import { PATTERNS } from './schemas/pattern-schema.ts';
import type { ProblemError } from './schemas/problem-schema.ts';

/** Most faults that are listed; a request with more is not looked at further by anybody. */
export const MAX_LISTED = 200;

const PREFIXES: Readonly<Record<string, string>> = {
  querystring: '/query',
  params: '/path',
  headers: '/header',
  body: '',
};

/** Translates what the validator found into faults that a person understands: one for each place, in the order of the places. */
export function faultsOf(
  errors: readonly FastifySchemaValidationError[],
  part: string | undefined,
): readonly ProblemError[] {
  const prefix = PREFIXES[part ?? 'body'] ?? '';
  const messages = new Map<string, { readonly rank: number; readonly message: string }>();
  for (const error of errors) {
    const pointer = prefix + pointerOf(error);
    const rank = RANKS[error.keyword] ?? 1;
    const known = messages.get(pointer);
    if (known === undefined ? messages.size < MAX_LISTED : rank < known.rank) {
      messages.set(pointer, { rank, message: messageOf(error) });
    }
  }
  return [...messages].map(([pointer, { message }]) => ({ pointer, message }));
}

/** Of several faults in one place the one that says most is told: a format explains itself, a failed choice explains nothing. */
const RANKS: Readonly<Record<string, number>> = { format: 0, anyOf: 2, oneOf: 2 };

function pointerOf({ keyword, instancePath, params }: FastifySchemaValidationError): string {
  if (keyword === 'required') return `${instancePath}/${escaped(params['missingProperty'])}`;
  if (keyword === 'additionalProperties') return `${instancePath}/${escaped(params['additionalProperty'])}`;
  return instancePath;
}

function messageOf({ keyword, params, message }: FastifySchemaValidationError): string {
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
      return 'is not a known field';
    case 'type':
      return `must be ${typesOf(params['type'])}`;
    case 'format':
      return formatMessage(params['format']);
    case 'enum':
      return `must be one of ${listOf(params['allowedValues'])}`;
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue'])}`;
    case 'minLength':
    case 'maxLength':
      return `must have at ${keyword === 'minLength' ? 'least' : 'most'} ${String(params['limit'])} characters`;
    case 'minItems':
    case 'maxItems':
      return `must have at ${keyword === 'minItems' ? 'least' : 'most'} ${String(params['limit'])} items`;
    case 'pattern':
      return patternMessage(params['pattern']);
    case 'uniqueItems':
      return 'must not have the same item twice';
    default:
      return message ?? 'is invalid';
  }
}

const ARTICLES: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  integer: 'a whole number',
  null: 'absent',
};

function typesOf(type: unknown): string {
  const types = Array.isArray(type) ? type : String(type).split(',');
  return types.map((one) => ARTICLES[String(one)] ?? `a ${String(one)}`).join(' or ');
}

function formatMessage(format: unknown): string {
  const known = Object.entries(FORMATS).find(([name]) => name === format);
  return known?.[1].message ?? `must be a ${String(format)}`;
}

function patternMessage(pattern: unknown): string {
  const known = Object.values(PATTERNS).find((one) => one.pattern === pattern);
  return known?.message ?? `must match the pattern ${String(pattern)}`;
}

function listOf(values: unknown): string {
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)).join(', ') : '';
}

/** Escapes a name as RFC 6901 asks. */
function escaped(name: unknown): string {
  return String(name).replaceAll('~', '~0').replaceAll('/', '~1');
}
