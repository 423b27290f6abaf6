import { decideTrade } from '@bourse/core/trades/trade-decider.ts';
import type { NewTrade } from '@bourse/core/trades/trade.ts';
import type { Random } from '../../vendor-sim/seeded-random.ts';
import type { RejectedLine } from './chunk-outcome.ts';
import type { ImportCounts, ImportState } from './import-state.ts';
import type { InputLine } from './input-line.ts';
import { createPatience } from './patience.ts';
import { createPatientService } from './patient-service.ts';
import { runImport } from './run-import.ts';
import type { LineAnswer, RequestState, TradeService } from './trade-service.ts';
import { Unavailable } from './trade-service.ts';

/** The day on which everything happens. */
export const TODAY = '2026-06-15';

/** A line of an input, good or bad. */
export type TestLine = NewTrade | 'bad';

/** Trades as they are stored, by id and version. */
export type Stored = ReadonlyMap<string, NewTrade>;

/** How much goes wrong, each from 0 to 1. */
export interface Trouble {
  /** How often a call fails, before or after it took effect, wholly or in part. */
  readonly failing: number;
  /** How often the import is killed when it does something. */
  readonly killing: number;
}

/** Names one version of a trade. */
export function versionKey({ tradeId, version }: NewTrade): string {
  return `${tradeId} ${version}`;
}

/** A store of trades that decides one after the other, as Bourse does. */
export function createTestStore(initial: readonly NewTrade[], asHistory: boolean) {
  const stored = new Map(initial.map((trade) => [versionKey(trade), trade]));
  const highest = new Map<string, number>();
  for (const { tradeId, version } of initial) highest.set(tradeId, Math.max(version, highest.get(tradeId) ?? 0));
  const read: Stored = stored;
  return {
    stored: read,
    decide(trade: NewTrade): RequestState {
      const context = { highestVersion: highest.get(trade.tradeId), today: TODAY, asHistory };
      const decided = decideTrade({ ...trade, createdDate: trade.createdDate ?? TODAY }, context);
      if (!decided.ok) return { status: 'FAILED', reason: decided.refusal };
      stored.set(versionKey(trade), decided.value.trade);
      highest.set(trade.tradeId, decided.value.highestVersion);
      return { status: 'SUCCESS' };
    },
    refusesAtOnce: (trade: NewTrade) => !asHistory && trade.version < (highest.get(trade.tradeId) ?? 0),
    holds(trade: NewTrade): boolean {
      const found = stored.get(versionKey(trade));
      return (
        JSON.stringify(found) === JSON.stringify({ ...trade, createdDate: trade.createdDate ?? found?.createdDate })
      );
    },
  };
}

/** What must come out: the lines decided one after the other, without any trouble. */
export function expectedOf(lines: readonly TestLine[], initial: readonly NewTrade[], asHistory: boolean) {
  const store = createTestStore(initial, asHistory);
  const rejected: number[] = [];
  lines.forEach((line, index) => {
    const refusal = line === 'bad' ? 'bad' : refusalOf(store.decide(line));
    const isThere = line !== 'bad' && (asHistory || line.maturityDate >= TODAY) && store.holds(line);
    if (refusal !== null && !isThere) rejected.push(index + 1);
  });
  return { rejected, stored: store.stored };
}

