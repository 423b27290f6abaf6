import type { Page, Route } from 'playwright-core';

/** What stands between a page and a path of the API: its answers are held back until it is told what to do with them. */
export interface HeldAnswers {
  /** From now on, and for what waits: Bourse does not answer but by a problem, of which PROBLEM tells. */
  fail(): Promise<void>;
  /** From now on, and for what waits: Bourse answers. */
  release(): Promise<void>;
}

/** What a reader is told of the problem. */
export const PROBLEM_TEXT = 'The database is away just now. (reference held-1)';

const PROBLEM = {
  type: 'urn:bourse:problem:unavailable',
  title: 'Unavailable',
  status: 503,
  detail: 'The database is away just now.',
  correlation_id: 'held-1',
};

/**
 * Holds back what the page reads from a path below /api/v1. To be called before the page goes to what it shows: a page that is there already
 * still sends a request or two past whoever comes to stand in between.
 */
export async function holdAnswers(page: Page, path: string): Promise<HeldAnswers> {
  const waiting: Route[] = [];
  let treat: ((route: Route) => Promise<void>) | null = null;
  await page.route(
    ({ pathname }) => pathname === `/api/v1${path}`,
    async (route) => {
      if (treat === null) waiting.push(route);
      else await treat(route);
    },
  );
  const turnTo = async (next: (route: Route) => Promise<void>): Promise<void> => {
    treat = next;
    await Promise.all(waiting.splice(0).map(next));
  };
  return {
    fail: () =>
      turnTo((route) =>
        route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(PROBLEM) }),
      ),
    release: () => turnTo((route) => route.continue()),
  };
}
