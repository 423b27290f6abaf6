import type { ServerResponse } from 'node:http';
import { sendJson } from './plain-http.ts';
import type { Random } from './seeded-random.ts';
import type { Quote, SimulatedMarket } from './simulated-market.ts';
import { stocksPage } from './stocks-page.ts';
import { createTickSubscribers } from './tick-subscribers.ts';
import { drawCallFault, priceSent } from './vendor-faults.ts';
import type { CallFault, VendorFaults } from './vendor-faults.ts';
import { trafficCounter } from './vendor-traffic.ts';
import type { VendorTraffic } from './vendor-traffic.ts';

/** What a vendor is made of. */
export interface SimulatedVendorParts {
  readonly market: SimulatedMarket;
  readonly pageSize: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Decides faults. */
  readonly random: Random;
}

/** The vendor behind the routes: answers, and does wrong what was ordered. */
export interface SimulatedVendor {
  /** Answers `/stocks` from a cursor on. */
  stocks(response: ServerResponse, token: string | null): void;
  /** Answers `/ticks`, beginning with the present price of everything. */
  ticks(response: ServerResponse): void;
  faults(): VendorFaults;
  setFaults(faults: VendorFaults): void;
  /** False when there is no such symbol. Throws RangeError for a price that is not positive. */
  setPrice(symbol: string, price: string): boolean;
  tick(): void;
  beat(): void;
  traffic(): VendorTraffic;
}

/** Makes a vendor without faults. */
export function createSimulatedVendor({ market, pageSize, now, random }: SimulatedVendorParts): SimulatedVendor {
  const subscribers = createTickSubscribers();
  const counter = trafficCounter(() => performance.now());
  let faults: VendorFaults = {};

  function priced({ price }: Quote): { price: number | string | undefined; asOf: string } {
    const atMs = now() + (faults.clockSkewMs ?? 0);
    return { price: priceSent(price, faults, random), asOf: new Date(atMs).toISOString() };
  }

  function lines(quotes: readonly Quote[]): ReadonlyMap<string, string> {
    return new Map(
      quotes.map((quote) => {
        const { symbol } = quote.instrument;
        return [symbol, `${JSON.stringify({ symbol, ...priced(quote) })}\n`];
      }),
    );
  }

  /** Answers, perhaps late, perhaps not at all, unless the caller has gone meanwhile. */
  function answer(response: ServerResponse, properly: () => void, json: () => string): void {
    const fault = drawCallFault(faults, random);
    const timer = setTimeout(() => answerWith(fault, response, properly, json), faults.latencyMs ?? 0);
    response.once('close', () => clearTimeout(timer));
  }

  return {
    stocks: (response, token) => {
      response.once('close', counter.begin());
      const page = stocksPage(market, token, pageSize);
      if (page === undefined) {
        sendJson(response, 400, { status: 'error', message: 'nextToken is not one of ours' });
        return;
      }
      const items = page.quotes.map((quote) => {
        const { symbol, name, exchange, sector } = quote.instrument;
        return { symbol, name, ...priced(quote), exchange, sector };
      });
      const body = { status: 'success', data: { items, nextToken: page.nextToken } };
      answer(
        response,
        () => sendJson(response, 200, body),
        () => JSON.stringify(body),
      );
    },
    ticks: (response) => {
      answer(
        response,
        () => {
          response.writeHead(200, { 'content-type': 'application/x-ndjson' });
          subscribers.add(response, lines(market.after(null)));
        },
        () => [...lines(market.after(null)).values()].join(''),
      );
    },
    faults: () => faults,
    setFaults: (ordered) => {
      faults = ordered;
    },
    setPrice: (symbol, price) => {
      const quote = market.setPrice(symbol, price);
      if (quote !== undefined) subscribers.send(lines([quote]));
      return quote !== undefined;
    },
    tick: () => {
      const { cutRate = 0 } = faults;
      const moved = market.step();
      if (cutRate > 0 && random() < cutRate) subscribers.cut();
      else subscribers.send(lines(moved));
    },
    beat: () => subscribers.beat(),
    traffic: () => counter.read(),
  };
}

function answerWith(fault: CallFault, response: ServerResponse, properly: () => void, json: () => string): void {
  switch (fault) {
    case 'none':
      properly();
      return;
    case 'error':
      sendJson(response, 500, { status: 'error', message: 'internal error' });
      return;
    case 'rate-limit':
      response.setHeader('retry-after', '1');
      sendJson(response, 429, { status: 'error', message: 'too many requests' });
      return;
    case 'hang':
      return;
    case 'cut': {
      const text = json();
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
      response.write(text.slice(0, text.length / 2), () => response.destroy());
      return;
    }
    case 'truncated': {
      const text = json();
      response.writeHead(200, { 'content-type': 'application/json' }).end(text.slice(0, text.length / 2));
      return;
    }
    case 'wrong-shape':
      sendJson(response, 200, { status: 'success', data: { rows: [['AAPL', 1]] } });
      return;
  }
}
