interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly items?: unknown;
  readonly properties?: Readonly<Record<string, unknown>>;
}

const FORMATS: Readonly<Record<string, string>> = {
  decimal: '1.5',
  'positive-decimal': '1.5',
  'date-time': '2026-03-31T14:05:00Z',
  date: '2099-12-31',
  uuid: '0190a000-0000-7000-8000-000000000001',
  'page-limit': '10',
  cursor: 'WyJhIl0',
  'idempotency-key': 'key-1',
};

/** Texts that some pattern of ours takes; an example has to match the pattern of its schema. */
const TEXTS = ['text', 'AAPL', '10', 'text-1'];

/** A value that a schema of ours accepts. Throws RangeError for a schema it has no example for, so that none is passed over. */
export function exampleOf(schema: unknown): unknown {
  if (!isSchema(schema)) throw new RangeError('there is no schema to give an example for');
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  switch (firstType(schema)) {
    case 'object':
      return Object.fromEntries(Object.entries(propertiesOf(schema)).map(([name, part]) => [name, exampleOf(part)]));
    case 'array':
      return [exampleOf(schema.items)];
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    case undefined:
    default:
      throw new RangeError(`there is no example for ${JSON.stringify(schema)}`);
  }
}

/** The fields of a schema of an object, by name; none where there is no schema. */
export function propertiesOf(schema: unknown): Readonly<Record<string, unknown>> {
  return isSchema(schema) ? (schema.properties ?? {}) : {};
}

function textOf({ format, pattern, minLength = 0 }: Schema): string {
  if (format !== undefined) {
    const text = FORMATS[format];
    if (text !== undefined) return text;
    throw new RangeError(`there is no example for the format ${format}`);
  }
  const found = TEXTS.find((text) => text.length >= minLength && new RegExp(pattern ?? '', 'u').test(text));
  if (found === undefined) throw new RangeError(`there is no example for the pattern ${pattern ?? ''}`);
  return found;
}

function firstType({ type }: Schema): string | undefined {
  return typeof type === 'string' ? type : type?.[0];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null;
}
