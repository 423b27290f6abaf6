import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { widerThanTheScreen } from './support/accessibility.ts';
import type { BrowserSite } from './support/browser-site.ts';
import { openBrowserSite } from './support/browser-site.ts';
import { DEMO_TRADER, logIn } from './support/people.ts';

let site: BrowserSite;

beforeAll(async () => {
  site = await openBrowserSite();
});
afterAll(() => site.close());

const THEMES = ['light', 'dark'] as const;
const SIZES = { wide: { width: 1_440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

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
};

/** What axe finds, each as a sentence that says where. */
async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, any }) => `${id}: ${help} (${target.join(' ')}) ${any[0]?.message ?? ''}`),
  );
}

async function settled(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
  await page.getByText('Loading', { exact: false }).first().waitFor({ state: 'detached' });
}

describe.each(THEMES)('in the %s theme', (colorScheme) => {
  it.each(['/log-in', '/register'])('%s has no violation', async (path) => {
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
    }
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
