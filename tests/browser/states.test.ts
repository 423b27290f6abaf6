import type { AnswerOf } from '@bourse/client/api.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import type { BrowserSite, Visit } from './support/browser-site.ts';
import { openBrowserSite } from './support/browser-site.ts';
import { holdAnswers, PROBLEM_TEXT } from './support/held-answers.ts';
import { focusAt, tabTo } from './support/keyboard.ts';
import { DEMO_OPERATOR, DEMO_TRADER, logIn, register } from './support/people.ts';
import type { StreamBetween } from './support/stream-between.ts';
import { standInStream } from './support/stream-between.ts';

let site: BrowserSite;
let visits: Readonly<Record<'a new trader' | 'an operator', Visit>>;

beforeAll(async () => {
  site = await openBrowserSite();
  visits = { 'a new trader': await site.visit(), 'an operator': await site.visit() };
  const { page } = visits['a new trader'];
  await page.goto('/register');
  await register(page, { username: 'newcomer', password: 'correct horse battery' });
  await logIn(visits['an operator'].page, DEMO_OPERATOR, '/trades');
});
afterAll(() => site.close());

/** A part of a view: whose and where it is, what it reads, how that is called, and what is said when there is nothing (or shown). */
interface Part {
  readonly who: 'a new trader' | 'an operator';
  readonly path: string;
  readonly reads: string;
  readonly what: string;
  readonly then: string;
}

const PARTS: readonly Part[] = [
  { who: 'a new trader', path: '/', reads: '/positions', what: 'the positions', then: 'You own nothing yet.' },
  {
    who: 'a new trader',
    path: '/',
    reads: '/account/history',
    what: 'the equity curve',
    then: 'There was no equity in this time.',
  },
  { who: 'a new trader', path: '/account', reads: '/account', what: 'the account', then: 'Currency' },
  { who: 'a new trader', path: '/orders', reads: '/orders', what: 'the orders', then: 'There are no orders yet.' },
  {
    who: 'a new trader',
    path: '/executions',
    reads: '/account/transactions',
    what: 'the executions',
    then: 'Nothing was filled yet.',
  },
  {
    who: 'a new trader',
    path: '/ledger',
    reads: '/account/transactions',
    what: 'the journal',
    then: 'Nothing has moved yet.',
  },
  { who: 'a new trader', path: '/market', reads: '/assets', what: 'the instruments', then: 'Apple' },
  { who: 'an operator', path: '/trades', reads: '/trades', what: 'the trades', then: 'There are no trades yet.' },
  {
    who: 'an operator',
    path: '/operations',
    reads: '/market/quarantine',
    what: 'the quarantine',
    then: 'Nothing is in quarantine.',
  },
];

describe('a part of a view', () => {
  it.each(PARTS)(
    'of $who at $path ($reads) shows $what as loading, as not to be had, and, tried again, as they are: $then',
    async ({ who, path, reads, what, then }) => {
      const { page, faults } = visits[who];
      const answers = await holdAnswers(page, reads);
      await page.goto(path);
      const loading = page.getByRole('status').filter({ hasText: `Loading ${what} …` });
      await loading.waitFor();
      expect(await loading.locator('[aria-hidden="true"]').count()).toBeGreaterThan(1);
      await answers.fail();
      const failed = page.getByRole('alert').filter({ hasText: `Could not load ${what}.` });
      await failed.getByText(PROBLEM_TEXT).waitFor();
      expect(await loading.count()).toBe(0);
      await answers.release();
      await failed.getByRole('button', { name: 'Try again' }).click();
      await page.getByText(then, { exact: true }).first().waitFor();
      expect(await failed.count()).toBe(0);
      expect(faults).toEqual([]);
    },
  );

  it('leaves what is searched for where it is, to be changed, when the search fails', async () => {
    const { page, faults } = visits['a new trader'];
    const answers = await holdAnswers(page, '/assets');
    await answers.release();
    await page.goto('/market');
    const box = page.getByLabel('Search instruments');
    await box.waitFor();
    await answers.fail();
    await box.fill('apple');
    await page.getByRole('alert').filter({ hasText: 'Could not load the instruments.' }).waitFor();
    await answers.release();
    await page.keyboard.type(' inc');
    await page.getByRole('row', { name: /^AAPL/ }).waitFor();
    expect(await box.inputValue()).toBe('apple inc');
    expect(faults).toEqual([]);
  });

  it('says that an instrument is not there, or not to be found', async () => {
    const { page } = visits['a new trader'];
    await page.goto('/market');
    await page.getByLabel('Search instruments').fill('no such thing');
    await page.getByText('No instrument matches “no such thing”.').waitFor();
    await page.goto('/market/NOPE');
    await page.getByText('There is no instrument NOPE.').waitFor();
    // It is no failure, which trying again would mend.
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Search the market' }).click();
    await page.getByRole('heading', { level: 1, name: 'Market' }).waitFor();
  });
});

/** A page whose clock goes as far ahead as it is told to, with somebody between it and its stream. */
async function visitByItsOwnClock(): Promise<Visit & { readonly stream: StreamBetween }> {
  const visit = await site.visit();
  const stream = await standInStream(visit.page);
  await visit.page.clock.install();
  return { ...visit, stream };
}