/** Imports lines into a Bourse that fails, by an import that is killed and begun again, until it has ended. */
export async function importWithTrouble(
  lines: readonly TestLine[],
  setting: { readonly initial: readonly NewTrade[]; readonly asHistory: boolean },
  { trouble, random }: { readonly trouble: Trouble; readonly random: Random },
) {
  const store = createTestStore(setting.initial, setting.asHistory);
  const bourse = createFailingBourse(store, trouble.failing, random);
  const rejects: RejectedLine[] = [];
  let saved: ImportState | null = null;
  let runs = 0;
  for (;;) {
    runs += 1;
    // Towards the end it is left alone, so that there is one.
    const killing = runs < 40 ? trouble.killing : 0;
    const counts = await run(killing);
    if (counts !== null) return { counts, rejects, stored: store.stored, runs, saved };
  }

  async function run(killing: number): Promise<ImportCounts | null> {
    let dead = false;
    /** Killed before or after it takes effect; a dead one does nothing any more. */
    async function mortal<Answer>(effect: () => Promise<Answer>): Promise<Answer> {
      await nextTurn();
      if (isOver()) throw die();
      const answer = await effect();
      if (isOver()) throw die();
      return answer;
    }
    function isOver(): boolean {
      return dead || random() < killing;
    }
    function die(): Error {
      dead = true;
      return new Killed();
    }
    rejects.length = saved?.rejectsBytes ?? 0;
    let atMs = 0;
    const wait = (ms: number): Promise<void> =>
      mortal(async () => {
        atMs += ms;
      });
    const patience = createPatience({ now: () => atMs, wait, say: () => undefined }, 1e12);
    const mortalBourse: TradeService = {
      send: (trades, onAnswer) => mortal(() => bourse.send(trades, onAnswer)),
      states: (ids) => mortal(() => bourse.states(ids)),
      isStored: (trade) => mortal(() => bourse.isStored(trade)),
    };
    try {
      return await runImport({
        input: { start: { line: 1, byte: 0 }, lines: (from) => inputLines(lines, from.line) },
        dates: 'iso',
        asHistory: setting.asHistory,
        today: TODAY,
        service: createPatientService(mortalBourse, patience),
        progress: {
          earlier: saved,
          save: (state) =>
            mortal(async () => {
              // As it comes out of a file.
              saved = structuredClone(state);
            }),
        },
        rejects: {
          add: (added) =>
            mortal(async () => {
              rejects.push(...added);
              return rejects.length;
            }),
        },
        wait,
        stop: () => {
          dead = true;
        },
        onCounts: () => undefined,
        limits: { maxLines: 5, maxBytes: 1_000_000, maxSentChunks: 3 },
      });
    } catch (error) {
      if (error instanceof Killed) return null;
      throw error;
    }
  }
}

class Killed extends Error {}

/** A Bourse that takes trades into a log, decides them later, and fails in the middle of that. */
function createFailingBourse(store: ReturnType<typeof createTestStore>, failing: number, random: Random): TradeService {
  const states = new Map<string, RequestState>();
  const log: { readonly id: string; readonly trade: NewTrade }[] = [];

  function decideSome(): void {
    for (let count = Math.floor(random() * 8); count > 0; count -= 1) {
      const record = log.shift();
      if (record !== undefined) states.set(record.id, store.decide(record.trade));
    }
  }
  function take(trade: NewTrade): LineAnswer {
    if (random() < 0.5 && store.refusesAtOnce(trade)) return { refusal: 'version-superseded' };
    const id = `request-${states.size}`;
    states.set(id, { status: 'PENDING' });
    log.push({ id, trade });
    return { requestId: id };
  }
  async function failNow(): Promise<void> {
    decideSome();
    if (random() < failing) throw new Unavailable('Bourse fails', random() < 0.5 ? 1_000 : null);
  }

  return {
    async send(trades, onAnswer) {
      await failNow();
      const fails = random() < failing;
      const answered = fails ? Math.floor(random() * (trades.length + 1)) : trades.length;
      for (const trade of trades.slice(0, answered)) onAnswer(take(trade));
      // What is behind may have been taken all the same, any part of it.
      for (const trade of trades.slice(answered)) if (random() < 0.5) take(trade);
      decideSome();
      if (fails && random() < 0.5) throw new Unavailable('the answer broke off');
    },
    async states(ids) {
      await failNow();
      const found = new Map<string, RequestState>();
      for (const id of ids) {
        const state = states.get(id);
        if (state !== undefined) found.set(id, state);
      }
      return found;
    },
    async isStored(trade) {
      await failNow();
      return store.holds(trade);
    },
  };
}

async function* inputLines(lines: readonly TestLine[], from: number): AsyncGenerator<InputLine> {
  for (let line = from; line <= lines.length; line += 1) {
    const given = lines[line - 1];
    if (given === undefined) return;
    yield {
      line,
      next: { line: line + 1, byte: line * 10 },
      cells: [line.toString()],
      content: given === 'bad' ? { fault: 'bad' } : { fields: fieldsOf(given) },
    };
    await nextTurn();
  }
}

function fieldsOf({ tradeId, version, counterpartyId, bookId, maturityDate, createdDate }: NewTrade) {
  return {
    trade_id: tradeId,
    version,
    counterparty_id: counterpartyId,
    book_id: bookId,
    maturity_date: maturityDate,
    ...(createdDate === null ? {} : { created_date: createdDate }),
  };
}

function refusalOf(state: RequestState): string | null {
  return state.status === 'FAILED' ? state.reason : null;
}

/** Both sides of an import get their turn. */
function nextTurn(): Promise<void> {
  return Promise.resolve();
}
