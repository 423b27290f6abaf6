import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserSite, Visit } from './support/browser-site.ts';
import { openBrowserSite } from './support/browser-site.ts';
import type { Focused } from './support/keyboard.ts';
import { focused, MAX_STEPS, tabTo } from './support/keyboard.ts';
import { DEMO_OPERATOR, logIn } from './support/people.ts';

let site: BrowserSite;

beforeAll(async () => {
  site = await openBrowserSite();
});
afterAll(() => site.close());

const VIEWS: Readonly<Record<string, string>> = {
  '/trades': 'Trade store',
  '/trades/new': 'Hand in a trade',
  '/trades/upload': 'Upload trades',
  '/trades/requests': 'Requests',
  '/market': 'Market',
  '/operations': 'Operations',
  '/api-keys': 'API keys',
  '/security': 'Password and log-ins',
};

/** Numbers everything that can be operated or scrolled and is shown, in the order of the document; radio buttons of one group are one stop. */
const NUMBER_ALL = `{
  let count = 0;
  const groups = new Set();
  for (const element of document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')) {
    if (element.disabled || element.tabIndex < 0 || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.type === 'radio') {
      if (groups.has(element.name)) continue;
      groups.add(element.name);
      document.querySelectorAll('input[name="' + element.name + '"]').forEach((one) => { one.dataset.stop = String(count); });
    }
    element.dataset.stop = String(count);
    count += 1;
  }
  count;
}`;

/** Goes by Tab from the heading, which has the focus at first, to the last stop and on from the first, until it has been everywhere. */
async function walk(page: Page): Promise<readonly Focused[]> {
  const seen: Focused[] = [];
  for (let step = 0; step < MAX_STEPS; step += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (now.isAnything) seen.push(now);
    if (seen.length > 1 && now.stop !== null && now.stop === seen[0]?.stop && now.stop !== seen.at(-2)?.stop) break;
  }
  const first = seen.findIndex(({ stop }) => stop === '0');
  return [...seen.slice(first), ...seen.slice(0, first)];
}

async function visiting(path: string): Promise<Visit> {
  const visit = await site.visit();
  await logIn(visit.page, DEMO_OPERATOR, path);
  await visit.page.getByRole('heading', { level: 1, name: VIEWS[path] ?? '', exact: true }).waitFor();
  await visit.page.getByText('Loading', { exact: false }).first().waitFor({ state: 'detached' });
  return visit;
}

describe('an operator without a mouse', () => {
  it.each(Object.keys(VIEWS))(
    'reaches everything at %s by Tab, in the order in which it stands, and sees where the focus is',
    async (path) => {
      const { page, faults } = await visiting(path);
      const count = Number(await page.evaluate(NUMBER_ALL));
      expect(count).toBeGreaterThan(8);
      const seen = await walk(page);
      // Parts of a date are stops of their own, and rows that come while a long table scrolls have no number.
      const stops = seen.map(({ stop }) => stop).filter((stop, index, all) => stop !== null && stop !== all[index - 1]);
      expect(stops).toEqual(Array.from({ length: count }, (_, index) => String(index)));
      expect(seen.filter(({ isSeen }) => !isSeen)).toEqual([]);
      expect(seen.filter(({ name }) => name === '')).toEqual([]);
      expect(faults).toEqual([]);
    },
  );

  it('hands in a trade and finds it in the store', async () => {
    const { page, faults } = await visiting('/trades');
    await tabTo(page, /^Hand in a trade$/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Hand in a trade' }).waitFor();
    for (const [field, text] of [
      [/^Trade id/, 'KEYS-1'],
      [/^Version/, '1'],
      [/^Counterparty/, 'CP-1'],
      [/^Book/, 'B-1'],
      [/^Maturity date/, '12312099'],
    ] as const) {
      await tabTo(page, field);
      await page.keyboard.type(text);
    }
    await page.keyboard.press('Enter');
    await page.getByText('KEYS-1').first().waitFor();
    await page.getByText('stored', { exact: false }).first().waitFor();
    expect(faults).toEqual([]);
  });

  it('halts an instrument and resumes it', async () => {
    const { page } = await visiting('/operations');
    await tabTo(page, /^Symbol/);
    await page.keyboard.type('MSFT');
    await tabTo(page, /^Halt$/);
    await page.keyboard.press('Enter');
    const panel = page.getByRole('region', { name: 'Halt and resume' });
    await panel.getByText('MSFT is halted').waitFor();
    await tabTo(page, /^Resume$/);
    await page.keyboard.press('Enter');
    await panel.getByText('MSFT takes orders again').waitFor();
  });
});
