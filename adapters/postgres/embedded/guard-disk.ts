import { setTimeout as delay } from 'node:timers/promises';
import { megabytes, RESERVE_BYTES } from './disk-room.ts';
import type { EmbeddedPostgresListener } from './embedded-postgres-event.ts';
import type { ServerDisk } from './server-disk.ts';

/** Looks after the disk until it is stopped. */
export interface DiskGuard {
  /** Resolves once it does nothing any more. */
  stop(): Promise<void>;
}

/** What must be free for writing to be allowed again: more than the reserve, so that it does not go to and fro. */
const ENOUGH_BYTES = 80 * 2 ** 20;
/** What must be free to take the room for reading out of it: to run out of it just then would end the server. */
const READING_NEEDS_BYTES = 40 * 2 ** 20;
const LOOK_EVERY_MS = 200;

/** Most looks before the start goes on without one. */
const MAX_FIRST_LOOKS = 10;

/** Waits until the next look; answers whether the time passed without the signal. */
export type PauseBetweenLooks = (stopping: AbortSignal) => Promise<boolean>;

/**
 * Lets the server refuse all writing while its disk is nearly full, and lets it write again by itself when there is room. Reads go on
 * meanwhile, also when others take what is left. Costs a system call five times a second, and nothing for a request. Resolves after the first look that could be made, so that nobody
 * meets a server that an earlier Bourse left refusing although there is room.
 */
export async function guardDisk(
  disk: ServerDisk,
  onEvent: EmbeddedPostgresListener,
  pause: PauseBetweenLooks = pauseBetweenLooks,
): Promise<DiskGuard> {
  const stopping = new AbortController();
  // An earlier Bourse may have left it refused; that does not count, what is free now does.
  let refused: boolean | undefined;
  let leastBytes = RESERVE_BYTES;
  let isReadingSafe = false;
  let failure: string | undefined;
  await lookFirst();
  const watching = watch();

  async function lookFirst(): Promise<void> {
    for (let looks = 1; !(await look()) && looks < MAX_FIRST_LOOKS; looks += 1) await pause(stopping.signal);
  }

  async function watch(): Promise<void> {
    while (await pause(stopping.signal)) await look();
  }

  /** Answers whether it could. What fails now, as a rule because the server is restarted, is tried again at the next look. */
  async function look(): Promise<boolean> {
    try {
      refused ??= await disk.isReadOnly();
      const freeBytes = await disk.freeBytes();
      const refuse = freeBytes < leastBytes;
      if (refuse !== refused) {
        await disk.setReadOnly(refuse);
        refused = refuse;
        tell(refuse, freeBytes);
      }
      leastBytes = refuse ? ENOUGH_BYTES : RESERVE_BYTES;
      if (refuse && !isReadingSafe && freeBytes >= READING_NEEDS_BYTES) await disk.takeRoomForReading();
      isReadingSafe = refuse && (isReadingSafe || freeBytes >= READING_NEEDS_BYTES);
      failure = undefined;
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== failure) onEvent({ kind: 'disk-not-guarded', message: notGuardedMessage(disk.directory, reason) });
      failure = reason;
      return false;
    }
  }

  function tell(refuse: boolean, freeBytes: number): void {
    const { directory } = disk;
    if (refuse) onEvent({ kind: 'disk-nearly-full', freeBytes, message: nearlyFullMessage(directory, freeBytes) });
    else
      onEvent({ kind: 'disk-has-room', freeBytes, message: `There is room for ${directory} again: writing goes on.` });
  }

  return {
    async stop() {
      stopping.abort();
      await watching;
    },
  };
}

async function pauseBetweenLooks(stopping: AbortSignal): Promise<boolean> {
  try {
    await delay(LOOK_EVERY_MS, undefined, { signal: stopping, ref: false });
    return true;
  } catch (error) {
    if (stopping.aborted) return false;
    throw error;
  }
}

function nearlyFullMessage(directory: string, freeBytes: number): string {
  return (
    `The disk of ${directory} is nearly full (${megabytes(freeBytes)} MB free): nothing is written until ` +
    `${megabytes(ENOUGH_BYTES)} MB are free, reads go on. Make room; Bourse then goes on by itself.`
  );
}

function notGuardedMessage(directory: string, reason: string): string {
  return `Whether there is room on the disk of ${directory} could not be acted upon: ${reason}. It is tried again.`;
}
