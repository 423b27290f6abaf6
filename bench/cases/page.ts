import { join } from 'node:path';
import { DEMO_USERS } from '@bourse/entrypoints/compose/demo.ts';
import { providePage } from '@bourse/entrypoints/page/provide-page.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import { findRunningEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import type { Browser, Page } from 'playwright-core';
import { findChromium, MISSING_CHROMIUM } from '../browser/find-chromium.ts';
import { launchBrowser } from '../browser/launch-browser.ts';
import type { LongTable } from '../browser/long-table.ts';
import { addFrames, measureLongTable } from '../browser/long-table.ts';
import { readLoad, scrollThrough } from '../browser/page-measures.ts';
import { openPhone } from '../browser/phone.ts';
import type { BourseProcess } from '../platform/bourse-process.ts';
import { startBourse } from '../platform/bourse-process.ts';
import { fillAccount } from '../platform/fill-account.ts';
import { fillTrades } from '../platform/fill-trades.ts';
import { manyInstruments } from '../platform/many-instruments.ts';
import { makeWorkDirectory } from '../platform/work-directory.ts';
import type { FigureCollector } from '../report/figure.ts';
import { figureCollector } from '../report/figure.ts';
import type { BenchmarkCase, CaseResult } from './benchmark-case.ts';

const SYMBOLS = 200;
const ROWS = 100_000;
/** Every tenth row that is filled in is the second version of a trade, and the store shows the highest alone. */
const FILLED_ROWS = 111_111;
/** Of 200 instruments 280 are drawn each time, which moves three quarters of them, ten times a second. */
const PACE = { tickIntervalMs: 100, movesPerTick: 280 };
const FULL = { rounds: 3, scrollSeconds: 8 };
const QUICK = { rounds: 1, scrollSeconds: 4 };
const WIDE = { width: 1_440, height: 900 };
const BYTES_PER_KB = 1_000;
const LONG_MS = 120_000;

const SCRIPTS = 'scripts of the log-in';
const SCRIPTS_INSIDE = 'scripts of the dashboard';
const PAINT = 'largest paint of the log-in';
const PAINT_INSIDE = 'largest paint of the dashboard';

const TRADE_STORE: LongTable = {
  ...{ name: 'trade store', entry: 'Trade store', label: 'Trades', leastRows: ROWS },
  ...{ sortBy: 'Trade id', filter: 'BOOK-0042' },
};
const BLOTTER: LongTable = {
  ...{ name: 'blotter', entry: 'Orders', label: 'Orders', leastRows: ROWS },
  ...{ sortBy: 'Symbol', filter: 'B0002' },
};
const LEDGER: LongTable = {
  ...{ name: 'ledger', entry: 'Ledger', label: 'Ledger', leastRows: ROWS },
  ...{ sortBy: 'Cash after', filter: 'B0002' },
};

/** The page as a browser sees it: how soon it is there, and whether it keeps up. */
export const page: BenchmarkCase = {
  name: 'page',
  title: 'the page in a browser: first load on a slow phone, 200 symbols that tick, 100,000 rows that scroll',
  async run({ quick, say }) {
    if (findChromium() === undefined) return notRun(MISSING_CHROMIUM);
    if ((await providePage(say)) === 'not-built') return notRun('the page could not be built, for the reason above');
    const { rounds, scrollSeconds } = quick ? QUICK : FULL;
    const figures = figureCollector();
    const faults: string[] = [];
    const site = await openSite();
    try {
      for (let round = 0; round < rounds; round += 1) {
        say(`  round ${round + 1} of ${rounds}`);
        await measureLoad(site, figures);
        faults.push(...(await measureDesk(site, figures, scrollSeconds)));
      }
    } finally {
      await site.close();
    }
    return {
      figures: figures.all(),
      verdicts: [
        { figure: figures.of(SCRIPTS), requirement: { bound: 'at-most', value: 250, reach: 150 } },
        { figure: figures.of(SCRIPTS_INSIDE), requirement: { bound: 'at-most', value: 250, reach: 150 } },
        { figure: figures.of(PAINT), requirement: { bound: 'at-most', value: 2_500 } },
        { figure: figures.of(PAINT_INSIDE), requirement: { bound: 'at-most', value: 2_500 } },
      ],
      faults,
    };
  },
};

function notRun(reason: string): CaseResult {
  return { figures: [], verdicts: [], faults: [], notRun: reason };
}

