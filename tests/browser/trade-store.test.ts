import { readFile } from 'node:fs/promises';
import { answered, createApi } from '@bourse/client/api.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { cutOff, violationsOf, widerThanTheScreen } from './support/accessibility.ts';
import type { BrowserSite, Visit } from './support/browser-site.ts';
import { openBrowserSite } from './support/browser-site.ts';
import { focused } from './support/keyboard.ts';
import { DEMO_OPERATOR, logIn } from './support/people.ts';

let site: BrowserSite;

beforeAll(async () => {
  site = await openBrowserSite();
});
afterAll(() => site.close());

async function visiting(path: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Visit> {
  const visit = await site.visit({ colorScheme });
  await logIn(visit.page, DEMO_OPERATOR, path);
  await visit.page.getByRole('heading', { level: 1 }).waitFor();
  return visit;
}

const HEADER = 'Trade Id,Version,Counter-Party Id,Book-Id,Maturity Date,Created Date,Expired';

/** Collects how long the page's long tasks take; tells whether the browser measures them. As text, since Node's types know no long tasks. */
const WATCH_LONG_TASKS = `
  globalThis.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longTasks.push(duration);
  }).observe({ type: 'longtask' });
  PerformanceObserver.supportedEntryTypes.includes('longtask');
`;
const LONGEST_TASK_MS = 'Math.max(0, ...globalThis.longTasks)';

async function choose(page: Page, name: string, text: string): Promise<void> {
  await page.getByLabel('CSV file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByLabel('Preview', { exact: true }).waitFor();
}

async function uploadToEnd(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('All of it has been sent.').waitFor({ timeout: 90_000 });
}

/** The file that the page gives away of the lines that it could not take in. */
async function rejectedLines(page: Page): Promise<{ readonly name: string; readonly text: string }> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV with reasons' }).click();
  const file = await download;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

/** The texts of a trade as they are stored. */
async function storedTexts(tradeId: string): Promise<readonly string[]> {
  const { access_token: token } = await answered(
    createApi({ url: site.url }).POST('/api/v1/auth/login', { body: DEMO_OPERATOR }),
  );
  const api = createApi({ url: site.url, credential: { type: 'token', token: () => token } });
  const { items } = await answered(api.GET('/api/v1/trades/{trade_id}', { params: { path: { trade_id: tradeId } } }));
  return items.flatMap((trade) => [trade.trade_id, trade.counterparty_id, trade.book_id]);
}

describe('the trade store', () => {
  it('takes a trade, with every fault at its field, and tells what becomes of it', async () => {
    const { page, faults } = await visiting('/trades/new');
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/api/v1/requests/')) asked.push(request.url());
    });
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByRole('textbox', { name: 'Version' }).fill('0');
    await page.getByRole('button', { name: 'Hand in' }).click();
    for (const label of ['Trade id', 'Version', 'Counterparty', 'Book']) {
      const field = page.getByRole('textbox', { name: label });
      await until(`a fault at ${label}`, async () => (await field.getAttribute('aria-invalid')) === 'true');
    }
    await page.getByLabel('Trade id').fill('FORM-1');
    await page.getByRole('textbox', { name: 'Version' }).fill('2');
    await page.getByLabel('Counterparty').fill('CP-1');
    await page.getByLabel('Book').fill('B-FORM');
    await page.getByLabel('Maturity date', { exact: true }).fill('2099-05-20');
    await page.getByRole('button', { name: 'Hand in' }).click();
    await page.getByText('The trade is stored.').first().waitFor();
    // What became of it was told by the stream, not asked for over and over.
    expect(asked).toHaveLength(1);
    await page.getByRole('textbox', { name: 'Version' }).fill('1');
    await page.getByRole('button', { name: 'Hand in' }).click();
    await page
      .getByText(/higher version of this trade is stored/i)
      .first()
      .waitFor();
    await page.getByRole('textbox', { name: 'Version' }).fill('3');
    await page.getByRole('button', { name: 'Hand in' }).click();
    await page.getByText('version 3').waitFor();
    await page.getByRole('link', { name: 'FORM-1' }).click();
    const versions = page.getByRole('table', { name: 'Versions of FORM-1' });
    await until('both versions', async () => (await versions.getByRole('row').count()) === 3);
    expect(faults).toEqual([]);
  });

  it('tracks a request by its id', async () => {
    const { page, faults } = await visiting('/trades/requests');
    await page.getByLabel('Request id').fill('nonsense');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('You have no request with this id.').waitFor();
    expect(faults).toEqual([]);
  });

  it('takes a file in, has its bad lines mended in place, and then has all of it', async () => {
    const { page, faults } = await visiting('/trades/upload');
    const text = [
      HEADER,
      'UP-1,1,CP-1,B-UP,20/05/2099,01/01/2026,N',
      'UP-2,0,CP-1,B-UP,20/05/2099,01/01/2026,N',
      'UP-3,1,CP-2,B-UP,20/05/2001,01/01/2001,Y',
      'UP-1,2,CP-1,B-UP,21/05/2099,01/01/2026,N',
      'UP-4,1,CP-2,B-UP,2099-05-20,01/01/2026,N',
    ].join('\r\n');
    await choose(page, 'trades.csv', text);
    await uploadToEnd(page);
    await page.getByText('2 stored, 3 rejected').waitFor();
    await page.getByLabel('Version of line 3').fill('1');
    await page.getByLabel('Maturity date of line 4').fill('22/05/2099');
    await page.getByLabel('Maturity date of line 6').fill('20/05/2099');
    await page.getByRole('button', { name: 'Send 3 mended lines' }).click();
    await page.getByText('5 stored, 0 rejected').waitFor();
    await page.getByRole('link', { name: 'All trades' }).click();
    await page.getByLabel('Book').fill('B-UP');
    await page.getByRole('button', { name: 'Find' }).click();
    const trades = page.getByRole('table', { name: 'Trades' });
    await until('all trades', async () => (await trades.getByRole('row').count()) === 5);
    await trades.getByRole('row', { name: /UP-1 2 CP-1 B-UP 2099-05-21/ }).waitFor();
    expect(faults).toEqual([]);
  });

  it('gives the rejected lines away as a file, which is mended elsewhere and taken in again', async () => {
    const { page, faults } = await visiting('/trades/upload');
    const text = [
      HEADER,
      'AWAY-1,1,CP-1,B-AWAY,20/05/2099,01/01/2026,N',
      '=AWAY-2,0,"+CP, 1",B-AWAY,20/05/2099,01/01/2026,N',
      "AWAY-3,1,'-CP-2,@B-AWAY,20/05/2001,01/01/2001,Y",
      'AWAY-4,1,CP, Inc.,B-AWAY,20/05/2099,01/01/2026,N,=more',
    ].join('\r\n');
    await choose(page, 'away.csv', text);
    await uploadToEnd(page);
    await page.getByText('1 stored, 3 rejected').waitFor();
    await page.getByText('behind the last column: “N”, “=more”').waitFor();
    // One file, which can be taken in again, and not another one beside it that cannot.
    expect(await page.getByRole('button', { name: /CSV/ }).count()).toBe(1);
    const rejected = await rejectedLines(page);
    expect(rejected.name).toBe('rejected-away.csv');
    expect(rejected.text).toBe(
      [
        'line,reason,trade_id,version,counterparty_id,book_id,maturity_date,created_date,Expired',
        `3,Version must be a whole number from 1 to 2147483647,'=AWAY-2,0,"'+CP, 1",B-AWAY,20/05/2099,01/01/2026,N`,
        "4,Its maturity date has passed (UTC).,AWAY-3,1,''-CP-2,'@B-AWAY,20/05/2001,01/01/2001,Y",
        '5,"the line has 9 columns, the header 7",AWAY-4,1,CP,Inc.,B-AWAY,20/05/2099,01/01/2026,N,\'=more',
        '',
      ].join('\r\n'),
    );
    await page.getByRole('button', { name: 'Another file' }).click();
    const mended = rejected.text
      .replace('AWAY-2,0', 'AWAY-2,1')
      .replace('/2001,01', '/2099,01')
      .replace('CP,Inc.,', '"CP, Inc.",')
      .replace(",'=more", '');
    await choose(page, rejected.name, mended);
    await uploadToEnd(page);
    await page.getByText('3 stored, 0 rejected').waitFor();
    expect(await storedTexts('=AWAY-2')).toEqual(['=AWAY-2', '+CP, 1', 'B-AWAY']);
    expect(await storedTexts('AWAY-3')).toEqual(['AWAY-3', "'-CP-2", '@B-AWAY']);
    expect(await storedTexts('AWAY-4')).toEqual(['AWAY-4', 'CP, Inc.', 'B-AWAY']);
    expect(faults).toEqual([]);
  });

  it.each([
    ['a phone', { width: 390, height: 844 }],
    ['a small desktop', { width: 1_280, height: 800 }],
  ] as const)(
    'shows on %s every reason whole, and has lines mended without scrolling sideways',
    async (_, viewport) => {
      const { page, faults } = await site.visit({ viewport });
      await logIn(page, DEMO_OPERATOR, '/trades/upload');
      const tradeId = `W-${viewport.width}`;
      const lines = [
        HEADER,
        `${tradeId},1,${'C'.repeat(60)},${'B'.repeat(60)},never,20/13/2026,N`,
        `${tradeId},x,,,,,N`,
      ];
      await choose(page, 'whole.csv', lines.join('\n'));
      if (viewport.width < 400) {
        // Column below column, each with what it holds and what the first lines say there.
        const columns = page.getByRole('list', { name: 'Preview' }).getByRole('listitem');
        expect(await columns.allInnerTexts()).toHaveLength(7);
        await columns
          .filter({ hasText: `${tradeId} · ${tradeId}` })
          .getByLabel('What column Trade Id holds')
          .waitFor();
        await columns.filter({ hasText: 'C'.repeat(60) }).waitFor();
        expect(await widerThanTheScreen(page)).toEqual([]);
        expect(await violationsOf(page)).toEqual([]);
      }
      await page.getByLabel('Dates are written').selectOption('dd/mm/yyyy');
      await uploadToEnd(page);
      await page.getByText('0 stored, 2 rejected').waitFor();
      await page
        .getByText(
          /Counterparty is required and must be .*; Book is required and must be .*; Maturity date is required and must be a date as dd\/mm\/yyyy/,
        )
        .first()
        .waitFor();
      expect(await cutOff(page)).toEqual([]);
      expect(await widerThanTheScreen(page)).toEqual([]);
      expect(await violationsOf(page)).toEqual([]);
      const mended = [
        ['Version', '1'],
        ['Counterparty', 'CP'],
        ['Book', 'B-W'],
        ['Maturity date', '20/05/2099'],
      ] as const;
      await page.getByLabel('Version of line 3').focus();
      for (const [label, text] of mended) {
        expect((await focused(page)).name).toBe(`${label} of line 3`);
        await page.keyboard.press('ControlOrMeta+a');
        await page.keyboard.type(text);
        await page.keyboard.press('Tab');
      }
      await page.getByText('mended; Version').waitFor();
      await page.getByRole('button', { name: 'Send 1 mended line' }).click();
      await page.getByText('1 stored, 1 rejected').waitFor();
      expect(await storedTexts(tradeId)).toEqual([tradeId, 'CP', 'B-W']);
      expect(faults).toEqual([]);
    },
  );

  it('lets columns with other names be assigned, and says which are missing', async () => {
    const { page } = await visiting('/trades/upload');
    await choose(
      page,
      'other.csv',
      'Deal;Version;Counter-Party Id;Book-Id;Maturity Date\nMAP-1;1;CP;B-MAP;2099-01-31\n',
    );
    await page.getByText('Say which column holds: Trade id.').waitFor();
    expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
    await page.getByLabel('What column Deal holds').selectOption('trade_id');
    await uploadToEnd(page);
    await page.getByText('1 stored, 0 rejected').waitFor();
  });

  it('sends a piece again whose answer was lost, without harm', async () => {
    const { page } = await visiting('/trades');
    let lost = 0;
    await page.route('**/api/v1/trades/bulk*', async (route) => {
      if (lost === 0) {
        lost += 1;
        // Bourse takes it, and nobody hears of it.
        await route.fetch();
        await route.abort('connectionreset');
      } else await route.continue();
    });
    await page.goto('/trades/upload');
    const lines = Array.from({ length: 50 }, (_, index) => `LOST-${index},1,CP-1,B-LOST,2099-05-20,,`);
    await choose(page, 'lost.csv', [HEADER, ...lines].join('\n'));
    await uploadToEnd(page);
    await page.getByText('50 stored, 0 rejected').waitFor();
    expect(lost).toBe(1);
  });

  it('takes 100,000 lines while the page goes on working, and cancels when it is told to', async () => {
    const { page } = await visiting('/trades/upload');
    const lines = Array.from({ length: 100_000 }, (_, index) => `BIG-${index},1,CP-1,B-BIG,2099-05-20,,`);
    await choose(page, 'big.csv', [HEADER, ...lines].join('\n'));
    expect(await page.evaluate<boolean>(WATCH_LONG_TASKS)).toBe(true);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const bar = page.getByRole('progressbar');
    await until('some progress', async () => Number(await bar.getAttribute('value')) >= 6, 90_000);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled.').waitFor();
    expect(await page.evaluate<number>(LONGEST_TASK_MS)).toBeLessThan(1_000);
  });

  it.each(['light', 'dark'] as const)('has nothing that axe finds wrong, %s', async (colorScheme) => {
    const { page } = await visiting('/trades/upload', colorScheme);
    expect(await violationsOf(page)).toEqual([]);
    await choose(page, 'axe.csv', `${HEADER}\nAXE-1,0,CP,B-AXE,2099-05-20,,\n`);
    expect(await violationsOf(page)).toEqual([]);
    await uploadToEnd(page);
    await page.getByLabel('Version of line 2').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'All trades' }).click();
    await page.getByRole('table', { name: 'Trades' }).or(page.getByText('There are no trades yet.')).first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Hand in a trade' }).click();
    await page.getByRole('button', { name: 'Hand in' }).click();
    await until('faults', async () => (await page.getByLabel('Book').getAttribute('aria-invalid')) === 'true');
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'All requests' }).click();
    await page.getByLabel('Request id').waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });
});
