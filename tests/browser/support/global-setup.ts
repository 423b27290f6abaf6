import { providePage } from '@bourse/entrypoints/page/provide-page.ts';
import { findChromium, MISSING_CHROMIUM } from '@bourse/bench/browser/find-chromium.ts';

/** The page as it is in the sources, built once for all tests. Fails where there is no browser: a test that did not run has not passed. */
export default async function setup(): Promise<void> {
  if (findChromium() === undefined) {
    throw new Error(`the browser tests cannot run: ${MISSING_CHROMIUM}`);
  }
  const outcome = await providePage((sentence) => {
    console.log(sentence);
  });
  if (outcome === 'not-built') throw new Error('the page could not be built, so there is nothing to test');
}
