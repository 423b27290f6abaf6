import type { KnownRoute } from '@bourse/entrypoints/http/not-found.ts';
import { exampleOf, propertiesOf } from './schema-example.ts';

/** One request that nobody should send. */
export interface HostileRequest {
  /** What is wrong with it, for the message of a failure. */
  readonly name: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer;
}

/** Texts that have broken programs before. */
const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\u202e\u200b\ufeff',
  "'; DROP TABLE users; --",
  "' OR '1'='1",
  '1; SELECT pg_sleep(10)',
  '$1 :x ${x} {{x}} %s %n %00',
  '=cmd|"/c calc"!A1',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  'x'.repeat(100_000),
  '9'.repeat(400),
  '-1',
  '1e309',
  'NaN',
  '0x10',
  '00000000-0000-0000-0000-000000000000',
  '2026-02-30T25:61:61Z',
  '+275760-09-13T00:00:00.001Z',
  '9223372036854775808',
  '9223372036854.775807',
];

/** Documents that are never what a field wants. */
const HOSTILE_DOCUMENTS: readonly string[] = [
  'null',
  'true',
  '-1',
  '9007199254740993',
  '1e400',
  '0.1',
  '[]',
  '{}',
  '[[[]]]',
  '{"$gt":""}',
  '{"toString":1,"valueOf":2,"hasOwnProperty":3,"then":4}',
  `[${'1,'.repeat(10_000)}1]`,
  nested(31),
  nested(100_000),
];

/** Whole bodies that are none. */
const HOSTILE_BODIES: readonly (readonly [name: string, body: string | Buffer])[] = [
  ['nothing', ''],
  ['half a document', '{"a":'],
  ['two documents', '{}{}'],
  ['no document', 'hello'],
  ['broken UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
  ['NUL bytes', Buffer.alloc(1_000)],
  ['10 MB of text', `{"a":"${'x'.repeat(10_000_000)}"}`],
  ['10 MB of spaces', ' '.repeat(10_000_000)],
  ['a million brackets', '['.repeat(1_000_000)],
  ['a prototype', '{"__proto__":{"isAdmin":true}}'],
  ['a constructor', '{"constructor":{"prototype":{"isAdmin":true}}}'],
  ['the same field many times', `{${'"a":1,'.repeat(50_000)}"a":1}`],
  ...HOSTILE_DOCUMENTS.map((document) => [`the document ${document.slice(0, 40)}`, document] as const),
];

const HOSTILE_HEADERS: readonly Readonly<Record<string, string>>[] = [
  { 'idempotency-key': '' },
  { 'idempotency-key': 'x'.repeat(5_000) },
  { 'idempotency-key': 'caf\u00e9' },
  { prefer: 'wait=-1' },
  { prefer: `wait=${'9'.repeat(200)}` },
  { prefer: ',,;;==""' },
  { 'x-correlation-id': "'; DROP TABLE users; --" },
  { 'x-forwarded-for': '999.999.999.999, \u00ff' },
  { accept: 'application/xml' },
  { 'accept-language': 'x'.repeat(5_000) },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': '//' },
  { 'content-type': 'application/json\t' },
  { 'content-type': 'text/csv' },
  { expect: '100-continue' },
];

/** Everything that is tried on a route: in its path, its query, its headers and its body. */
export function hostileRequests(route: KnownRoute): readonly HostileRequest[] {
  const url = pathOf(route, () => undefined);
  return [
    ...inPath(route),
    ...inQuery(route, url),
    ...HOSTILE_HEADERS.map((headers) => ({
      name: `header ${JSON.stringify(headers).slice(0, 80)}`,
      url,
      headers,
      ...body(route),
    })),
    ...(takesBody(route) ? inBody(route, url) : []),
  ];
}

/** Whether requests of this method carry a body. */
function takesBody({ method }: KnownRoute): boolean {
  return ['POST', 'PUT', 'PATCH'].includes(method);
}

/** The path of a route with examples in place of its parameters, or what `replace` says. */
export function pathOf({ url, schema }: KnownRoute, replace: (name: string) => string | undefined): string {
  const parameters = propertiesOf(schema.params);
  return url.replaceAll(/:(\w+)/g, (_whole, name: string) =>
    encodeURIComponent(replace(name) ?? String(exampleOf(parameters[name]))),
  );
}

function inPath(route: KnownRoute): readonly HostileRequest[] {
  const names = [...route.url.matchAll(/:(\w+)/g)].map(([, name]) => name);
  return names.flatMap((name) =>
    [...HOSTILE_TEXTS.map(safeForUrl), '%c3%28', '%', '%2e%2e%2f', '%u0000'].map((text) => ({
      name: `${name ?? ''} in the path: ${text.slice(0, 40)}`,
      url: pathOf(route, () => 'PLACE').replace('PLACE', () => text.slice(0, 10_000)),
      ...body(route),
    })),
  );
}

function inQuery(route: KnownRoute, url: string): readonly HostileRequest[] {
  const names = [...Object.keys(propertiesOf(route.schema.querystring)), 'surplus', '__proto__'];
  const queries = names.flatMap((name) => [
    ...HOSTILE_TEXTS.map((text) => `${name}=${safeForUrl(text).slice(0, 10_000)}`),
    `${name}=1&${name}=2`,
    `${name}[a]=1`,
    name,
  ]);
  return [...queries, '%', '&&&===', '%00=%00', 'a%ff=b%fe'].map((query) => ({
    name: `query ${query.slice(0, 60)}`,
    url: `${url}?${query}`,
    ...body(route),
  }));
}

/** Whole bodies that are wrong, and right ones in which one field at a time is wrong, which come much further. */
function inBody({ schema }: KnownRoute, url: string): readonly HostileRequest[] {
  const headers = { 'content-type': 'application/json' };
  const example = exampleOf(schema.body);
  const fields = typeof example === 'object' && example !== null ? example : {};
  const documents = [...HOSTILE_TEXTS.map((text) => JSON.stringify(text)), ...HOSTILE_DOCUMENTS];
  const spoiled = [...Object.keys(fields), 'surplus'].flatMap((field) =>
    documents.map((document) => {
      const others = Object.entries(fields).filter(([name]) => name !== field);
      const members = others.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
      return {
        name: `${field} = ${document.slice(0, 60)}`,
        payload: `{${[...members, `${JSON.stringify(field)}:${document}`].join(',')}}`,
      };
    }),
  );
  const whole = HOSTILE_BODIES.map(([name, payload]) => ({ name, payload }));
  return [...whole, ...spoiled].map((request) => ({ ...request, url, headers }));
}

/** A body that a route takes, so that what is wrong elsewhere is what is tried. */
function body(route: KnownRoute): { readonly payload?: string } {
  return takesBody(route) ? { payload: JSON.stringify(exampleOf(route.schema.body)) } : {};
}

/** Percent-encodes what can be; half a surrogate pair has no UTF-8 and goes as the bytes it would be. */
function safeForUrl(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : '%ed%a0%80';
}

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}
