import type { Clock } from '@bourse/application/ports/clock.ts';
import { Fault } from '@bourse/application/ports/fault.ts';
import type { Log } from '@bourse/application/ports/log.ts';
import type { PartitionOwnership } from '@bourse/application/ports/partition-ownership.ts';
import type { Transaction, Transactions } from '@bourse/application/ports/transactions.ts';
import type { Random } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import type { SimulatedClock } from './simulated-clock.ts';
import type { Trace } from './trace.ts';

/** How the world treats a call of a process to what lies outside of it. */
export interface Weather {
  /** Milliseconds until a call reaches the outside, and again until its answer is back. */
  delayMs(random: Random): number;
  /** Share of calls that break before they reach the outside, and of those that take effect but are not answered. */
  readonly breaking: number;
}

/** One process: all it does to the outside goes through it, so it can be killed or stopped between any two of its steps. */
export interface SimulatedProcess {
  readonly name: string;
  readonly clock: Clock;
  /** Makes a call to the outside, with delays and faults. Never comes back when the process is dead by then. */
  call<Answer>(what: string, effect: () => Promise<Answer>): Promise<Answer>;
  /** Every method of a port through `call`, one call for each. */
  port<Port extends object>(name: string, port: Port): Port;
  log(log: Log): Log;
  ownership(ownership: PartitionOwnership): PartitionOwnership;
  transactions(transactions: Transactions): Transactions;
  /** Ends it between two instructions: nothing of it happens any more. */
  kill(): void;
  /** Stops it as SIGSTOP does. */
  pause(): void;
  /** Lets it go on where it was stopped. */
  resume(): void;
  isDead(): boolean;
}

/** What a process runs in. */
export interface ProcessWorld {
  readonly clock: SimulatedClock;
  readonly random: Random;
  readonly trace: Trace;
  /** The weather at the moment. */
  readonly weather: () => Weather;
}

/** Starts one. */
export function createProcess(name: string, { clock, random, trace, weather }: ProcessWorld): SimulatedProcess {
  let state: 'running' | 'stopped' | 'dead' = 'running';
  let held: (() => void)[] = [];
  const onDeath: (() => void)[] = [];

  /** Runs what is next in the process, now, when it goes on, or never. */
  function go(next: () => void): void {
    if (state === 'running') next();
    if (state === 'stopped') held.push(next);
  }

  function takeTime(): Promise<void> {
    return new Promise((resolve) => {
      clock.after(weather().delayMs(random), () => {
        go(resolve);
      });
    });
  }

  async function call<Answer>(what: string, effect: () => Promise<Answer>): Promise<Answer> {
    await takeTime();
    if (random() < weather().breaking) throw broken(what, 'was not made');
    const answer = await effect();
    await takeTime();
    if (random() < weather().breaking) throw broken(what, 'was made, and not answered');
    return answer;
  }

  function broken(what: string, how: string): Fault {
    trace.add(`${name}: ${what} ${how}`);
    return new Fault('unavailable', `${what} ${how}`);
  }

  function port<Port extends object>(portName: string, outside: Port): Port {
    return new Proxy(outside, {
      get(target, key, receiver) {
        const method: unknown = Reflect.get(target, key, receiver);
        if (typeof method !== 'function') return method;
        return (...given: unknown[]) =>
          call(`${portName}.${String(key)}`, () => Promise.resolve(Reflect.apply(method, target, given)));
      },
    });
  }

  /** Passes hints on: later, or not at all. */
  function hints<Hint extends readonly unknown[]>(
    listen: (hint: (...hint: Hint) => void) => () => void,
    listener: (...hint: Hint) => void,
  ): () => void {
    const stop = listen((...hint) => {
      if (random() < weather().breaking) return;
      clock.after(weather().delayMs(random), () => {
        go(() => {
          listener(...hint);
        });
      });
    });
    onDeath.push(stop);
    return stop;
  }

  return {
    name,
    clock: {
      now: () => clock.now(),
      after: (delayMs, callback) => {
        let cancelled = false;
        const cancel = clock.after(delayMs, () => {
          go(() => {
            if (!cancelled) callback();
          });
        });
        return () => {
          cancelled = true;
          cancel();
        };
      },
    },
    call,
    port,
    log: (log) => ({
      partitions: (topic) => log.partitions(topic),
      append: (...given) => call('append', () => log.append(...given)),
      appendWithin: (...given) => log.appendWithin(...given),
      read: (...given) => call('read', () => log.read(...given)),
      end: (...given) => call('end', () => log.end(...given)),
      onAppended: (topic, listener) => hints((hint) => log.onAppended(topic, hint), listener),
    }),
    ownership: (ownership) => ({
      renewEveryMs: ownership.renewEveryMs,
      claim: (membership) => call('claim', () => ownership.claim(membership)),
      leave: (membership) => call('leave', () => ownership.leave(membership)),
      onChanged: (group, listener) => hints((hint) => ownership.onChanged(group, hint), listener),
    }),
    transactions(transactions) {
      const run = <Answer>(work: (transaction: Transaction) => Promise<Answer>): Promise<Answer> =>
        call('transaction', () =>
          transactions.run(async (transaction) => {
            const answer = await work(transaction);
            await takeTime();
            if (random() < weather().breaking) throw broken('commit', 'was not made');
            return answer;
          }),
        );
      return { run, runAtOnce: run, inOrder: () => ({ runAtOnce: run }) };
    },
    kill() {
      trace.add(`${name} is killed`);
      state = 'dead';
      held = [];
      for (const forget of onDeath) forget();
    },
    pause() {
      trace.add(`${name} is stopped`);
      if (state === 'running') state = 'stopped';
    },
    resume() {
      if (state !== 'stopped') return;
      trace.add(`${name} goes on`);
      state = 'running';
      const waiting = held;
      held = [];
      for (const next of waiting) go(next);
    },
    isDead: () => state === 'dead',
  };
}
