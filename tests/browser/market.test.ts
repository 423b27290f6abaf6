import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import type { BrowserSite } from './support/browser-site.ts';
import { openBrowserSite } from './support/browser-site.ts';
import { DEMO_TRADER, logIn } from './support/people.ts';

let site: BrowserSite;

beforeAll(async () => {
  site = await openBrowserSite();
});
afterAll(() => site.close());

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
    await page.getByLabel('Password', { exact: true }).fill(DEMO_TRADER.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Market', level: 1 }).waitFor();
  });
});
