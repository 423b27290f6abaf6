import type { Api, AnswerOf } from '@bourse/client/api.ts';
import { answered, createApi } from '@bourse/client/api.ts';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import type { BrowserSite } from './support/browser-site.ts';
import { openBrowserSite } from './support/browser-site.ts';
import type { Band, Paint } from './support/painted.ts';
import { painted } from './support/painted.ts';
import { DEMO_TRADER, logIn } from './support/people.ts';

type Candle = AnswerOf<'/api/v1/assets/{symbol}/candles'>['items'][number];
type EquityPoint = AnswerOf<'/api/v1/account/history'>['items'][number];

let site: BrowserSite;
let api: Api;

beforeAll(async () => {
  site = await openBrowserSite();
  const { access_token: token } = await answered(
    createApi({ url: site.url }).POST('/api/v1/auth/login', { body: DEMO_TRADER }),
  );
  api = createApi({ url: site.url, credential: { type: 'token', token: () => token } });
  await trade('buy', 'AAPL', '100');
  await trade('buy', 'NVDA', '20');
  await trade('sell', 'NVDA', '10');
});
afterAll(() => site.close());

/** Trades for the trader of the demo, and waits for the fill. */
async function trade(side: 'buy' | 'sell', symbol: string, quantity: string): Promise<void> {
  const body = { symbol, side, type: 'market', time_in_force: 'day', quantity } as const;
  const { id } = await answered(api.POST('/api/v1/orders', { body }));
  await until('the fill', async () => {
    const { status } = await answered(api.GET('/api/v1/orders/{id}', { params: { path: { id } } }));
    return status === 'filled';
  });
}

/** Pixels from one candle to the next. */
const CANDLE_WIDTH = 8;
/** Pixels of the bars beside an amount. */
const BAR_HEIGHT = 6;
/** Where such a bar is between two lines of text. */
const TRACK_BAND: Band = { from: 0.35, to: 0.7 };
const MINUTE_MS = 60_000;
const PRICES_BAND: Band = { from: 0, to: 0.75 };
const BARS_BAND: Band = { from: 0.75, to: 1 };
const GAIN: Paint = { color: 'gain' };
const LOSS: Paint = { color: 'loss' };
/** Bars let 0x66 of 0xff of their colour be seen. */
const GAIN_BAR: Paint = { color: 'gain', alpha: 0.4 };
const LOSS_BAR: Paint = { color: 'loss', alpha: 0.4 };
const ACCENT: Paint = { color: 'accent' };
/** The equity in the text below the curve, the one at the top of the dashboard, and the last that the curve is said to have, read in one moment. */
const EQUITY_SAID = `/ equity ([\\d,.]+)/.exec(document.querySelector('[class*=legend]').textContent)[1]`;
const EQUITY_SHOWN = `[...document.querySelectorAll('dt')].find(({ textContent }) => textContent === 'Equity').nextElementSibling.textContent`;
const EQUITY_OF_CURVE = `/ to ([\\d,.]+) on /.exec(document.querySelector('[role=img][aria-label^="Equity from"]').ariaLabel)[1]`;
/** What is under the curve. */
const UNDER: Paint = { color: 'accent', alpha: 0.12 };
const CASH: Paint = { color: 'ink-faint' };

/**
 * Candles of the minutes up to now, each over the same wide range around the price, and a last one of no height, which is all that live prices
 * can change.
 */
async function candlesOf(symbol: string, goesUp: readonly boolean[]): Promise<readonly Candle[]> {
  const { price } = await answered(api.GET('/api/v1/assets/{symbol}', { params: { path: { symbol } } }));
  const middle = Number(price?.value);
  const [low, high] = [(middle * 0.9).toFixed(2), (middle * 1.1).toFixed(2)];
  const nowMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  const at = (minutes: number) => ({ start: new Date(nowMs - minutes * MINUTE_MS).toISOString(), gap_before: 0 });
  const level = middle.toFixed(2);
  return [
    ...goesUp.map((up, index) => ({
      ...at(goesUp.length - index),
      ...{ open: up ? low : high, high, low, close: up ? high : low, ticks: 100 },
    })),
    { ...at(0), open: level, high: level, low: level, close: level, ticks: 1 },
  ];
}

