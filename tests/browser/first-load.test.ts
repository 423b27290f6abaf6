import type { Route } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BrowserSite } from './support/browser-site.ts';
import { openBrowserSite } from './support/browser-site.ts';
import { DEMO_TRADER, logIn } from './support/people.ts';

let site: BrowserSite;

beforeAll(async () => {
  site = await openBrowserSite();
});
afterAll(() => site.close());

it('reads the account, and fetches the code of the view, while what draws the page is on its way', async () => {
  const { page, faults } = await site.visit();
  await logIn(page, DEMO_TRADER);
  const held: Route[] = [];
  await page.route('**/page/main-*.js', (route) => {
    held.push(route);
  });
  const answers = Promise.all(
    ['/auth/session/refresh', '/account', '/account/history', '/positions']
      .map((path) => `/api/v1${path}`)
      .map((path) => page.waitForResponse((response) => new URL(response.url()).pathname === path)),
  );
  const code = page.waitForResponse(/\/page\/dashboard-route-/);
  await page.goto('/', { waitUntil: 'commit' });
  expect((await answers).map((answer) => answer.status())).toEqual([200, 200, 200, 200]);
  expect((await code).status()).toBe(200);
  expect(held).toHaveLength(1);
  await Promise.all(held.map((route) => route.continue()));
  await page.getByRole('table', { name: 'Positions' }).waitFor();
  expect(faults).toEqual([]);
});

it('reads nothing of an account for somebody who is not logged in', async () => {
  const { page } = await site.visit();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto('/');
  await page.getByRole('heading', { name: 'Log in' }).waitFor();
  expect(asked).toContain('/api/v1/auth/session/refresh');
  expect(asked.filter((path) => /\/(account|positions)/.test(path))).toEqual([]);
});
