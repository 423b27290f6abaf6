import type { ChangeRefusal } from '@bourse/application/partitions/change-partitions.ts';
import { MAX_PARTITIONS } from '@bourse/core/partitioning/layout.ts';
import { DEFAULT_POOL_LIMITS, openDatabase } from '@bourse/postgres/database.ts';
import { migrate } from '@bourse/postgres/migrate.ts';
import { createPinoLogger } from '@bourse/telemetry/pino-logger.ts';
import type { OpenedLog } from '../compose/open-log.ts';
import { openLog } from '../compose/open-log.ts';
import { composePartitionsChange } from '../compose/partitions.ts';
import { ConfigurationError, readSettings } from '../config/settings-codec.ts';
import { reachDatabase } from './reach-database.ts';

/** What was asked for on the command line. */
export interface PartitionsOptions {
  readonly to?: string;
  /** Seconds. */
  readonly wait: string;
}

const MAX_WAIT_SECONDS = 3_600;

/** What a person is told, and whether it is as it was wanted. */
const REFUSALS: Readonly<Record<ChangeRefusal, string>> = {
  'same-number': 'That is the number of partitions which the log has: nothing is to be done.',
  'fewer-partitions': 'Nothing was changed: the number of partitions can be raised, not lowered.',
  'too-many-partitions': `Nothing was changed: the log can have at most ${MAX_PARTITIONS} partitions.`,
  'no-numbers-left': 'Nothing was changed: no partition numbers are left for a further layout.',
  'under-way': 'Nothing was changed: somebody else is just changing the number of partitions. Try again in 10 seconds.',
  'not-drained':
    'Nothing was changed: the workers have not decided in time what was handed in before. The command has to run while workers run; --wait gives them longer.',
  aborted: 'Nothing was changed: the command was told to stop.',
};

/** Says how many partitions the log has, or gives it more while the platform runs. Throws Fault with a sentence for a person. */
export async function changePartitionCount({ to, wait }: PartitionsOptions): Promise<void> {
  const partitions = to === undefined ? null : wholeNumber('--to', to, MAX_PARTITIONS);
  const maxWaitMs = wholeNumber('--wait', wait, MAX_WAIT_SECONDS) * 1_000;
  // What is set for new logs, or was set before, is not asked here.
  const settings = { ...readSettings(process.env), logPartitions: null };
  const logger = createPinoLogger('warn');
  const server = await reachDatabase(settings, 'change');
  const database = openDatabase(server.connection, DEFAULT_POOL_LIMITS, (error) => {
    logger.warn({ err: error }, 'a database connection was lost');
  });
  let opened: OpenedLog | undefined;
  const abort = listenForStop();
  try {
    await migrate(database);
    opened = await openLog(database, settings, undefined, logger);
    console.log(`The log has ${opened.layout.partitions} partitions.`);
    if (partitions === null) return;
    const changed = await composePartitionsChange({ database, opened, settings, logger }, partitions, {
      maxWaitMs,
      onWaiting: showProgress,
      aborted: abort.wasAsked,
    });
    clearProgress();
    if (changed.ok) {
      console.log(
        `It has ${changed.value.partitions} partitions now. Processes that run go on with them by themselves.`,
      );
      if (process.env['LOG_PARTITIONS'] !== undefined)
        console.log(`Set LOG_PARTITIONS to ${changed.value.partitions}, or leave it out, before one is started again.`);
      return;
    }
    console.log(REFUSALS[changed.refusal]);
    if (changed.refusal !== 'same-number') process.exitCode = 1;
  } finally {
    abort.forget();
    await opened?.close();
    await database.close();
    await server.stop();
  }
}

function wholeNumber(option: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d{1,4}$/.test(text) && value >= 1 && value <= max) return value;
  throw new ConfigurationError([`${option} must be a whole number from 1 to ${max}; it is "${text}".`]);
}

/** A change that is told to stop undoes what it has done so far. */
function listenForStop(): { readonly wasAsked: () => boolean; readonly forget: () => void } {
  let asked = false;
  const ask = (): void => {
    asked = true;
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, ask);
  return {
    wasAsked: () => asked,
    forget() {
      for (const signal of signals) process.off(signal, ask);
    },
  };
}

function showProgress(records: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${records} records are still to be decided`);
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}
