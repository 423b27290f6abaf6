import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import type { BrowserSite } from './support/browser-site.ts';
import { openBrowserSite } from './support/browser-site.ts';
import { focusAt, focused, tabTo } from './support/keyboard.ts';
import { DEMO_TRADER, logIn } from './support/people.ts';

let site: BrowserSite;

beforeAll(async () => {
  site = await openBrowserSite();
});
afterAll(() => site.close());

describe('the log-in', () => {
  it('survives a reload, and no script can read what renews it', async () => {
    const { page, faults } = await site.visit();
    await logIn(page, DEMO_TRADER, '/market');
    await page.reload();
    await page.getByRole('heading', { name: 'Market', level: 1 }).waitFor();
    const readable = await page.evaluate('document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })');
    expect(readable).not.toMatch(/session|token|eyJ/);
    expect(faults).toEqual([]);
  });

  it('is that of all tabs, and ends in all of them', async () => {
    const { page, context } = await site.visit();
    await logIn(page, DEMO_TRADER);
    const other = await context.newPage();
    await other.goto('/orders');
    await other.getByRole('heading', { name: 'Orders', level: 1 }).waitFor();
    await Promise.all([page.reload(), other.reload()]);
    await page.getByRole('button', { name: 'trader', exact: true }).click();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await other.getByRole('heading', { name: 'Log in' }).waitFor();
  });

  it('asks for the password when it has ended, and keeps what was typed', async () => {
    const { page, context } = await site.visit();
    let hasEnded = false;
    await page.route('**/api/v1/**', (route) =>
      !hasEnded || route.request().headers()['authorization'] === undefined
        ? route.continue()
        : route.fulfill({
            status: 401,
            contentType: 'application/problem+json',
            body: '{"type":"urn:bourse:problem:unauthorized","status":401}',
          }),
    );
    await logIn(page, DEMO_TRADER, '/market/AAPL');
    await page.getByLabel('Quantity').fill('7');
    // The log-in ends elsewhere, and the access token is refused from then on.
    await context.clearCookies();
    hasEnded = true;
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Send order' }).click();
    await page.getByRole('dialog', { name: 'Your log-in has ended' }).waitFor();
    hasEnded = false;
    await page.getByLabel('Password', { exact: true }).fill(DEMO_TRADER.password);
    await page.keyboard.press('Enter');
    await until('the dialog to go', async () => (await page.getByRole('dialog').count()) === 0);
    await until('the focus to be where it was', async () => /^Send/.test((await focused(page)).name));
    await page.getByRole('button', { name: /Send/ }).click();
    await page.getByText(/Buy 7 AAPL: filled at/).waitFor();
  });
});

describe('the password and the log-ins', () => {
  const eve = { username: 'eve-of-the-desk', password: 'correct horse battery' };

  it('are changed and ended by keyboard alone, and whoever had the old password is out', async () => {
    const [own, other] = [await site.visit(), await site.visit()];
    const { page } = own;
    await page.goto('/register');
    await page.getByRole('heading', { name: 'Register' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('must have 8 to 128 characters').waitFor();
    // What is wrong first has the focus, and when that is right, what is wrong next.
    await focusAt(page, 'User name');
    await page.keyboard.type(eve.username);
    await tabTo(page, /^Register$/);
    await page.keyboard.press('Enter');
    await focusAt(page, 'E-mail');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(eve.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type('eve@example.com');
    await page.keyboard.press('Tab');
    await page.keyboard.type(eve.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
    await logIn(other.page, eve, '/market');

    await page.getByRole('button', { name: eve.username, exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Password and log-ins' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Password and log-ins', level: 1 }).waitFor();
    await page.getByText('this one').waitFor();
    await until('both log-ins', async () => (await page.getByText(/^Since /).count()) === 2);

    const form = page.locator('form', { hasText: 'Change password' });
    await form.getByLabel('Current password', { exact: true }).focus();
    await page.keyboard.type('not the one');
    await form.getByLabel('New password', { exact: true }).focus();
    await page.keyboard.type('another horse battery');
    await page.keyboard.press('Enter');
    await page.getByText('That is not the current password.').waitFor();
    await form.getByLabel('Current password', { exact: true }).fill(eve.password);
    await page.keyboard.press('Enter');
    await form.getByText('The password is changed, and you are logged out everywhere else.').waitFor();
    await until('the other log-in to go', async () => (await page.getByText(/^Since /).count()) === 1);

    await other.page.reload();
    await other.page.getByRole('heading', { name: 'Log in' }).waitFor();
    await logIn(other.page, { ...eve, password: 'another horse battery' });
    expect([...own.faults, ...other.faults]).toEqual([]);
  });
});

/** Pixels: more than one line of a table's text, less than two. */
const LINE_AND_A_HALF = 28;

describe('a key for a program', () => {
  it('is made, copied, told apart and revoked by keyboard alone, with the focus where something is missing', async () => {
    const { page, faults } = await site.visit();
    await logIn(page, DEMO_TRADER, '/api-keys');
    await tabTo(page, /^Make key$/);
    await page.keyboard.press('Enter');
    await focusAt(page, 'Name');
    await page.keyboard.type('Morning rebalancing');
    await page.keyboard.press('Enter');
    await focusAt(page, 'Read instruments, prices and candles');
    // As documents and the list of keys name it.
    await page.getByText('market:read', { exact: true }).waitFor();
    await page.keyboard.press('Space');
    await tabTo(page, /^Make key$/);
    await page.keyboard.press('Enter');
    await page.getByText('Copy the key now.').waitFor();
    await focusAt(page, 'Copy');
    const row = page.getByRole('row', { name: /^Morning rebalancing market:read/ });
    await row.waitFor();
    // There is room for it on one line.
    expect((await row.getByText('Morning rebalancing', { exact: true }).boundingBox())?.height).toBeLessThan(
      LINE_AND_A_HALF,
    );
    await tabTo(page, /^Revoke the key Morning rebalancing$/);
    await page.keyboard.press('Enter');
    await focusAt(page, 'Yes, revoke the key Morning rebalancing');
    await page.keyboard.press('Enter');
    await row.waitFor({ state: 'detached' });
    await focusAt(page, 'API keys, scrollable');
    expect(faults).toEqual([]);
  });
});

describe('a restart of Bourse', () => {
  it('is told while it lasts, and values move again after it without a reload', async () => {
    const { page } = await site.visit();
    await logIn(page, DEMO_TRADER, '/market');
    const price = page.getByRole('row', { name: /^AAPL/ }).getByRole('cell').nth(2);
    await price.waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await site.stop();
    await page.getByText('Not live: reconnecting').waitFor();
    await site.start();
    await page.getByText('Live', { exact: true }).waitFor();
    const before = await price.textContent();
    await until('another price', async () => (await price.textContent()) !== before);
  });
});
