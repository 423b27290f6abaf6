import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserSite } from './support/browser-site.ts';
import { openBrowserSite } from './support/browser-site.ts';
import { DEMO_TRADER, logIn } from './support/people.ts';

let site: BrowserSite;

beforeAll(async () => {
  // The commission is something to see.
  site = await openBrowserSite({ COMMISSION_BPS: '10' });
});
afterAll(() => site.close());

const goTo = (page: Page, entry: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: entry }).click();

/** Goes to an instrument by the market, as a person does. */
async function openInstrument(page: Page, symbol: string): Promise<void> {
  await goTo(page, 'Market');
  await page.getByLabel('Search instruments').fill(symbol);
  await page.getByRole('link', { name: symbol, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: new RegExp(`^${symbol} `) }).waitFor();
}

/** Fills in, reviews and sends a market order by the keyboard, and waits for its outcome. */
async function trade(page: Page, { side, quantity }: { side: 'Buy' | 'Sell'; quantity: string }): Promise<void> {
  const ticket = page.getByRole('form', { name: 'Order ticket' });
  await ticket.getByText(side, { exact: true }).click();
  await ticket.getByLabel('Quantity').fill(quantity);
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Review of the order' }).waitFor();
  // The button that sends has the focus.
  await page.keyboard.press('Enter');
}

describe('a new trader', () => {
  it('registers, deposits, buys, sees it filled live, sells, and reads it all in the ledger', async () => {
    const { page, faults } = await site.visit();
    await page.goto('/');
    await page.getByRole('link', { name: 'Register an account' }).click();
    await page.getByLabel('User name').fill('ada');
    await page.getByLabel('E-mail').fill('ada@example.com');
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await page.getByRole('button', { name: 'Register' }).click();

    await goTo(page, 'Account');
    await page.getByLabel('Amount in USD').fill('10000');
    await page.keyboard.press('Enter');
    await page.getByText('Deposited: 10,000.00. Cash is now 10,000.00.').first().waitFor();

    await openInstrument(page, 'AAPL');
    await trade(page, { side: 'Buy', quantity: '1.5' });
    await page
      .getByRole('region', { name: 'Outcome of the order' })
      .getByText(/Buy 1.5 AAPL: filled at \d/)
      .waitFor();

    await page.getByRole('button', { name: 'New order' }).click();
    await trade(page, { side: 'Sell', quantity: '0.5' });
    await page
      .getByRole('region', { name: 'Outcome of the order' })
      .getByText(/Sell 0.5 AAPL: filled at \d/)
      .waitFor();
    const blotter = page.getByRole('table', { name: 'Orders' });
    expect(await blotter.getByText('filled', { exact: true }).count()).toBe(2);

    await goTo(page, 'Ledger');
    const ledger = page.getByRole('table', { name: 'Ledger' });
    await ledger.getByText('deposit').waitFor();
    expect(await ledger.getByRole('cell', { name: 'fill', exact: true }).count()).toBe(2);
    expect(await ledger.getByText('+10,000.00').count()).toBe(1);

    await goTo(page, 'Executions');
    await page
      .getByRole('table', { name: 'Executions' })
      .getByRole('row', { name: /AAPL Sell 0.5/ })
      .waitFor();
    await goTo(page, 'Dashboard');
    await page
      .getByRole('table', { name: 'Positions' })
      .getByRole('row', { name: /^AAPL 1 / })
      .waitFor();
    expect(faults).toEqual([]);
  });
});

describe('the order ticket', () => {
  it('tells what an order costs, and says in plain words why it was rejected', async () => {
    const { page, faults } = await site.visit();
    await logIn(page, DEMO_TRADER);
    await openInstrument(page, 'BKNG');
    const ticket = page.getByRole('form', { name: 'Order ticket' });
    await ticket.getByLabel('Quantity').fill('abc');
    await page.keyboard.press('Enter');
    await ticket.getByText('Enter a number above zero').waitFor();
    await ticket.getByLabel('Quantity').fill('100');
    await ticket.getByText('There is not enough buying power.').waitFor();
    expect(await ticket.getByText('Estimated cost').count()).toBe(1);
    await page.keyboard.press('Enter');
    await page.getByText(/You saw [\d,.]+: the order is rejected if the market is below/).waitFor();
    await page.getByRole('button', { name: 'Send order' }).click();
    const outcome = page.getByRole('region', { name: 'Outcome of the order' });
    await outcome.getByText('rejected. There is not enough buying power').waitFor();
    await outcome.getByRole('button', { name: 'Change it' }).click();
    expect(await ticket.getByLabel('Quantity').inputValue()).toBe('100');
    expect(faults).toEqual([]);
  });

  it('sends an order again under the same name when the answer was lost, and it takes effect once', async () => {
    const { page } = await site.visit();
    await logIn(page, DEMO_TRADER);
    await openInstrument(page, 'MSFT');
    let lost = 0;
    await page.route('**/api/v1/orders', async (route) => {
      if (route.request().method() !== 'POST' || lost >= 3) return route.continue();
      // It arrives and takes effect; what is lost is the answer, and those of the repetitions.
      lost += 1;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await trade(page, { side: 'Buy', quantity: '2' });
    await page.getByText('No answer came').first().waitFor();
    await page.getByRole('button', { name: 'Send it again' }).click();
    await page.getByText(/Buy 2 MSFT: filled at/).waitFor();
    expect(lost).toBe(3);
    expect(await page.getByRole('table', { name: 'Orders' }).getByText('filled', { exact: true }).count()).toBe(1);
  });

  it('lets an order wait, and cancels it from the blotter', async () => {
    const { page } = await site.visit();
    await logIn(page, DEMO_TRADER);
    await openInstrument(page, 'JPM');
    const ticket = page.getByRole('form', { name: 'Order ticket' });
    await ticket.getByLabel('Type').selectOption('limit');
    await ticket.getByLabel('Limit price').fill('1');
    await trade(page, { side: 'Buy', quantity: '3' });
    await page.getByText('Buy 3 JPM: open, waits for its price.').waitFor();
    await goTo(page, 'Orders');
    await page.getByRole('button', { name: 'Cancel the order for 3 JPM' }).click();
    await page
      .getByRole('row', { name: /JPM Buy/ })
      .getByText('cancelled')
      .waitFor();
  });
});
