import type { IncomingMessage, ServerResponse } from 'node:http';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { readJson, sendJson } from './plain-http.ts';
import { readSchedule } from './fault-schedule.ts';
import type { VendorFront } from './vendor-front.ts';
import { readFaults } from './vendor-faults.ts';

const priceBody = Compile(
  Type.Object(
    { symbol: Type.String(), price: Type.String({ pattern: '^\\d{1,9}(\\.\\d{1,6})?$' }) },
    { additionalProperties: false },
  ),
);

/**
 * Makes the listener of the simulator's server: `GET /stocks`, `GET /ticks`, `GET` and `PUT /admin/faults` and `/admin/schedule`,
 * `PUT /admin/prices` with `{"symbol": "AAPL", "price": "189.50"}`, `GET /admin/traffic`. All want the key.
 */
export function vendorRoutes(
  vendor: VendorFront,
  apiKey: string,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    if (request.headers['x-api-key'] !== apiKey) {
      sendJson(response, 401, { status: 'error', message: 'x-api-key is missing or wrong' });
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://vendor.invalid');
    switch (`${request.method ?? ''} ${pathname}`) {
      case 'GET /stocks':
        vendor.stocks(response, searchParams.get('nextToken'));
        return;
      case 'GET /ticks':
        vendor.ticks(response);
        return;
      case 'GET /admin/faults':
        sendJson(response, 200, vendor.faults());
        return;
      case 'GET /admin/schedule':
        sendJson(response, 200, vendor.schedule() ?? null);
        return;
      case 'GET /admin/traffic':
        sendJson(response, 200, vendor.traffic());
        return;
      case 'PUT /admin/faults':
        void withJson(request, response, (body) => setFaults(vendor, response, body));
        return;
      case 'PUT /admin/schedule':
        void withJson(request, response, (body) => setSchedule(vendor, response, body));
        return;
      case 'PUT /admin/prices':
        void withJson(request, response, (body) => setPrice(vendor, response, body));
        return;
      default:
        sendJson(response, 404, { status: 'error', message: 'there is no such route' });
    }
  };
}

async function withJson(
  request: IncomingMessage,
  response: ServerResponse,
  take: (body: unknown) => void,
): Promise<void> {
  try {
    take(await readJson(request));
  } catch {
    // The caller went away in the middle of its body, or asked for what cannot be.
    if (!response.headersSent) sendJson(response, 400, { status: 'error', message: 'the request could not be read' });
  }
}

function setFaults(vendor: VendorFront, response: ServerResponse, body: unknown): void {
  const faults = readFaults(body);
  if (faults === undefined) {
    sendJson(response, 400, { status: 'error', message: 'these are no faults that the simulator has' });
    return;
  }
  vendor.setFaults(faults);
  sendJson(response, 200, vendor.faults());
}

function setSchedule(vendor: VendorFront, response: ServerResponse, body: unknown): void {
  const schedule = readSchedule(body);
  if (schedule === undefined) {
    const message = 'expected {"steps": [{"forMs", "faults"}], "repeat"?} with faults that the simulator has';
    sendJson(response, 400, { status: 'error', message });
    return;
  }
  vendor.setSchedule(schedule);
  sendJson(response, 200, schedule);
}

function setPrice(vendor: VendorFront, response: ServerResponse, body: unknown): void {
  if (!priceBody.Check(body) || Number(body.price) <= 0) {
    sendJson(response, 400, {
      status: 'error',
      message: 'expected {"symbol", "price"} with a positive decimal string',
    });
    return;
  }
  if (!vendor.setPrice(body.symbol, body.price)) {
    sendJson(response, 404, { status: 'error', message: `there is no instrument ${body.symbol}` });
    return;
  }
  sendJson(response, 200, body);
}
