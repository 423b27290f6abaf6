import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** The root of the checkout. */
export const ROOT = path.join(import.meta.dirname, '../..');

/** Where the built page lies. */
export const PAGE_DIRECTORY = path.join(ROOT, 'web/dist');

/** Names in the built page where the fingerprint of its sources is kept. */
export const FINGERPRINT_FILE = 'built-from.txt';

/** What the page is made of, from the root: its own room, what it imports of others, and the packages by their versions. */
export const SOURCES: readonly string[] = [
  'web',
  'client',
  'core/money',
  'core/time',
  'core/result.ts',
  'entrypoints/http/schemas',
  'package-lock.json',
  'tsconfig.base.json',
];
const NOT_SOURCES = /^(dist.*|node_modules)$|\.test\.tsx?$/;

/**
 * A digest of the content of everything that the page is made of: the same sources, the same fingerprint, whatever their dates. Null where
 * there are no sources, as in an image that holds the built page alone.
 */
export function pageFingerprint(root: string = ROOT): string | null {
  if (!existsSync(path.join(root, 'web/index.html'))) return null;
  const hash = createHash('sha256');
  for (const source of SOURCES) addSource(hash, root, source);
  return hash.digest('hex');
}

/** The fingerprint of the sources that the page in this directory was built from; null when there is none. */
export function builtFingerprint(directory: string = PAGE_DIRECTORY): string | null {
  const file = path.join(directory, FINGERPRINT_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function addSource(hash: ReturnType<typeof createHash>, root: string, source: string): void {
  const place = path.join(root, source);
  if (!existsSync(place)) return;
  for (const file of filesIn(place)) {
    const content = readFileSync(file);
    hash.update(`${path.relative(root, file)} ${content.length}\n`).update(content);
  }
}

/** A file itself, or the files of a folder in the order of their names. */
function filesIn(place: string): readonly string[] {
  if (path.extname(place) !== '') return [place];
  return readdirSync(place, { withFileTypes: true })
    .filter(({ name }) => !NOT_SOURCES.test(name))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const inner = path.join(place, entry.name);
      return entry.isDirectory() ? filesIn(inner) : [inner];
    });
}
