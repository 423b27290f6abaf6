import type { ServerResponse } from 'node:http';
import { sendAnswer } from './send-answer.ts';
import type { SimulatedVendor } from './simulated-vendor.ts';
import { createTickSubscribers } from './tick-subscribers.ts';
import { trafficCounter } from './vendor-traffic.ts';
import type { VendorTraffic } from './vendor-traffic.ts';

/** A simulated vendor as its server shows it: answers go out over HTTP, ticks to who is connected. */
export interface VendorFront extends Pick<SimulatedVendor, 'faults' | 'setFaults' | 'schedule' | 'setSchedule'> {
  /** Answers `/stocks` from a cursor on. */
  stocks(response: ServerResponse, token: string | null): void;
  /** Answers `/ticks`, beginning with the present price of everything. */
  ticks(response: ServerResponse): void;
  /** False when there is no such symbol. Throws RangeError for a price that is not positive. */
  setPrice(symbol: string, price: string): boolean;
  tick(): void;
  beat(): void;
  traffic(): VendorTraffic;
}

/** Makes the front of a vendor. */
export function createVendorFront(vendor: SimulatedVendor): VendorFront {
  const subscribers = createTickSubscribers();
  const counter = trafficCounter(() => performance.now());

  return {
    faults: () => vendor.faults(),
    setFaults: (faults) => vendor.setFaults(faults),
    schedule: () => vendor.schedule(),
    setSchedule: (schedule) => vendor.setSchedule(schedule),
    stocks: (response, token) => {
      response.once('close', counter.begin());
      sendAnswer(response, vendor.stocks(token));
    },
    ticks: (response) => {
      const { delayMs, outcome } = vendor.ticks();
      if (outcome.kind !== 'stream') {
        sendAnswer(response, outcome);
        return;
      }
      const timer = setTimeout(() => {
        response.writeHead(200, { 'content-type': 'application/x-ndjson' });
        subscribers.add(response, outcome.lines);
      }, delayMs);
      response.once('close', () => clearTimeout(timer));
    },
    setPrice: (symbol, price) => {
      const lines = vendor.setPrice(symbol, price);
      if (lines !== undefined) subscribers.send(lines);
      return lines !== undefined;
    },
    tick: () => {
      const lines = vendor.tick();
      if (lines === 'cut') subscribers.cut();
      else subscribers.send(lines);
    },
    beat: () => subscribers.beat(),
    traffic: () => counter.read(),
  };
}