/** Notes whether the button that has the focus ever leaves the document. As text, since Node's types know no such observer. */
const WATCH_BUTTON = `
  globalThis.buttonWasGone = false;
  const button = document.activeElement;
  new MutationObserver(() => {
    globalThis.buttonWasGone ||= !button.isConnected;
  }).observe(document.body, { childList: true, subtree: true });
`;

describe('the open market', () => {
  it('shows instruments that come in, and comes back by itself when it could not be read', async () => {
    const { page, faults } = await visitByItsOwnClock();
    let [listed, asked] = [0, 0];
    await page.route(
      ({ pathname }) => pathname === '/api/v1/assets',
      async (route) => {
        asked += 1;
        if (listed === 0) return route.abort('connectionrefused');
        const response = await route.fetch();
        const { items } = (await response.json()) as AnswerOf<'/api/v1/assets'>;
        return route.fulfill({ response, json: { items: items.slice(0, listed), next_cursor: null } });
      },
    );
    const table = page.getByRole('table', { name: 'Instruments' });
    await logIn(page, DEMO_TRADER, '/market');
    await until('it to be said that they cannot be had', async () => {
      // Each try waits for the one before by the clock of the page.
      await page.clock.fastForward(1_000);
      return (await page.getByText('Could not load the instruments.').count()) === 1;
    });
    // It stays, with what one can do, while it is tried again by itself and when one asks for it.
    await tabTo(page, /^Try again$/);
    await page.evaluate(WATCH_BUTTON);
    const tries = asked;
    await page.clock.fastForward('00:31');
    await until('another try', () => asked > tries);
    await until('the try to end', async () => {
      await page.clock.fastForward(1_000);
      return asked > tries + 1;
    });
    expect(await page.evaluate('globalThis.buttonWasGone')).toBe(false);
    await focusAt(page, 'Try again');
    for (const count of [3, 4]) {
      listed = count;
      await page.clock.fastForward('00:31');
      await page.getByText(`${count} rows`, { exact: true }).waitFor();
      await until('all of them to have prices', async () => (await table.getByText(/\d\.\d\d/).count()) === count);
      // The button is gone when it has helped; its panel is where one goes on.
      await focusAt(page, 'Instruments');
    }
    expect(faults).toEqual([]);
  });
});

describe('what has grown old', () => {
  it('is marked where it is watched, and stays readable, until it is read again', async () => {
    const { page, faults } = visits['an operator'];
    const answers = await holdAnswers(page, '/operations');
    await answers.release();
    await page.goto('/operations');
    const consumers = page.getByRole('region', { name: 'Consumers' });
    await consumers.getByText('caught up').first().waitFor();
    await answers.fail();
    const mark = consumers.getByText(/^⏱ Not read since .* It is tried again by itself\.$/);
    await mark.waitFor();
    expect(await consumers.getByText('caught up').count()).toBeGreaterThan(0);
    await answers.release();
    await mark.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
  });

  it('is marked in a list whose newest rows could not be read', async () => {
    const { page, faults } = visits['a new trader'];
    const navigation = page.getByRole('navigation', { name: 'Main' });
    const answers = await holdAnswers(page, '/account/transactions');
    await answers.release();
    await page.goto('/account');
    await page.getByLabel('Amount in USD').fill('10000');
    await page.keyboard.press('Enter');
    await navigation.getByRole('link', { name: 'Ledger' }).click();
    await page.getByRole('table', { name: 'Ledger' }).getByText('deposit').waitFor();
    await answers.fail();
    await navigation.getByRole('link', { name: 'Executions' }).click();
    const mark = page.getByRole('status').filter({ hasText: 'Not the newest, or not all: they could not be read.' });
    await mark.getByText(PROBLEM_TEXT).waitFor();
    await page.getByText('Nothing was filled yet.').waitFor();
    await answers.release();
    await mark.getByRole('button', { name: 'Try again' }).click();
    await mark.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
  });

  it('is marked on the dashboard while the stream is cut, or the account is not read', async () => {
    const { page, faults, stream } = await visitByItsOwnClock();
    const answers = await holdAnswers(page, '/account');
    await answers.release();
    await logIn(page, DEMO_TRADER);
    await page.getByText('Live', { exact: true }).waitFor();
    await stream.cut();
    const cut = page.getByText('The connection is lost. Values are those of');
    await cut.waitFor();
    stream.mend();
    await cut.waitFor({ state: 'detached' });
    await answers.fail();
    await page.clock.fastForward('00:31');
    const notRead = page.getByText('The account was not read since');
    await notRead.waitFor();
    await page.getByText('100,000.00').first().waitFor();
    await answers.release();
    await page.clock.fastForward('00:31');
    await notRead.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
  });

  it('is marked at prices that grow old while the stream tells of no newer ones', async () => {
    const { page, faults, stream } = await visitByItsOwnClock();
    const marks = page.getByText(/^stale · /);
    await logIn(page, DEMO_TRADER, '/market/AAPL');
    await page.getByRole('form', { name: 'Order ticket' }).waitFor();
    expect(await marks.count()).toBe(0);
    stream.letPrices(false);
    await page.clock.fastForward('05:30');
    const notice = page.getByText('The newest price is too old to trade on.');
    await notice.waitFor();
    await until('both ages to be marked', async () => (await marks.count()) === 2);
    stream.letPrices(true);
    await notice.waitFor({ state: 'detached' });
    expect(await marks.count()).toBe(0);
    expect(faults).toEqual([]);
  });
});
