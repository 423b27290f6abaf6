import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { PAGE_DIRECTORY } from './page-sources.ts';

/** How a file can be sent; each of them was written when the page was built. */
export type Encoding = 'br' | 'gzip';

/** One file of the page, in memory: the page is small, and a build under a running server must not take files away from it. */
export interface PageFile {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly encoded: Readonly<Partial<Record<Encoding, Buffer>>>;
}

/** The page as it was built. */
export interface BuiltPage {
  /** The document that every address of the page begins with. */
  readonly document: PageFile;
  /** What it loads, by name; a name holds a digest of the content, so it never means anything else. */
  readonly parts: ReadonlyMap<string, PageFile>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const ENCODED: Readonly<Record<Encoding, string>> = { br: '.br', gzip: '.gz' };

/** Reads the built page; null when there is none. Throws TypeError for a file of a kind that it has no type for. */
export function readBuiltPage(directory: string = PAGE_DIRECTORY): BuiltPage | null {
  const documentFile = path.join(directory, 'index.html');
  const partsDirectory = path.join(directory, 'page');
  if (!existsSync(documentFile) || !existsSync(partsDirectory)) return null;
  const names = readdirSync(partsDirectory).filter((name) => !Object.values(ENCODED).includes(path.extname(name)));
  return {
    document: readPageFile(documentFile),
    parts: new Map(names.map((name) => [name, readPageFile(path.join(partsDirectory, name))])),
  };
}

function readPageFile(file: string): PageFile {
  const type = TYPES[path.extname(file)];
  if (type === undefined) throw new TypeError(`${file} is of a kind that the page does not have`);
  const plain = readFileSync(file);
  const encoded: Partial<Record<Encoding, Buffer>> = {};
  for (const encoding of ['br', 'gzip'] as const) {
    const name = `${file}${ENCODED[encoding]}`;
    if (existsSync(name)) encoded[encoding] = readFileSync(name);
  }
  return { type, etag: `"${createHash('sha256').update(plain).digest('hex').slice(0, 32)}"`, plain, encoded };
}
