import type { LogRecord } from '@bourse/application/ports/log.ts';
import type { Transaction } from '@bourse/application/ports/transactions.ts';
import type { Located, Processor } from '@bourse/application/processing/processor.ts';
import { atCommit } from '@bourse/memory/memory-transactions.ts';

/** Adds a number to the sum of its key. */
export interface Addition {
  readonly key: string;
  readonly number: number;
}

/** A sum after an addition, and where the addition came from. */
interface Sum {
  readonly key: string;
  readonly total: number;
  readonly origin: string;
}

/** What is durable: a sum for each key, and the origin of each addition in the order in which they were committed. */
export interface SumsStore {
  readonly totals: Map<string, number>;
  readonly applied: string[];
}

/** A store without sums. */
export function sumsStore(): SumsStore {
  return { totals: new Map(), applied: [] };
}

/** A record that adds a number. */
export function addition(key: string, number: number): LogRecord {
  return { key, value: JSON.stringify(number), headers: {} };
}

/**
 * The smallest processor that can go wrong like a real one: it keeps sums in memory and writes the total, so that an addition that
 * is decided twice, lost, or decided on a stale sum shows in the store.
 */
export function sumsProcessor(
  store: SumsStore,
  changes: Partial<Processor<Addition, Sum>> = {},
): Processor<Addition, Sum> & { readonly log: string[] } {
  const working = new Map<string, number>();
  const log: string[] = [];
  return {
    log,
    group: 'sums',
    topic: 'additions',
    maxBatchRecords: 100,
    decode(record) {
      const number: unknown = JSON.parse(record.value);
      if (typeof number !== 'number') throw new TypeError(`${record.value} is not a number`);
      return { key: record.key, number };
    },
    async prepare(commands) {
      await Promise.resolve();
      log.push(`prepare ${commands.length}`);
      for (const { value } of commands) {
        if (!working.has(value.key)) working.set(value.key, store.totals.get(value.key) ?? 0);
      }
    },
    decide({ value: { key, number }, partition, position }: Located<Addition>) {
      const before = working.get(key);
      if (before === undefined) throw new RangeError(`${key} was not prepared`);
      if (number < 0) throw new RangeError(`${number} is negative`);
      working.set(key, before + number);
      return { key, total: before + number, origin: `${partition}/${position}` };
    },
    async save(transaction: Transaction, effects) {
      await Promise.resolve();
      atCommit(transaction, () => {
        const before = new Map(store.totals);
        for (const { key, total, origin } of effects) {
          store.totals.set(key, total);
          store.applied.push(origin);
        }
        return () => {
          store.totals.clear();
          for (const [key, total] of before) store.totals.set(key, total);
          store.applied.length -= effects.length;
        };
      });
    },
    committed(effects) {
      log.push(`committed ${effects.length}`);
    },
    discard() {
      log.push('discard');
      working.clear();
    },
    ...changes,
  };
}
