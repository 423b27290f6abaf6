import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import type { RequestJson, TradeForm } from '../operator-client.ts';
import { uploadLines } from './bulk-upload.ts';
import { clientsAtWork } from './clients-at-work.ts';
import { persistentCall } from './persistent-call.ts';
import type { RandomTrades } from './random-trades.ts';
import type { TradeCalls } from './trade-calls.ts';

/** A trade as its sender remembers it. */
export interface SentTrade {
  readonly form: TradeForm;
  readonly asHistory: boolean;
  readonly idempotencyKey: string | null;
  /** The request ids that it was acknowledged with: several when it was sent several times under one key before the first was decided. */
  readonly ids: Set<string>;
  /** Why it was refused at once. */
  readonly refusals: Set<string>;
}

/** Many clients at work, each of which goes on sending until it is answered. */
export interface TradeLoad {
  readonly trades: readonly SentTrade[];
  /** What became of requests, as their sender was told: from then on it is that for ever. */
  readonly told: ReadonlyMap<string, RequestJson>;
  /** How many requests and lines were answered, a hundred lines counted as one. Throws what a client was answered that it must not be. */
  answered(): number;
  /** Lets every client finish what it is doing. Throws as `answered` does. */
  stop(): Promise<void>;
}

/** Who sends what, and how many at once. */
export interface TradeLoadOptions {
  readonly calls: TradeCalls;
  readonly clients: number;
  readonly draw: RandomTrades;
  readonly random: Random;
}

const LINES_PER_ANSWER = 100;
const MOST_LINES = 1_500;
const PAUSE_MS = 50;
const REFUSALS = ['version-superseded', 'maturity-passed'];

/** Sets the clients to work: single trades with and without keys, loads of history, uploads, and questions about requests. */
export function startTradeLoad({ calls, clients, draw, random }: TradeLoadOptions): TradeLoad {
  const trades: SentTrade[] = [];
  const told = new Map<string, RequestJson>();
  const acknowledged: string[] = [];
  let answered = 0;
  let keys = 0;

  function remember(form: TradeForm, asHistory: boolean, idempotencyKey: string | null): SentTrade {
    const trade = { form, asHistory, idempotencyKey, ids: new Set<string>(), refusals: new Set<string>() };
    trades.push(trade);
    return trade;
  }

  function acknowledge(trade: SentTrade, id: string): void {
    if (!trade.ids.has(id)) acknowledged.push(id);
    trade.ids.add(id);
  }

  async function send(trade: SentTrade): Promise<void> {
    const answer = await persistentCall(() => calls.send(trade));
    answered += 1;
    const allowed = trade.idempotencyKey === null ? REFUSALS : [...REFUSALS, 'idempotency-key-reused'];
    if (answer.status === 202) acknowledge(trade, answer.body!.request_id);
    else if (answer.problem !== null && allowed.includes(answer.problem)) trade.refusals.add(answer.problem);
    else throw new Error(`${JSON.stringify(trade.form)} was answered with ${answer.status} ${answer.problem}`);
  }

  /** The same request from several senders at once, now and then with another one that has taken the same key. */
  async function sendWithKey(): Promise<void> {
    const key = `key-${keys}`;
    keys += 1;
    const asHistory = random() < 0.2;
    const form = asHistory ? draw.past() : draw.live();
    const trade = remember(form, asHistory, key);
    const rivals = random() < 0.2 ? [remember({ ...form, version: form.version + 1 }, asHistory, key)] : [];
    const again = Array.from({ length: Math.floor(random() * 3) }, () => trade);
    await Promise.all([trade, ...again, ...rivals].map(send));
    if (random() < 0.5) await send(trade);
  }

  /** All lines in one upload, and what was not answered in the next one, until every line is. */
  async function upload(asHistory: boolean): Promise<void> {
    const count = 1 + Math.floor(random() * MOST_LINES);
    const window = random() < 0.5 ? count : 100;
    let rest = Array.from({ length: count }, () => remember(asHistory ? draw.past() : draw.live(), asHistory, null));
    while (rest.length > 0) {
      const { url, headers } = await calls.bulk(asHistory);
      const lines = await uploadLines({ url, headers, lines: rest.map(({ form }) => JSON.stringify(form)), window });
      lines.forEach(({ request_id: id, reason, errors }, index) => {
        const trade = rest[index]!;
        if (id !== undefined) acknowledge(trade, id);
        else if (reason !== undefined && REFUSALS.includes(reason)) trade.refusals.add(reason);
        else throw new Error(`the line ${JSON.stringify(trade.form)} was answered with ${JSON.stringify(errors)}`);
      });
      answered += lines.length / LINES_PER_ANSWER;
      rest = rest.slice(lines.length);
      if (rest.length > 0) await delay(PAUSE_MS);
    }
  }

  async function ask(): Promise<void> {
    const id = acknowledged[Math.floor(random() * acknowledged.length)];
    if (id === undefined) return;
    // What somebody was told before this question: of two that are under way together the first one may be answered last.
    const before = told.get(id);
    const { status, body } = await persistentCall(() => calls.request(id));
    answered += 1;
    if (status !== 200 || body === undefined) throw new Error(`request ${id} was answered with ${status}`);
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(body)) {
      throw new Error(`request ${id} was ${JSON.stringify(before)} and is ${JSON.stringify(body)}`);
    }
    if (body.status !== 'PENDING') told.set(id, body);
  }

  function act(): Promise<void> {
    const drawn = random();
    if (drawn < 0.45) return send(remember(draw.live(), false, null));
    if (drawn < 0.55) return send(remember(draw.past(), true, null));
    if (drawn < 0.75) return sendWithKey();
    if (drawn < 0.78) return upload(random() < 0.3);
    return ask();
  }

  const working = clientsAtWork(clients, act);
  return {
    trades,
    told,
    answered() {
      working.check();
      return answered;
    },
    stop: () => working.stop(),
  };
}
