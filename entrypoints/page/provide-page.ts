import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { builtFingerprint, PAGE_DIRECTORY, pageFingerprint, ROOT } from './page-sources.ts';

/** Tells a person what is going on. */
export type Say = (sentence: string) => void;

/** What became of the page: it was right already, was built, or is what it was because it cannot be built. */
export type PageOutcome = 'up-to-date' | 'built' | 'not-built';

const BUILDER = path.join(ROOT, 'web/build/build-page.ts');

/** With this code the builder says that what it builds with is not installed. */
export const TOOLS_MISSING_EXIT_CODE = 3;

/**
 * Builds the page when it is missing or was built from other sources, and says so. Where that is not possible Bourse runs all the same, with the
 * page that is there or none, and what is missing is said. Throws an AbortError once `aborted` ends the building.
 */
export async function providePage(say: Say, aborted?: AbortSignal): Promise<PageOutcome> {
  const wanted = pageFingerprint();
  const built = builtFingerprint();
  if (wanted === null ? built !== null : wanted === built) return 'up-to-date';
  const there = built === null ? 'missing' : 'out of date';
  if (wanted === null || !existsSync(BUILDER)) {
    say('The page is missing, and its sources are not here to build it. The API works without it.');
    return 'not-built';
  }
  say(`The page is ${there}: building it ...`);
  const startMs = performance.now();
  const code = await runBuilder(wanted, aborted);
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

function runBuilder(fingerprint: string, signal: AbortSignal | undefined): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const builder = spawn(process.execPath, [BUILDER, fingerprint], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      ...(signal === undefined ? {} : { signal }),
    });
    builder.once('error', reject);
    builder.once('close', resolve);
  });
}
