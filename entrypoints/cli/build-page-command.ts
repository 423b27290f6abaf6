import { isPageThere, providePage } from '../page/provide-page.ts';

/** Builds the page when it is missing or out of date; ends with code 1 when there is none afterwards. */
export async function buildPage(): Promise<void> {
  const outcome = await providePage((sentence) => {
    console.log(sentence);
  });
  if (outcome === 'up-to-date') console.log('The page is up to date.');
  if (outcome === 'not-built' || !isPageThere()) process.exitCode = 1;
}
