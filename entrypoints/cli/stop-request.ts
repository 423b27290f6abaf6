import type { Clock } from '@bourse/application/ports/clock.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';

/** The first request to end, in two forms. */
export interface StopRequest {
  readonly requested: Promise<StopReason>;
  readonly aborted: AbortSignal;
}

/** What asked for the end: a signal, or that the npm through which the command was started is gone. */
export type StopReason = NodeJS.Signals | 'npm-ended';

/** Where signals come from: the process. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  once(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
}

/** A signal that is repeated within this time is the same request: npm passes on the Ctrl-C that the terminal has sent to all. Milliseconds. */
const SAME_REQUEST_MS = 1_000;

/** How npm calls what it runs for `npm start`, `npm run bourse` and `npx bourse`. */
const RUN_BY_NPM: readonly (string | undefined)[] = ['start', 'bourse', 'npx'];

/** How often it is looked whether npm is still there, milliseconds. */
const LOOK_EVERY_MS = 500;

/**
 * Listens for SIGTERM, SIGINT and SIGHUP. One that is sent again later than a second after the first ends the process at once: nobody listens
 * for it any more.
 */
export function awaitStop(signals: SignalSource = process, clock: Pick<Clock, 'after'> = systemClock): StopRequest {
  const abort = new AbortController();
  const { promise: requested, resolve } = Promise.withResolvers<StopReason>();
  const ask = (reason: StopReason): void => {
    abort.abort();
    resolve(reason);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    signals.on(signal, ask);
    signals.once(signal, () => clock.after(SAME_REQUEST_MS, () => signals.off(signal, ask)));
  }
  if (RUN_BY_NPM.includes(process.env['npm_lifecycle_event'])) askWhenOrphaned(ask);
  return { requested, aborted: abort.signal };
}

/** Npm runs a command in a shell, which a signal to npm ends; the shell passes nothing on. */
function askWhenOrphaned(ask: (reason: StopReason) => void): void {
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    ask('npm-ended');
  }, LOOK_EVERY_MS);
  looking.unref();
}
