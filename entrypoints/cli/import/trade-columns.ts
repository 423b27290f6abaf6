import { LINE_COLUMN, REASON_COLUMN } from '@bourse/client/rejected-lines.ts';
import type { TradeField } from '@bourse/client/trade-fields.ts';
import { plainName, REQUIRED_TRADE_FIELDS, TRADE_FIELDS, tradeFieldNamed } from '@bourse/client/trade-fields.ts';
import { ImportError } from './import-error.ts';

/** Columns that are read and not used: Bourse derives what has expired, and the others are those of a file of rejected lines. */
const UNUSED = ['expired', LINE_COLUMN, REASON_COLUMN];

/** What may be between the columns of a CSV file, the likeliest first. */
export const DELIMITERS: readonly string[] = [';', '\t', '|', ','];

/** What the user says about names that are not known. */
export interface ColumnNaming {
  /** Written as on the command line: "Their Name=trade_id". */
  readonly map: readonly string[];
  /** Names of columns that are not needed. */
  readonly ignore: readonly string[];
}

/** What a column means: a field, nothing that is needed (null), or undefined when its name is not known. */
export type ColumnMeaning = (name: string) => TradeField | null | undefined;

/**
 * Makes the reading of column names. Case, blanks, hyphens and underscores make no difference: "Counter-Party Id" is counterparty_id.
 * Throws ImportError when a mapping names no field.
 */
export function createColumnMeaning({ map, ignore }: ColumnNaming): ColumnMeaning {
  const meanings = new Map<string, TradeField | null>(UNUSED.map((name) => [name, null]));
  for (const field of TRADE_FIELDS) meanings.set(plainName(field), field);
  for (const name of ignore) meanings.set(plainName(name), null);
  for (const mapping of map) meanings.set(...readMapping(mapping));
  return (name) => meanings.get(name) ?? meanings.get(plainName(name));
}

/**
 * The fields of a header, in the order of the columns. Throws ImportError with every fault: names that are not known, fields that are
 * missing or come twice.
 */
export function fieldsOfHeader(names: readonly string[], meaningOf: ColumnMeaning): readonly (TradeField | null)[] {
  const meanings = names.map(meaningOf);
  const unknown = names.filter((_, index) => meanings[index] === undefined).map((name) => `"${name}"`);
  const fields = meanings.map((meaning) => meaning ?? null);
  const missing = REQUIRED_TRADE_FIELDS.filter((field) => !fields.includes(field));
  const twice = TRADE_FIELDS.filter((field) => fields.filter((other) => other === field).length > 1);
  const faults = [
    ...(missing.length > 0 ? [`there is no column for ${missing.join(', ')}`] : []),
    ...(twice.length > 0 ? [`there is more than one column for ${twice.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`the columns ${unknown.join(', ')} mean nothing to Bourse`] : []),
  ];
  if (faults.length === 0) return fields;
  const delimiter = names.length === 1 ? DELIMITERS.find((found) => names[0]?.includes(found)) : undefined;
  if (delimiter !== undefined) {
    throw new ImportError(`The header is a single column, "${names.join('')}". ${askForDelimiter(delimiter)}`);
  }
  throw new ImportError(
    `The header cannot be used: ${faults.join('; ')}. ` +
      'Say what a column means with --map "Their Name=trade_id", or that it is not needed with --ignore "Their Name".',
  );
}

/** Advice for a file that has this between its columns. */
export function askForDelimiter(delimiter: string): string {
  const written = delimiter === '\t' ? 'tab' : `"${delimiter}"`;
  return `Say what is between the columns with --delimiter ${written}.`;
}

function readMapping(mapping: string): [string, TradeField] {
  const equals = mapping.lastIndexOf('=');
  const field = tradeFieldNamed(mapping.slice(equals + 1));
  const name = plainName(mapping.slice(0, Math.max(equals, 0)));
  if (field === undefined || name === '') {
    throw new ImportError(
      `--map "${mapping}" cannot be used: write "Their Name=field", the field being one of ${TRADE_FIELDS.join(', ')}.`,
    );
  }
  return [name, field];
}
