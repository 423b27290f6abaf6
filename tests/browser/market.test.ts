import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import type { BrowserSite } from './support/browser-site.ts';
import { openBrowserSite } from './support/browser-site.ts';
import { holdAnswers, PROBLEM_TEXT } from './support/held-answers.ts';
import { focusAt, tabTo } from './support/keyboard.ts';
import { DEMO_TRADER, logIn } from './support/people.ts';

let site: BrowserSite;

beforeAll(async () => {
  site = await openBrowserSite();
});
afterAll(() => site.close());

/** Collects the elements that come into or go from the table of instruments. As text, since Node's types know no such observer. */
const WATCH_ELEMENTS = `
  globalThis.changedElements = [];
  new MutationObserver((records) => {
    for (const { addedNodes, removedNodes } of records) {
      for (const node of [...addedNodes, ...removedNodes]) {
        if (node.nodeType === Node.ELEMENT_NODE) globalThis.changedElements.push(node.outerHTML);
      }
    }
  }).observe(document.querySelector('[role=table]'), { childList: true, subtree: true });
`;

describe('the market', () => {
  it('shows instruments with prices that move by themselves', async () => {
    const { page, faults } = await site.visit();
    await logIn(page, DEMO_TRADER, '/market');
    const price = page.getByRole('row', { name: /^AAPL/ }).getByRole('cell').nth(2);
    await price.waitFor();
    const before = await price.textContent();
    expect(before).toMatch(/\d+\.\d{2}/);
    await until('another price', async () => (await price.textContent()) !== before);
    expect(faults).toEqual([]);
  });

  it('changes prices in place: nothing is taken away or put in, and nothing moves', async () => {
    const { page } = await site.visit();
    await logIn(page, DEMO_TRADER, '/market');
    const table = page.getByRole('table', { name: 'Instruments' });
    const price = table.getByRole('row', { name: /^AAPL/ }).getByRole('cell').nth(2);
    await price.getByText(/\d/).waitFor();
    await page.evaluate(WATCH_ELEMENTS);
    const box = await price.boundingBox();
    expect(box).not.toBeNull();
    for (let change = 0; change < 3; change += 1) {
      const before = await price.textContent();
      await until('another price', async () => (await price.textContent()) !== before);
      expect(await price.boundingBox()).toEqual(box);
    }
    expect(await page.evaluate('globalThis.changedElements')).toEqual([]);
  });

  it('finds instruments by a part of their name', async () => {
    const { page } = await site.visit();
    await logIn(page, DEMO_TRADER, '/market');
    await page.getByLabel('Search instruments').fill('apple');
    await until('one row', async () => (await page.getByRole('row').count()) === 2);
    expect(await page.getByRole('row', { name: /AAPL/ }).count()).toBe(1);
  });

  it('leads to the log-in, and back to where one wanted to go', async () => {
    const { page } = await site.visit();
    await page.goto('/market');
    await page.getByLabel('User name').fill(DEMO_TRADER.username);
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('do not belong together').waitFor();
    // The password can be written anew at once.
    await focusAt(page, 'Password');
    await page.keyboard.type(DEMO_TRADER.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Market', level: 1 }).waitFor();
  });
});

describe('a trader without a mouse', () => {
  it('finds an instrument, and fills in, sends and follows an order to its fill, with the focus where one goes on', async () => {
    const { page, faults } = await site.visit();
    const answers = await holdAnswers(page, '/orders');
    await answers.release();
    await logIn(page, DEMO_TRADER);
    await tabTo(page, /^Market$/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Market' }).waitFor();
    await page.getByRole('table', { name: 'Instruments' }).waitFor();
    await tabTo(page, /^Search instruments$/);
    await page.keyboard.type('nvidia');
    await until('one row', async () => (await page.getByRole('row').count()) === 2);
    await tabTo(page, /^NVDA$/);
    await page.keyboard.press('Enter');
    await page.getByRole('form', { name: 'Order ticket' }).waitFor();

    await tabTo(page, /^Buy$/);
    await page.keyboard.press('ArrowRight');
    await focusAt(page, 'Sell');
    await page.keyboard.press('ArrowLeft');
    await tabTo(page, /^Review purchase$/);
    await page.keyboard.press('Enter');
    // What is wrong has the focus.
    await focusAt(page, 'Quantity');
    await page.getByText('Enter a number above zero').waitFor();
    await page.keyboard.type('2');
    await page.keyboard.press('Enter');
    await focusAt(page, 'Send order');
    await page.keyboard.press('Escape');
    await focusAt(page, 'Quantity');
    await page.keyboard.press('Enter');
    await focusAt(page, 'Send order');

    await answers.fail();
    await page.keyboard.press('Enter');
    await page.getByText(PROBLEM_TEXT).first().waitFor();
    await focusAt(page, 'Send it again');
    await answers.release();
    await page.keyboard.press('Enter');
    await page.getByText(/Buy 2 NVDA: filled at \d/).waitFor();
    await focusAt(page, 'New order');
    await page.keyboard.press('Enter');
    await focusAt(page, 'Quantity');
    expect(await page.getByLabel('Quantity').inputValue()).toBe('');
    expect(await page.getByRole('table', { name: 'Orders' }).getByText('filled', { exact: true }).count()).toBe(1);
    await page.getByRole('img', { name: /^Candles of NVDA from .*, with 1 of your fills$/ }).waitFor();
    expect(faults).toEqual([]);
  });
});