interface Site {
  readonly url: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Bourse with 200 instruments that move, 100,000 trades and a trader with as many orders, and a browser. */
async function openSite(): Promise<Site> {
  const work = makeWorkDirectory();
  const dataDirectory = join(work.path, 'data');
  const instruments = manyInstruments(SYMBOLS);
  const vendor = await startVendorSimulator({ apiKey: 'bench', instruments, ...PACE });
  let bourse: BourseProcess | null = null;
  const close = async (): Promise<void> => {
    await bourse?.stop();
    await vendor.close();
    work.remove();
  };
  try {
    const environment = { VENDOR_URL: vendor.url, VENDOR_API_KEY: 'bench' };
    bourse = await startBourse({ dataDirectory, demo: true, environment });
    await bourse.whenUp;
    const connection = await findRunningEmbeddedPostgres(dataDirectory);
    if (connection === undefined) throw new Error('the database of Bourse is not running');
    await fillTrades(connection, FILLED_ROWS, Date.now());
    await fillAccount(
      bourse.port,
      connection,
      instruments.map(({ symbol }) => symbol),
      ROWS,
    );
    const browser = await launchBrowser();
    return {
      url: `http://127.0.0.1:${bourse.port}`,
      browser,
      async close() {
        await browser.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The first visit, and coming back with a log-in but nothing in the cache. */
async function measureLoad({ url, browser }: Site, figures: FigureCollector): Promise<void> {
  const phone = await openPhone(browser, url);
  await phone.page.goto('/log-in');
  await phone.page.getByRole('button', { name: 'Log in' }).waitFor();
  const first = await readLoad(phone.page);
  await logIn(phone.page, 'trader');
  await phone.page.goto('/');
  // To its last part: a larger paint may come late.
  await phone.page.getByRole('table', { name: 'Positions' }).waitFor();
  await phone.page.getByRole('img', { name: 'Equity from' }).locator('canvas').waitFor();
  const inside = await readLoad(phone.page);
  await phone.close();
  figures.add(SCRIPTS, 'kB', first.scriptBytes / BYTES_PER_KB);
  figures.add(SCRIPTS_INSIDE, 'kB', inside.scriptBytes / BYTES_PER_KB);
  figures.add(PAINT, 'ms', first.largestPaintMs);
  figures.add(PAINT_INSIDE, 'ms', inside.largestPaintMs);
}

/** A day at the desk: prices that move, long tables, and both at once. */
async function measureDesk(
  { url, browser }: Site,
  figures: FigureCollector,
  seconds: number,
): Promise<readonly string[]> {
  const context = await browser.newContext({ baseURL: url, viewport: WIDE });
  const desk = await context.newPage();
  desk.setDefaultTimeout(LONG_MS);
  await logIn(desk, 'operator');
  await desk.getByRole('link', { name: 'Market' }).click();
  await desk.getByText(`${SYMBOLS} rows`).waitFor();
  addFrames(figures, '200 symbols tick', await scrollThrough(desk, 'Instruments, scrollable', seconds));
  const faults = [
    ...(await measureLongTable(desk, TRADE_STORE, seconds, figures)),
    ...(await measureBoth(desk, seconds, figures)),
  ];
  await context.close();

  const other = await browser.newContext({ baseURL: url, viewport: WIDE });
  const floor = await other.newPage();
  floor.setDefaultTimeout(LONG_MS);
  await logIn(floor, 'trader');
  for (const table of [BLOTTER, LEDGER]) faults.push(...(await measureLongTable(floor, table, seconds, figures)));
  await other.close();
  return faults;
}

/** The long table scrolls while the prices tick in a second window, which the browser draws in the same thread as the first. */
async function measureBoth(desk: Page, seconds: number, figures: FigureCollector): Promise<readonly string[]> {
  const opened = desk.waitForEvent('popup');
  await desk.evaluate(
    `window.market = window.open('/market', 'market', 'popup,width=${WIDE.width},height=${WIDE.height}')`,
  );
  const market = await opened;
  await market.getByText(`${SYMBOLS} rows`).waitFor();
  await desk.evaluate(COUNT_DRAWN);
  const times = await scrollThrough(desk, 'Trades, scrollable', seconds);
  const drawn = Number(await desk.evaluate('window.drawn'));
  await market.close();
  addFrames(figures, '200 symbols tick and the trade store scrolls', times);
  figures.add('prices drawn meanwhile', '/s', drawn / seconds);
  return drawn > seconds ? [] : [`${drawn} prices moved while the table scrolled`];
}

/** Counts in the first window what changes in the second; that it can reach it shows that they share a thread. */
const COUNT_DRAWN = `{
  window.drawn = 0;
  new MutationObserver((changes) => {
    window.drawn += changes.filter(({ type }) => type === 'characterData').length;
  }).observe(window.market.document.querySelector('[role=table]'), { characterData: true, subtree: true });
}`;

async function logIn(shown: Page, role: 'trader' | 'operator'): Promise<void> {
  const user = DEMO_USERS.find((one) => one.role === role);
  if (user === undefined) throw new TypeError(`the demo has no ${role}`);
  await shown.goto('/log-in');
  await shown.getByLabel('User name').fill(user.username);
  await shown.getByLabel('Password', { exact: true }).fill(user.password);
  await shown.getByRole('button', { name: 'Log in' }).click();
  await shown.getByRole('navigation', { name: 'Main' }).waitFor();
}
