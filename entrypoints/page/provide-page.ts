import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { builtFingerprint, PAGE_DIRECTORY, pageFingerprint, ROOT } from './page-sources.ts';

/** Tells a person what is going on. */
export type Say = (sentence: string) => void;

/** What became of the page: it was right already, was built, or is what it was because it cannot be built. */
export type PageOutcome = 'up-to-date' | 'built' | 'not-built';

/** From the root of a checkout. */
const BUILDER = 'web/build/build-page.ts';

/** Where the sources and the built page are; another place than the checkout that this runs from is for tests. */
export interface PagePlace {
  readonly root: string;
  readonly directory: string;
}

const HERE: PagePlace = { root: ROOT, directory: PAGE_DIRECTORY };

/** With this code the builder says that what it builds with is not installed. */
export const TOOLS_MISSING_EXIT_CODE = 3;

/**
 * Builds the page when it is missing or was built from other sources, and says so. Where that is not possible Bourse runs all the same, with the
 * page that is there or none, and what is missing is said. Throws an AbortError once `aborted` ends the building.
 */
export async function providePage(
  say: Say,
  aborted?: AbortSignal,
  { root, directory }: PagePlace = HERE,
): Promise<PageOutcome> {
  const wanted = pageFingerprint(root);
  const built = builtFingerprint(directory);
  const builder = path.join(root, BUILDER);
  if (wanted === null ? built !== null : wanted === built) return 'up-to-date';
  const there = built === null ? 'missing' : 'out of date';
  if (wanted === null || !existsSync(builder)) {
    say('The page is missing, and its sources are not here to build it. The API works without it.');
    return 'not-built';
  }
  say(`The page is ${there}: building it ...`);
  const startMs = performance.now();
  const code = await runBuilder(builder, wanted, aborted);
  if (code !== 0) {
    say(explanation(code, built !== null));
    return 'not-built';
  }
  say(`The page is built (${((performance.now() - startMs) / 1_000).toFixed(1)} s).`);
  return 'built';
}

/** Whether there is a page to serve at all. */
export function isPageThere(): boolean {
  return existsSync(path.join(PAGE_DIRECTORY, 'index.html'));
}

function explanation(code: number | null, isOldThere: boolean): string {
  const until = isOldThere
    ? 'Until then the page of an earlier build is served.'
    : 'Until then only the API is served.';
  if (code === TOOLS_MISSING_EXIT_CODE) {
    return `The page cannot be built: vite, a development dependency, is not installed. Run "npm ci" (without --omit=dev), then start again. ${until}`;
  }
  return `The page could not be built; the reason is above. Mend it, then start again. ${until}`;
}

function runBuilder(file: string, fingerprint: string, signal: AbortSignal | undefined): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const builder = spawn(process.execPath, [file, fingerprint], {
      cwd: path.dirname(file),
      stdio: ['ignore', 'inherit', 'inherit'],
      ...(signal === undefined ? {} : { signal }),
    });
    builder.once('error', reject);
    builder.once('close', resolve);
  });
}
