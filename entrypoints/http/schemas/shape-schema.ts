import type { Static, TObject, TProperties, TSchema, TSchemaOptions, TUnsafe } from 'typebox';
import { Type } from 'typebox';
import { text } from './format-schema.ts';

/** An object without other fields than these. Everything a caller sends is made of these: unknown fields are refused. */
export function Shape<Properties extends TProperties>(
  properties: Properties,
  options: TSchemaOptions = {},
): TObject<Properties> {
  return Type.Object(properties, { ...options, additionalProperties: false });
}

/** A value that may be null. Written as a list of types, which is checked and written faster than a choice. */
export function Nullable<Inner extends TSchema>(inner: Inner): TUnsafe<Static<Inner> | null> {
  const { type, enum: choices, ...rest } = inner as { type?: string; enum?: readonly unknown[] };
  if (type === undefined) return Type.Unsafe<Static<Inner> | null>({ anyOf: [inner, { type: 'null' }] });
  const nullableChoices = choices === undefined ? {} : { enum: [...choices, null] };
  return Type.Unsafe<Static<Inner> | null>({ ...rest, ...nullableChoices, type: [type, 'null'] });
}

/** One of these words. */
export function Choice<const Word extends string>(words: readonly Word[], options: TSchemaOptions = {}): TUnsafe<Word> {
  return Type.Unsafe<Word>({ ...options, type: 'string', enum: [...words] });
}

/** The query parameters of every list; give more as `filters`. */
export function PageQuery<Filters extends TProperties>(filters: Filters) {
  return Shape({ ...pageParameters, ...filters });
}

/** A page of a list. */
export function PageOf<Item extends TSchema>(item: Item) {
  return Shape({
    items: Type.Array(item),
    next_cursor: Nullable(Type.String({ description: 'Ask for the next page with it; null on the last.' })),
  });
}

/** The header that makes a write repeatable. */
export const IdempotencyHeaders = idempotencyHeaders('The same key with the same body is done once.');

/** That header where a repetition is answered in another way. */
export function idempotencyHeaders(description: string) {
  return Type.Object({
    'idempotency-key': Type.Optional(
      text('idempotency-key', { description: `${description} 1 to 200 printable characters.` }),
    ),
  });
}

const pageParameters = {
  limit: Type.Optional(text('page-limit', { description: 'Most items to answer, 1 to 500.', default: '50' })),
  cursor: Type.Optional(text('cursor', { description: 'next_cursor of the page before.' })),
};
