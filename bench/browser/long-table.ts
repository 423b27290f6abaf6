import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { FigureCollector } from '../report/figure.ts';
import type { FrameTimes } from './page-measures.ts';
import { scrollThrough, timed } from './page-measures.ts';

/** A table of a view, and what is done with it. */
export interface LongTable {
  /** Begins the names of its figures. */
  readonly name: string;
  /** The entry of the navigation that leads to it. */
  readonly entry: string;
  /** How it is called: "Trades". */
  readonly label: string;
  readonly sortBy: string;
  /** Finds some of its rows. */
  readonly filter: string;
  readonly leastRows: number;
}

/** Goes to the table, has all of its rows brought, and scrolls, sorts, filters and exports them; answers what went wrong, in sentences. */
export async function measureLongTable(
  desk: Page,
  table: LongTable,
  seconds: number,
  figures: FigureCollector,
): Promise<readonly string[]> {
  const { name, label, leastRows } = table;
  const loadMs = await timed(desk, () => bringAll(desk, table));
  figures.add(`${name}: all rows read`, 'ms', loadMs);
  const rows = await rowsOf(desk);
  addFrames(figures, `${name} scrolls`, await scrollThrough(desk, `${label}, scrollable`, seconds));
  // Throws when it does not come: then the table lost its end.
  await desk.locator(`[role=row][aria-rowindex="${rows + 1}"]`).waitFor({ state: 'attached' });

  const header = desk.getByRole('columnheader', { name: table.sortBy }).getByRole('button');
  figures.add(`${name}: sorted`, 'ms', await timed(desk, () => header.click()));
  const box = desk.getByRole('searchbox', { name: `Filter ${label.toLowerCase()}` });
  const filterMs = await timed(desk, async () => {
    await box.fill(table.filter);
    await desk.getByText(/ of [\d,]+ rows$/).waitFor();
  });
  figures.add(`${name}: filtered`, 'ms', filterMs);
  await box.fill('');
  await desk.getByText(ALL_ROWS).waitFor();
  const startMs = performance.now();
  const saved = desk.waitForEvent('download');
  await desk.getByRole('button', { name: 'Export CSV' }).click();
  const file = await (await saved).path();
  figures.add(`${name}: exported`, 'ms', performance.now() - startMs);
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n').length;
  return [
    ...(rows < leastRows ? [`${name} has ${rows} rows, which is less than ${leastRows}`] : []),
    ...(lines === rows + 1 ? [] : [`${name}: the exported file has ${lines} lines in place of ${rows + 1}`]),
  ];
}

/** Goes to the table and has all of its rows brought. */
export async function bringAll(desk: Page, { entry }: LongTable): Promise<void> {
  await desk.getByRole('link', { name: entry, exact: true }).click();
  await desk.getByRole('button', { name: 'Load the rest' }).click();
  await desk.getByText(ALL_ROWS).waitFor();
}

/** Notes how long pictures of the screen were apart. */
export function addFrames(figures: FigureCollector, name: string, times: FrameTimes): void {
  figures.add(`${name}: a frame, p50`, 'ms', times.p50);
  figures.add(`${name}: a frame, p95`, 'ms', times.p95);
  figures.add(`${name}: the longest frame`, 'ms', times.longest);
}

/** How many rows a table says it has, when all are there. */
const ALL_ROWS = /^[\d,]+ rows$/;

async function rowsOf(desk: Page): Promise<number> {
  return Number((await desk.getByText(ALL_ROWS).innerText()).replace(/\D/g, ''));
}
