import { readFile } from 'node:fs/promises';
import nodePath from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { answered, createApi } from '@bourse/client/api.ts';
import { scopesOf } from '@bourse/core/identity/scope.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { cutOff, widerThanTheScreen } from './support/accessibility.ts';
import type { BrowserSite } from './support/browser-site.ts';
import { openBrowserSite } from './support/browser-site.ts';
import { DEMO_OPERATOR, DEMO_TRADER, logIn } from './support/people.ts';

let site: BrowserSite;

beforeAll(async () => {
  site = await openBrowserSite();
  await storeVersions();
  await makeKeys();
});
afterAll(() => site.close());

const THEMES = ['light', 'dark'] as const;
const SIZES = { wide: { width: 1_280, height: 800 }, phone: { width: 390, height: 844 } } as const;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const OUTSIDE_VIEWS = ['/log-in', '/register'];
/** Where the views are, and what stands there once they are there. */
const TRADER_VIEWS: Readonly<Record<string, string>> = {
  '/': 'Dashboard',
  '/market': 'Market',
  '/market/AAPL': 'AAPL · Apple',
  '/orders': 'Orders',
  '/executions': 'Executions',
  '/ledger': 'Ledger',
  '/account': 'Account',
  '/api-keys': 'API keys',
  '/security': 'Password and log-ins',
  // What is for the other role.
  '/trades': 'For operators',
};

const OPERATOR_VIEWS: Readonly<Record<string, string>> = {
  '/trades': 'Trade store',
  '/trades/id/AXE-1': 'Trade AXE-1',
  '/trades/id/NO-SUCH': 'Trade NO-SUCH',
  '/trades/new': 'Hand in a trade',
  '/trades/upload': 'Upload trades',
  '/trades/requests': 'Requests',
  '/operations': 'Operations',
  '/api-keys': 'API keys',
  // What is for the other role.
  '/orders': 'For traders',
};

/** A trade in two versions, so that there is something to see. */
async function storeVersions(): Promise<void> {
  const { access_token: token } = await answered(
    createApi({ url: site.url }).POST('/api/v1/auth/login', { body: DEMO_OPERATOR }),
  );
  const api = createApi({ url: site.url, credential: { type: 'token', token: () => token } });
  for (const version of [1, 2]) {
    const body = { trade_id: 'AXE-1', version, counterparty_id: 'CP-1', book_id: 'B-1', maturity_date: '2099-05-20' };
    const { request_id: id } = await answered(api.POST('/api/v1/trades', { body }));
    await until('the trade to be stored', async () => {
      const path = { request_id: id };
      return (await answered(api.GET('/api/v1/requests/{request_id}', { params: { path } }))).status === 'SUCCESS';
    });
  }
}

/** A key of each role that may do all that the role may, with a long name. */
async function makeKeys(): Promise<void> {
  for (const [who, role] of [
    [DEMO_TRADER, 'trader'],
    [DEMO_OPERATOR, 'operator'],
  ] as const) {
    const { access_token: token } = await answered(
      createApi({ url: site.url }).POST('/api/v1/auth/login', { body: who }),
    );
    const api = createApi({ url: site.url, credential: { type: 'token', token: () => token } });
    const body = { name: 'Rebalancing, mornings', scopes: [...scopesOf(role)] };
    await answered(api.POST('/api/v1/api-keys', { body }));
  }
}

/** What axe finds, each as a sentence that says where. */
async function violations(page: Page): Promise<readonly string[]> {
  // What is found in frames would be put together in another page, which takes a quarter of the time: there are none.
  expect(page.frames()).toHaveLength(1);
  const { violations: found } = await new AxeBuilder({ page }).withTags(RULES).setLegacyMode().analyze();
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, any }) => `${id}: ${help} (${target.join(' ')}) ${any[0]?.message ?? ''}`),
  );
}

async function settled(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
  await page.getByText('Loading', { exact: false }).first().waitFor({ state: 'detached' });
}

it('every view is among those that are looked at', async () => {
  const source = await readFile(nodePath.join(import.meta.dirname, '../../web/src/app/views.ts'), 'utf8');
  const addresses = [...source.matchAll(/^ {2}'(\/[^']*)': async/gm)].flatMap(([, address]) => address ?? []);
  expect(addresses).toContain('/trades/id/$tradeId');
  const looked = [...OUTSIDE_VIEWS, ...Object.keys(TRADER_VIEWS), ...Object.keys(OPERATOR_VIEWS)];
  const unseen = addresses.filter((address) => {
    const pattern = new RegExp(`^${address.replaceAll(/\$\w+/g, '[^/]+')}$`);
    return !looked.some((one) => pattern.test(one));
  });
  expect(unseen).toEqual([]);
});

describe.each(THEMES)('in the %s theme', (colorScheme) => {
  it.each(OUTSIDE_VIEWS)('%s has no violation', async (path) => {
    const { page } = await site.visit({ colorScheme });
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it.each(Object.entries(SIZES))('the views of a trader have none on a %s screen', async (_name, viewport) => {
    const { page } = await site.visit({ colorScheme, viewport });
    await logIn(page, DEMO_TRADER);
    for (const [path, heading] of Object.entries(TRADER_VIEWS)) {
      await page.goto(path);
      await settled(page, heading);
      expect(await violations(page), path).toEqual([]);
      expect(await widerThanTheScreen(page), path).toEqual([]);
      if (path === '/api-keys') expect(await cutOff(page), path).toEqual([]);
    }
  });

  it.each(Object.entries(SIZES))('the views of an operator have none on a %s screen', async (_name, viewport) => {
    const { page } = await site.visit({ colorScheme, viewport });
    await logIn(page, DEMO_OPERATOR, '/trades');
    for (const [path, heading] of Object.entries(OPERATOR_VIEWS)) {
      await page.goto(path);
      await settled(page, heading);
      expect(await violations(page), path).toEqual([]);
      expect(await widerThanTheScreen(page), path).toEqual([]);
      if (path === '/api-keys') expect(await cutOff(page), path).toEqual([]);
    }
  });

  it.each(Object.entries(SIZES))('an address that means nothing has none on a %s screen', async (_name, viewport) => {
    const { page } = await site.visit({ colorScheme, viewport });
    await page.goto('/nowhere');
    await page.getByText('There is nothing at this address.').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await widerThanTheScreen(page)).toEqual([]);
  });

  it('the ticket has none at any of its steps, nor the open menus', async () => {
    const { page } = await site.visit({ colorScheme });
    await logIn(page, DEMO_TRADER, '/market/MSFT');
    const ticket = page.getByRole('form', { name: 'Order ticket' });
    await ticket.getByLabel('Quantity').fill('x');
    await page.keyboard.press('Enter');
    await ticket.getByText('Enter a number above zero').waitFor();
    expect(await violations(page), 'faults').toEqual([]);
    await ticket.getByLabel('Quantity').fill('1');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Review of the order' }).waitFor();
    expect(await violations(page), 'review').toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText(/Buy 1 MSFT: filled at/).waitFor();
    expect(await violations(page), 'outcome').toEqual([]);
    await page.getByRole('button', { name: 'trader', exact: true }).click();
    await page.getByRole('button', { name: 'Log out' }).waitFor();
    expect(await violations(page), 'account menu').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('dialog', { name: 'Columns' }).waitFor();
    expect(await violations(page), 'columns').toEqual([]);
  });
});
