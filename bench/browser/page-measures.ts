import type { Page } from 'playwright-core';

/** What the page has loaded and when it was there. */
export interface Load {
  /** When the largest part of the view was drawn, milliseconds after the address was opened (Largest Contentful Paint). */
  readonly largestPaintMs: number;
  /** Scripts as they came over the network, bytes. */
  readonly scriptBytes: number;
}

/** What is there by now, with its fonts. */
export async function readLoad(page: Page): Promise<Load> {
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  await untilDrawn(page);
  const read: unknown = await page.evaluate(`new Promise((resolve) => {
    const scripts = performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname.endsWith('.js'));
    const scriptBytes = scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    new PerformanceObserver((list) => {
      const largestPaintMs = list.getEntries().at(-1).startTime;
      resolve([largestPaintMs, scriptBytes]);
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  })`);
  const [largestPaintMs, scriptBytes] = numbersOf(read, 2);
  return { largestPaintMs: largestPaintMs ?? NaN, scriptBytes: scriptBytes ?? NaN };
}

/** How long pictures of the screen were apart, milliseconds. */
export interface FrameTimes {
  readonly p50: number;
  readonly p95: number;
  readonly longest: number;
}

/** Scrolls the part of this name from its first to its last row, at an even pace, and looks at each picture. */
export async function scrollThrough(page: Page, region: string, seconds: number): Promise<FrameTimes> {
  await page.getByRole('region', { name: region }).waitFor();
  const read: unknown = await page.evaluate(`new Promise((resolve) => {
    const scroller = document.querySelector('[role=region][aria-label="${region}"]');
    const way = scroller.scrollHeight - scroller.clientHeight;
    const apart = [];
    const startMs = performance.now();
    let lastMs = startMs;
    requestAnimationFrame(function draw(nowMs) {
      apart.push(nowMs - lastMs);
      lastMs = nowMs;
      const part = (nowMs - startMs) / ${(seconds * 1_000).toString()};
      scroller.scrollTop = way * Math.min(1, part);
      if (part < 1) requestAnimationFrame(draw);
      else resolve(apart.slice(1));
    });
  })`);
  const apart = numbersOf(read, 2).toSorted((one, other) => one - other);
  const rank = (share: number): number => apart[Math.max(0, Math.ceil(share * apart.length) - 1)] ?? NaN;
  return { p50: rank(0.5), p95: rank(0.95), longest: rank(1) };
}

/** How long something takes until the page has drawn what follows from it, milliseconds. */
export async function timed(page: Page, act: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await act();
  await untilDrawn(page);
  return performance.now() - startMs;
}

async function untilDrawn(page: Page): Promise<void> {
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
}

function numbersOf(value: unknown, least: number): readonly number[] {
  const isRight = Array.isArray(value) && value.length >= least && value.every((one) => typeof one === 'number');
  if (!isRight) throw new TypeError('the page did not answer the numbers it was asked for');
  return value;
}
