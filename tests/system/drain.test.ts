import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BourseProcess, Ending } from '../support/bourse-process.ts';
import type { EmbeddedSite } from '../support/embedded-site.ts';
import { openEmbeddedSite } from '../support/embedded-site.ts';
import { leftovers } from '../support/leftovers.ts';
import { processesIn } from '../support/temporary-directory.ts';
import type { Answer, OrderForm, OrderJson, TraderClient } from '../support/trader-client.ts';
import { until } from '../support/until.ts';

const later = leftovers();
const TRADERS = 16;
const ANSWERED_BEFORE = 200;
const ORDER: OrderForm = { symbol: 'AAPL', side: 'buy', type: 'market', quantity: '0.01', time_in_force: 'gtc' };

describe('SIGTERM under load', () => {
  let site: EmbeddedSite;
  let traders: readonly TraderClient[];
  let url: string;
  let ending: Ending;
  let bourse: BourseProcess;
  const answers: { readonly trader: TraderClient; readonly answer: Answer<OrderJson> }[] = [];
  /** Of one who waited for an order that rests. */
  let patient: Answer<OrderJson>;

  beforeAll(async () => {
    site = await openEmbeddedSite();
    later(() => site.close());
    bourse = site.run('start');
    url = await bourse.up();
    traders = Array.from({ length: TRADERS }, () => site.trader(() => url));
    await Promise.all(traders.map((trader) => trader.moveCash('deposit', '10000.00')));
    const [first] = traders as [TraderClient];
    await until('a price', async () => (await first.get<{ price: unknown }>('/assets/AAPL')).body?.price);

    const resting = { ...ORDER, type: 'limit', limit_price: '1.00', client_order_id: 'resting' } as const;
    const waiting = first.placeOrder(resting, { waitSeconds: 30 });
    const working = traders.map((trader) => placeUntilGone(trader));
    await until('answers', () => answers.length >= ANSWERED_BEFORE);
    // As browsers and load balancers do: somebody has connected and says nothing.
    const silent = connect(Number(new URL(url).port), '127.0.0.1');
    later(() => {
      silent.destroy();
    });
    await once(silent, 'connect');
    bourse.signal('SIGTERM');
    await Promise.all(working);
    patient = await waiting;
    ending = await bourse.ended;
  });

  async function placeUntilGone(trader: TraderClient): Promise<void> {
    for (let number = 0; ; number += 1) {
      const options = number % 3 === 0 ? { waitSeconds: 10 } : {};
      const answer = await trader.placeOrder({ ...ORDER, client_order_id: `${number}` }, options).catch(nobodyThere);
      if (answer === null) return;
      answers.push({ trader, answer });
    }
  }

  it('ends in good order, and leaves no server running', async () => {
    expect(ending).toEqual({ code: 0, signal: null });
    expect(bourse.log.at(-1)).toMatchObject({ message: 'bourse has stopped' });
    expect(existsSync(path.join(site.directory, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false);
    await until('the end of all that works in the directory', () => processesIn(site.directory).length === 0);
  });

  it('answers everybody properly until the last, or sends them away', () => {
    const statuses = new Set(answers.map(({ answer }) => answer.status));
    expect([...statuses].filter((status) => ![201, 202, 503].includes(status))).toEqual([]);
    expect(bourse.log.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('lets nobody wait for an order that may rest for ever', () => {
    expect(patient).toMatchObject({ status: 202, body: { status: 'open' } });
  });

  it('loses no order that was acknowledged: the next start decides what was left', async () => {
    const again = site.run('start');
    url = await again.up();
    const acknowledged = answers.filter(({ answer }) => answer.status < 300);
    expect(acknowledged.length).toBeGreaterThanOrEqual(ANSWERED_BEFORE);
    for (const { trader, answer } of acknowledged) {
      const order = await until('the order to be decided', async () => {
        const { body } = await trader.order(answer.body!.id);
        return body?.status === 'accepted' ? undefined : body;
      });
      expect(order.status).toBe('filled');
      if (answer.body!.status === 'filled') expect(order).toEqual(answer.body);
    }
    again.signal('SIGTERM');
    expect(await again.ended).toEqual({ code: 0, signal: null });
  });
});

function nobodyThere(error: unknown): null {
  if (error instanceof TypeError) return null;
  throw error;
}
