import { readFile } from 'node:fs/promises';
import { answered, createApi } from '@bourse/client/api.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { cutOff, widerThanTheScreen } from './support/accessibility.ts';
import type { BrowserSite } from './support/browser-site.ts';
import { openBrowserSite } from './support/browser-site.ts';
import { focusAt } from './support/keyboard.ts';
import { DEMO_TRADER, logIn, register } from './support/people.ts';

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
    await register(page, { username: 'ada', password: 'correct horse battery' });

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
    expect(await cutOff(page)).toEqual([]);

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

/** Two orders that wait, one of them with a name that a spreadsheet would take for a formula. */
async function placeOrders(who: typeof DEMO_TRADER): Promise<void> {
  const { access_token: token } = await answered(
    createApi({ url: site.url }).POST('/api/v1/auth/login', { body: who }),
  );
  const api = createApi({ url: site.url, credential: { type: 'token', token: () => token } });
  await answered(api.POST('/api/v1/account/deposits', { body: { amount: '100' } }));
  const waits = { symbol: 'AAPL', side: 'buy', type: 'limit', time_in_force: 'gtc' } as const;
  for (const [name, quantity, price] of [
    ['=1+1', '1.234567', '1.50'],
    ['two,"quoted"', '1000', '0.0125'],
  ] as const) {
    const body = { ...waits, client_order_id: name, quantity, limit_price: price };
    await answered(api.POST('/api/v1/orders', { body }));
  }
}

describe('the blotter', () => {
  it('shows the columns that are chosen, and exports those of the rows that are shown, every digit as it is', async () => {
    const { page, faults } = await site.visit();
    const kim = { username: 'kim', password: 'correct horse battery' };
    await page.goto('/register');
    await register(page, kim);
    await placeOrders(kim);
    await page.goto('/orders');
    const table = page.getByRole('table', { name: 'Orders' });
    await table.getByText('1.234567').waitFor();
    await until('both to wait', async () => (await table.getByText('open', { exact: true }).count()) === 2);
    const headings = () => table.getByRole('columnheader').allTextContents();
    expect(await headings()).toContain('Average fill');
    expect(await headings()).not.toContain('Your name for it');
    await page.getByRole('button', { name: 'Columns' }).click();
    const columns = page.getByRole('dialog', { name: 'Columns' });
    for (const name of ['Placed', 'Type', 'Stop', 'Average fill', 'Reason', 'Cancel']) {
      await columns.getByLabel(name, { exact: true }).uncheck();
    }
    await columns.getByLabel('Your name for it').check();
    await page.keyboard.press('Escape');
    await columns.waitFor({ state: 'detached' });
    await focusAt(page, 'Columns');
    expect(await headings()).toEqual([
      ...['Symbol', 'Side', 'Quantity', 'Filled', 'Limit', 'Status', 'Your name for it'],
    ]);
    await table.getByText('=1+1', { exact: true }).waitFor();

    const exported = async (): Promise<string> => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export CSV' }).click();
      const file = await download;
      expect(file.suggestedFilename()).toBe('orders.csv');
      return readFile(await file.path(), 'utf8');
    };
    const header = 'symbol,side,quantity,filled_quantity,limit_price,status,client_order_id\r\n';
    const first = "AAPL,buy,1.234567,0,1.50,open,'=1+1\r\n";
    expect(await exported()).toBe(`${header}AAPL,buy,1000,0,0.0125,open,"two,""quoted"""\r\n${first}`);
    await page.getByLabel('Filter orders').fill('1+1');
    await table.getByText('1,000').waitFor({ state: 'detached' });
    expect(await exported()).toBe(`${header}${first}`);
    expect(faults).toEqual([]);
  });
});

/** Those of desktops that have little room; the bar that scrolls a table takes some of it on many, and none in this browser. */
const DESKTOP_WIDTHS = [1_280, 1_366, 1_440];
const SCROLL_BAR = 15;

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
    await goTo(page, 'Orders');
    // The longest of all reasons.
    await page.getByRole('cell', { name: 'There is not enough buying power. Open orders hold theirs.' }).waitFor();
    for (const width of DESKTOP_WIDTHS) {
      await page.setViewportSize({ width: width - SCROLL_BAR, height: 800 });
      expect(await cutOff(page), `${width} wide`).toEqual([]);
      expect(await widerThanTheScreen(page), `${width} wide`).toEqual([]);
    }
    // On a phone there is no column for it.
    await page.setViewportSize({ width: 390, height: 844 });
    await page
      .getByRole('row', { name: /BKNG Buy/ })
      .getByText('There is not enough buying power.')
      .waitFor();
    expect(await page.getByRole('columnheader', { name: 'Reason' }).count()).toBe(0);
    expect(await cutOff(page)).toEqual([]);
    expect(await widerThanTheScreen(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('sends an order again under the same name when the answer was lost, and it takes effect once', async () => {
    const { page } = await site.visit();
    let lost = 0;
    await page.route('**/api/v1/orders', async (route) => {
      if (route.request().method() !== 'POST' || lost >= 3) return route.continue();
      // It arrives and takes effect; what is lost is the answer, and those of the repetitions.
      lost += 1;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await logIn(page, DEMO_TRADER);
    await openInstrument(page, 'MSFT');
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
    const cancel = page.getByRole('button', { name: 'Cancel the order for 3 JPM' });
    await cancel.waitFor();
    expect(await cutOff(page)).toEqual([]);
    await cancel.focus();
    await page.keyboard.press('Enter');
    await page
      .getByRole('row', { name: /JPM Buy/ })
      .getByText('cancelled')
      .waitFor();
    // The button is gone; its table is where one goes on.
    await focusAt(page, 'Orders, scrollable');
  });
});
