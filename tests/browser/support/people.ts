import type { Page } from 'playwright-core';

/** The log-ins of the demo. */
export const DEMO_TRADER = { username: 'trader', password: 'paper-trading' };
export const DEMO_OPERATOR = { username: 'operator', password: 'watching-it-all' };

/** Logs in by the form, and waits for the page behind it. */
export async function logIn(page: Page, { username, password }: typeof DEMO_TRADER, to = '/'): Promise<void> {
  await page.goto(`/log-in?to=${encodeURIComponent(to)}`);
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** Registers a trader, who has nothing yet, by the form that is there, and waits for the page behind it. */
export async function register(page: Page, { username, password }: typeof DEMO_TRADER): Promise<void> {
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('E-mail').fill(`${username}@example.com`);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}
