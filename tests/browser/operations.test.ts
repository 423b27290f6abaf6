import type { Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { violationsOf, widerThanTheScreen } from './support/accessibility.ts';
import type { BrowserSite, Visit } from './support/browser-site.ts';
import { openBrowserSite } from './support/browser-site.ts';
import { DEMO_OPERATOR, logIn } from './support/people.ts';

let site: BrowserSite;

beforeAll(async () => {
  site = await openBrowserSite();
});
afterAll(() => site.close());

async function watching(colorScheme: 'light' | 'dark' = 'light'): Promise<Visit> {
  const visit = await site.visit({ colorScheme });
  await logIn(visit.page, DEMO_OPERATOR, '/operations');
  await visit.page.getByRole('heading', { name: 'Operations', level: 1 }).waitFor();
  return visit;
}

/** The texts of a table that are cut off, and the rows that lie over the row before them. */
const CUT_OR_COVERED = `(() => {
  const table = document.querySelector('[role=table][aria-label="Requests by route"]');
  const cut = [...table.querySelectorAll('[role=cell] > span')].filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
  const boxes = [...table.querySelectorAll('[role=row]')].map((row) => row.getBoundingClientRect());
  const covered = boxes.filter(({ top }, index) => index > 0 && top < boxes[index - 1].bottom - 1);
  return [...cut.map(({ textContent }) => textContent), ...covered.map(({ top }) => 'a row at ' + top)];
})()`;

/** A quote in quarantine, with numbers that take some room. */
const JUMPED = {
  symbol: 'GOOGL',
  reason: 'jump',
  price: '1234.56',
  last_good_price: '2469.12',
  last_at: '2026-11-29T18:00:27.000Z',
};

describe('the operations view', () => {
  it('shows consumers, feeds, audit, profile and requests as they are', async () => {
    const { page, faults } = await watching();
    const consumers = page.getByRole('table', { name: 'Consumers' });
    await consumers.waitFor();
    expect(await consumers.getByRole('rowheader').allTextContents()).toEqual(['orders', 'market', 'trades']);
    const profile = page.getByRole('region', { name: 'Profile and parts' });
    await profile.getByText('embedded, demo').waitFor();
    await until('both parts to be well', async () => (await profile.getByText('ok', { exact: true }).count()) === 2);
    const feeds = page.getByRole('region', { name: 'Prices and feeds' });
    await feeds.getByText('reporting').waitFor();
    await feeds.getByText('closed').waitFor();
    const row = page.getByRole('row', { name: /^GET \/api\/v1\/operations / });
    const requests = async () => Number(await row.getByRole('cell').nth(3).textContent());
    await row.waitFor();
    const before = await requests();
    await until('more requests to be counted', async () => (await requests()) > before);
    expect(faults).toEqual([]);
  });

  it('is where an operator begins, who is told which views are for traders', async () => {
    const { page, faults } = await site.visit();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await logIn(page, DEMO_OPERATOR);
    await page.getByRole('table', { name: 'Consumers' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/operations');
    await page.goto('/ledger');
    await page.getByText('What is here is for traders, and you are logged in as an operator.').waitFor();
    await page.getByRole('link', { name: 'Go to the start' }).click();
    await page.getByRole('heading', { name: 'Operations', level: 1 }).waitFor();
    // What only traders may read is not even asked for.
    expect(asked.filter((path) => /\/(account|positions|orders)/.test(path))).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('takes nobody away who chose another view before this one had come', async () => {
    const { page, faults } = await site.visit();
    const held: Route[] = [];
    await page.route(/\/operations-route-[^/]*\.js$/, (route) => void held.push(route));
    await logIn(page, DEMO_OPERATOR);
    await until('the code of the view to be asked for', () => held.length > 0);
    await page.getByRole('link', { name: 'Market' }).click();
    await page.getByRole('table', { name: 'Instruments' }).waitFor();
    for (const route of held) await route.continue();
    await page.getByRole('link', { name: 'Operations' }).click();
    await page.getByRole('heading', { name: 'Operations', level: 1 }).waitFor();
    // Nothing of the start is left in the history: it would lead here once more.
    await page.goBack();
    await page.getByRole('heading', { name: 'Market', level: 1 }).waitFor();
    expect(faults).toEqual([]);
  });

  it('halts an instrument and resumes it, and refuses one that there is not', async () => {
    const { page, faults } = await watching();
    const panel = page.getByRole('region', { name: 'Halt and resume' });
    await panel.getByLabel('Symbol').fill('aapl');
    await panel.getByRole('button', { name: 'Halt' }).click();
    await panel.getByText('AAPL is halted').waitFor();
    await panel.getByRole('row', { name: /AAPL halted/ }).waitFor();
    await panel.getByRole('button', { name: 'Resume' }).click();
    await panel.getByText('AAPL takes orders again').waitFor();
    await panel.getByRole('row', { name: /AAPL resumed/ }).waitFor();
    await panel.getByLabel('Symbol').fill('NOPE');
    await panel.getByRole('button', { name: 'Halt' }).click();
    await panel.getByText('There is no instrument NOPE').waitFor();
    expect(faults).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has nothing that axe finds wrong, %s', async (colorScheme) => {
    const { page } = await watching(colorScheme);
    await page.getByRole('table', { name: 'Consumers' }).waitFor();
    await page.getByRole('table', { name: 'Requests by route' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  it('needs no scrolling sideways on a phone or a desktop, nor do the other views of an operator on a phone, and shows each route whole', async () => {
    const { page, faults } = await site.visit({ viewport: { width: 390, height: 844 } });
    await page.route(/\/market\/quarantine\?/, (route) => route.fulfill({ json: { items: [JUMPED] } }));
    await logIn(page, DEMO_OPERATOR, '/operations');
    for (const path of ['/trades', '/trades/new', '/trades/upload', '/trades/requests', '/api-keys', '/operations']) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByText('Loading', { exact: false }).first().waitFor({ state: 'detached' });
      expect(await widerThanTheScreen(page), path).toEqual([]);
    }
    await page.getByRole('table', { name: 'Quarantine' }).getByText('1,234.56').waitFor();
    await page.getByRole('table', { name: 'Changes of instruments' }).getByText('resumed').waitFor();
    expect(await widerThanTheScreen(page)).toEqual([]);
    // What acts on a symbol stands beside it.
    const [halt, resume] = await Promise.all(
      ['Halt', 'Resume'].map((name) => page.getByRole('button', { name, exact: true }).boundingBox()),
    );
    expect(resume?.y).toBe(halt?.y);
    for (const width of [1_440, 1_280, 1_024]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await widerThanTheScreen(page), `${width} wide`).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('table', { name: 'Requests by route' }).getByText('/api/v1/market/quarantine').waitFor();
    expect(await page.evaluate<readonly string[]>(CUT_OR_COVERED)).toEqual([]);
    expect(faults).toEqual([]);
  });
});