/** Answers what the page reads from a path in the place of Bourse. */
async function answering(page: Page, path: string, items: readonly unknown[]): Promise<void> {
  await page.route(
    ({ pathname }) => pathname === `/api/v1${path}`,
    (route) => route.fulfill({ json: { items, next_cursor: null } }),
  );
}

async function candleChart(
  colorScheme: 'light' | 'dark',
  symbol: string,
  goesUp: readonly boolean[],
): Promise<{ readonly chart: Locator; readonly faults: readonly string[] }> {
  const { page, faults } = await site.visit({ colorScheme });
  await answering(page, `/assets/${symbol}/candles`, await candlesOf(symbol, goesUp));
  await logIn(page, DEMO_TRADER, `/market/${symbol}`);
  const chart = page.getByRole('img', { name: `Candles of ${symbol} from ` });
  await chart.waitFor();
  return { chart, faults };
}

const FEW = [true, false];
const MANY = Array.from({ length: 10 }, () => FEW).flat();

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  it('candles and the bars below them are painted, ten times as much where there are ten times as many', async () => {
    const few = await candleChart(colorScheme, 'MSFT', FEW);
    const many = await candleChart(colorScheme, 'MSFT', MANY);
    const parts: readonly (readonly [string, Paint, Band])[] = [
      ['candles that rise', GAIN, PRICES_BAND],
      ['candles that fall', LOSS, PRICES_BAND],
      ['bars of those that rise', GAIN_BAR, BARS_BAND],
      ['bars of those that fall', LOSS_BAR, BARS_BAND],
    ];
    for (const [what, paint, band] of parts) {
      await until(what, async () => {
        const one = await painted(few.chart, paint, band);
        const ten = await painted(many.chart, paint, band);
        return one > 0 && ten > 8 * one && ten < 12 * one;
      });
    }
    expect([...few.faults, ...many.faults]).toEqual([]);
  });

  it('an own fill is painted, in the colour of its side', async () => {
    const falling = MANY.map(() => false);
    const { chart: without } = await candleChart(colorScheme, 'MSFT', falling);
    const { chart } = await candleChart(colorScheme, 'AAPL', falling);
    await until('candles', async () => (await painted(without, LOSS, PRICES_BAND)) > 0);
    // What the bars are is said in words too: of the newest candle, and of all of them below.
    expect(await without.getAttribute('aria-label')).toMatch(/, last tick volume 1$/);
    const panel = without.page().getByRole('region', { name: 'Candles' });
    await panel.getByText('Tick volume 1', { exact: true }).waitFor();
    await panel.getByText('Bars: tick volume, the number of prices that came in during the candle').waitFor();
    expect(await chart.getAttribute('aria-label')).toMatch(/, with 1 of your fills$/);
    // An arrow, in a chart that has nothing else of this colour but, maybe, a running candle of no height.
    await until('the mark', async () => {
      const [marked, plain] = [await painted(chart, GAIN, PRICES_BAND), await painted(without, GAIN, PRICES_BAND)];
      return marked > plain + 2 * CANDLE_WIDTH;
    });
  });

  it('the equity curve is painted from one side to the other, and what is under it', async () => {
    const { equity } = await answered(api.GET('/api/v1/account'));
    const nowMs = Date.now();
    const points = Array.from({ length: 101 }, (_, index): EquityPoint => {
      const value = (Number(equity) * (0.9 + index / 1_000)).toFixed(2);
      const at = new Date(nowMs - (100 - index) * 5 * MINUTE_MS).toISOString();
      return { at, equity: value, cash: value, market_value: '0.00' };
    });
    const curveOf = async (items: readonly EquityPoint[]): Promise<Locator> => {
      const { page } = await site.visit({ colorScheme });
      await answering(page, '/account/history', items);
      await logIn(page, DEMO_TRADER, '/');
      const curve = page.getByRole('img', { name: /^Equity from / });
      await curve.waitFor();
      return curve;
    };
    const [curve, begun] = [await curveOf(points), await curveOf(points.slice(-1))];
    const { width = 0, height = 0 } = (await curve.boundingBox()) ?? {};
    // Of a line two pixels wide smoothing leaves about one in each column, over most of the width; what is under it is half of a rectangle.
    const [line, area] = [width / 2, (width * height) / 8];
    await until('the curve', async () => {
      return (await painted(curve, ACCENT)) > line && (await painted(curve, UNDER)) > area;
    });
    await until('a beginning', async () => (await painted(begun, ACCENT)) > 0);
    expect(await painted(begun, ACCENT)).toBeLessThan(line);
    expect(await painted(begun, UNDER)).toBeLessThan(area);
    // The exact numbers below are those of the last point of the curve, which is that of this moment.
    const page = begun.page();
    const before = await page.evaluate<string>(EQUITY_SAID);
    await until('the numbers to move with the prices', async () => {
      const [said, shown, drawn] = await page.evaluate<readonly string[]>(
        `[${EQUITY_SAID}, ${EQUITY_SHOWN}, ${EQUITY_OF_CURVE}]`,
      );
      return said !== before && said === shown && said === drawn;
    });
  });

  it('the volume is painted as wide as it is large, and what was sold otherwise than what was bought', async () => {
    const { page, faults } = await site.visit({ colorScheme });
    await logIn(page, DEMO_TRADER, '/executions');
    const parts = page.getByRole('list', { name: 'Volume by symbol' }).getByRole('listitem');
    await until('both symbols', async () => (await parts.count()) === 2);
    const volumes = (await parts.allInnerTexts()).map((text) => {
      const [, bought = '', sold = ''] = /bought ([\d.,]+) · sold ([\d.,]+)/.exec(text) ?? [];
      return [Number(bought.replaceAll(',', '')), Number(sold.replaceAll(',', ''))] as const;
    });
    const largest = Math.max(...volumes.map(([bought, sold]) => bought + sold));
    expect(largest).toBeGreaterThan(0);
    for (const [place, [bought, sold]] of volumes.entries()) {
      const part = parts.nth(place);
      const { width = 0 } = (await part.boundingBox()) ?? {};
      const whole = (width * BAR_HEIGHT) / largest;
      const [asBought, asSold] = [await painted(part, ACCENT, TRACK_BAND), await painted(part, CASH, TRACK_BAND)];
      expect(asBought / whole / bought, 'bought').toBeGreaterThan(0.8);
      expect(asBought / whole / bought, 'bought').toBeLessThan(1.1);
      // Stripes, of which smoothing leaves less than half.
      expect(asSold, 'sold').toBeLessThan(whole * sold * 0.75 + 1);
      expect(asSold, 'sold').toBeGreaterThanOrEqual(whole * sold * 0.1);
    }
    expect(faults).toEqual([]);
  });

  it('the parts of the allocation are painted as wide as they are large', async () => {
    const { page, faults } = await site.visit({ colorScheme });
    await logIn(page, DEMO_TRADER, '/');
    const allocation = page.getByRole('list', { name: 'Allocation' });
    for (const [name, paint, other] of [
      ['AAPL', ACCENT, CASH],
      ['Cash', CASH, ACCENT],
    ] as const) {
      const part = allocation.getByRole('listitem').filter({ hasText: name });
      // Below the text.
      const band: Band = { from: 0.75, to: 1 };
      await until(`the bar of ${name}`, async () => {
        const share = Number.parseFloat(await part.getByText(/^[\d.]+%$/).innerText()) / 100;
        const { width = 0 } = (await part.boundingBox()) ?? {};
        const [found, whole] = [await painted(part, paint, band), width * BAR_HEIGHT * share];
        return found > 0.8 * whole && found < 1.1 * whole;
      });
      expect(await painted(part, other, band)).toBe(0);
    }
    expect(faults).toEqual([]);
  });
});
