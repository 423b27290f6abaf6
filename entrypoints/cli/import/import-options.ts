import { readFile } from 'node:fs/promises';
import { ImportError } from './import-error.ts';
import type { InputFormat } from './input-file.ts';
import type { ColumnNaming } from './trade-columns.ts';
import type { DateFormat } from './trade-date.ts';

/** What is written on the command line behind `bourse import`. */
export interface ImportOptions {
  readonly url: string;
  readonly apiKeyFile?: string;
  readonly format?: InputFormat;
  readonly delimiter: string;
  readonly dateFormat: DateFormat;
  readonly map: readonly string[];
  readonly ignore: readonly string[];
  readonly history?: boolean;
  readonly rejects?: string;
  readonly restart?: boolean;
  /** Minutes. */
  readonly giveUpAfter: string;
}

const FORMAT_OF_ENDING: Readonly<Record<string, InputFormat>> = { csv: 'csv', ndjson: 'ndjson', jsonl: 'ndjson' };
const TAB = 'tab';

/** How the file is written, by its name unless the options say so. Throws ImportError when neither tells. */
export function formatOf(path: string, format: InputFormat | undefined): { format: InputFormat; compressed: boolean } {
  if (/(^|[/\\])-$/.test(path)) {
    throw new ImportError(
      'Trades are read from a file, not from standard input: what is interrupted goes on from the file.',
    );
  }
  const compressed = /\.gz$/i.test(path);
  const ending = /\.([a-z]+)$/.exec(path.toLowerCase().replace(/\.gz$/, ''))?.[1] ?? '';
  const found = format ?? FORMAT_OF_ENDING[ending];
  if (found !== undefined) return { format: found, compressed };
  throw new ImportError(
    `Is ${path} CSV or NDJSON? Its name does not tell; say it with --format csv or --format ndjson.`,
  );
}

/** The character between columns. Throws ImportError when it cannot be one. */
export function delimiterOf(text: string): string {
  const delimiter = text === TAB ? '\t' : text;
  if (/^[\t -~]$/.test(delimiter) && !/["A-Za-z0-9 ]/.test(delimiter)) return delimiter;
  throw new ImportError('--delimiter must be one character that is no letter, digit, blank or quote, or the word tab.');
}

/** How long Bourse may be away, in milliseconds. Throws ImportError when it is no number of minutes. */
export function giveUpAfterMs(minutes: string): number {
  if (/^\d{1,5}$/.test(minutes)) return Number(minutes) * 60_000;
  throw new ImportError('--give-up-after must be a whole number of minutes.');
}

/** The address of Bourse. Throws ImportError when it is none. */
export function addressOf(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new ImportError(`--url ${url} is no address such as http://127.0.0.1:8000.`);
}

/** The API key, from a file or from BOURSE_API_KEY. Throws ImportError when there is none. */
export async function apiKeyOf(file: string | undefined, environment: NodeJS.ProcessEnv): Promise<string> {
  const key = file === undefined ? environment['BOURSE_API_KEY'] : await readKey(file);
  if (key !== undefined && /^[!-~]+$/.test(key.trim())) return key.trim();
  throw new ImportError(
    key === undefined || key.trim() === ''
      ? 'An API key of an operator is needed: set BOURSE_API_KEY, or name a file that holds it with --api-key-file.'
      : 'The API key holds characters that no API key has.',
  );
}

/** All that must stay as it is when an import goes on after an interruption, as one text. */
export function lastingOptions(options: ImportOptions & ColumnNaming & { readonly rejects: string }): string {
  const { url, dateFormat, delimiter, history, map, ignore, rejects } = options;
  return JSON.stringify({
    url,
    date_format: dateFormat,
    delimiter,
    history: history ?? false,
    format: options.format ?? null,
    map,
    ignore,
    rejects,
  });
}

async function readKey(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ImportError(`The API key cannot be read: ${why}`, { cause });
  }
}
