import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEMO_USERS } from '@bourse/entrypoints/compose/demo.ts';
import { providePage } from '@bourse/entrypoints/page/provide-page.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import { findRunningEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import type { Browser, Page } from 'playwright-core';
import { findChromium, INSTALL_CHROMIUM } from '../browser/find-chromium.ts';
import { launchBrowser } from '../browser/launch-browser.ts';
import { readLoad, scrollThrough, timed } from '../browser/page-measures.ts';
import { openPhone } from '../browser/phone.ts';
import type { BourseProcess } from '../platform/bourse-process.ts';
import { startBourse } from '../platform/bourse-process.ts';
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

/** The page as a browser sees it: how soon it is there, and whether it keeps up. */
export const page: BenchmarkCase = {
  name: 'page',
  title: 'the page in a browser: first load on a slow phone, 200 symbols that tick, 100,000 rows that scroll',
  async run({ quick, say }) {
    if (findChromium() === undefined) {
      return failed(`there is no Chromium on this machine: ${INSTALL_CHROMIUM}, or name one in BOURSE_CHROMIUM`);
    }
    if ((await providePage(say)) === 'not-built') return failed('the page could not be built');
    const { rounds, scrollSeconds } = quick ? QUICK : FULL;
    const figures = figureCollector();
    const faults: string[] = [];
    const site = await openSite();
    try {
      for (let round = 0; round < rounds; round += 1) {
        say(`  round ${round + 1} of ${rounds}`);
        await measureLoad(site, figures);
        await measureDesk(site, figures, scrollSeconds, faults);
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

function failed(fault: string): CaseResult {
  return { figures: [], verdicts: [], faults: [fault] };
}

interface Site {
  readonly url: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Bourse with 200 instruments that move and 100,000 trades, and a browser. */
async function openSite(): Promise<Site> {
  const work = makeWorkDirectory();
  const dataDirectory = join(work.path, 'data');
  const vendor = await startVendorSimulator({ apiKey: 'bench', instruments: manyInstruments(SYMBOLS), ...PACE });
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

/** A day at the desk: prices that move, and a long table. */
async function measureDesk(
  { url, browser }: Site,
  figures: FigureCollector,
  seconds: number,
  faults: string[],
): Promise<void> {
  const context = await browser.newContext({ baseURL: url, viewport: WIDE });
  const desk = await context.newPage();
  desk.setDefaultTimeout(LONG_MS);
  await logIn(desk, 'operator');
  await desk.getByRole('link', { name: 'Market' }).click();
  await desk.getByText(`${SYMBOLS} rows`).waitFor();
  addFrames(figures, '200 symbols tick', await scrollThrough(desk, 'Instruments, scrollable', seconds));

  await desk.getByRole('link', { name: 'Trade store' }).click();
  const loadMs = await timed(desk, async () => {
    await desk.getByRole('button', { name: 'Load the rest' }).click();
    await desk.getByText('100,000 rows', { exact: true }).waitFor();
  });
  figures.add('100,000 rows: all of them read', 'ms', loadMs);
  addFrames(figures, '100,000 rows scroll', await scrollThrough(desk, 'Trades, scrollable', seconds));
  // Throws when it does not come: then the table lost its end.
  await desk.locator(`[role=row][aria-rowindex="${ROWS + 1}"]`).waitFor({ state: 'attached' });

  const sortMs = await timed(desk, () =>
    desk.getByRole('columnheader', { name: 'Trade id' }).getByRole('button').click(),
  );
  figures.add('100,000 rows: sorted', 'ms', sortMs);
  const filterMs = await timed(desk, async () => {
    await desk.getByRole('searchbox', { name: 'Filter trades' }).fill('BOOK-0042');
    await desk.getByText(/of 100,000 rows/).waitFor();
  });
  figures.add('100,000 rows: filtered', 'ms', filterMs);
  await desk.getByRole('searchbox', { name: 'Filter trades' }).fill('');
  await desk.getByText('100,000 rows', { exact: true }).waitFor();
  const startMs = performance.now();
  const saved = desk.waitForEvent('download');
  await desk.getByRole('button', { name: 'Export CSV' }).click();
  const file = await (await saved).path();
  figures.add('100,000 rows: exported', 'ms', performance.now() - startMs);
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n').length;
  if (lines !== ROWS + 1) faults.push(`the exported file has ${lines} lines in place of ${ROWS + 1}`);
  await context.close();
}

function addFrames(figures: FigureCollector, name: string, times: { p50: number; p95: number; longest: number }): void {
  figures.add(`${name}: a frame, p50`, 'ms', times.p50);
  figures.add(`${name}: a frame, p95`, 'ms', times.p95);
  figures.add(`${name}: the longest frame`, 'ms', times.longest);
}

async function logIn(shown: Page, role: 'trader' | 'operator'): Promise<void> {
  const user = DEMO_USERS.find((one) => one.role === role);
  if (user === undefined) throw new TypeError(`the demo has no ${role}`);
  await shown.goto('/log-in');
  await shown.getByLabel('User name').fill(user.username);
  await shown.getByLabel('Password', { exact: true }).fill(user.password);
  await shown.getByRole('button', { name: 'Log in' }).click();
  await shown.getByRole('navigation', { name: 'Main' }).waitFor();
}
