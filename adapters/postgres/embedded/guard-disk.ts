import { statfs } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { isReadOnly, setReadOnly } from './server-connection.ts';
import type { ServerPlan } from './server-site.ts';

/** Looks after the disk until it is stopped. */
export interface DiskGuard {
  /** Resolves once it does nothing any more. */
  stop(): Promise<void>;
}

/**
 * What must be free for the server to write. PostgreSQL, when it finds no room for its write-ahead log, gives up as a whole, reads
 * included, and cannot come back before there is room. This is what it may need for itself, and what can be written between two looks.
 */
const RESERVE_BYTES = 64 * 2 ** 20;
/** What must be free for writing to be allowed again: more, so that it does not go to and fro. */
const ENOUGH_BYTES = 80 * 2 ** 20;
const LOOK_EVERY_MS = 200;

/**
 * Lets the server refuse all writing while its disk is nearly full, and lets it write again by itself when there is room. Reads go on
 * meanwhile. Costs a system call five times a second, and nothing for a request.
 */
export async function guardDisk(plan: ServerPlan): Promise<DiskGuard> {
  const stopping = new AbortController();
  // An earlier Bourse may have left it refused.
  let refused: boolean | undefined;
  let failure: string | undefined;
  await look();
  const watching = watch();

  async function watch(): Promise<void> {
    while (await pause(stopping.signal)) await look();
  }

  /** What fails now, as a rule because the server is restarted, is tried again at the next look. */
  async function look(): Promise<void> {
    try {
      refused ??= await isReadOnly(plan.connection);
      const { bavail, bsize } = await statfs(plan.layout.cluster);
      const freeBytes = bavail * bsize;
      const refuse = freeBytes < (refused ? ENOUGH_BYTES : RESERVE_BYTES);
      if (refuse === refused) return;
      await setReadOnly(plan.connection, refuse);
      refused = refuse;
      failure = undefined;
      tell(refuse, freeBytes);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== failure) plan.onEvent({ kind: 'disk-not-guarded', message: notGuardedMessage(plan, reason) });
      failure = reason;
    }
  }

  function tell(refuse: boolean, freeBytes: number): void {
    const { cluster } = plan.layout;
    if (refuse) plan.onEvent({ kind: 'disk-nearly-full', freeBytes, message: nearlyFullMessage(cluster, freeBytes) });
    else
      plan.onEvent({
        kind: 'disk-has-room',
        freeBytes,
        message: `There is room for ${cluster} again: writing goes on.`,
      });
  }

  return {
    async stop() {
      stopping.abort();
      await watching;
    },
  };
}

/** Whether the time passed without the signal. */
async function pause(stopping: AbortSignal): Promise<boolean> {
  try {
    await delay(LOOK_EVERY_MS, undefined, { signal: stopping, ref: false });
    return true;
  } catch (error) {
    if (stopping.aborted) return false;
    throw error;
  }
}

function nearlyFullMessage(cluster: string, freeBytes: number): string {
  return (
    `The disk of ${cluster} is nearly full (${megabytes(freeBytes)} MB free): nothing is written until ` +
    `${megabytes(ENOUGH_BYTES)} MB are free, reads go on. Make room; Bourse then goes on by itself.`
  );
}

function notGuardedMessage({ layout }: ServerPlan, reason: string): string {
  return `Whether there is room on the disk of ${layout.cluster} could not be acted upon: ${reason}. It is tried again.`;
}

function megabytes(bytes: number): string {
  return String(Math.floor(bytes / 2 ** 20));
}
