/** Longest a caller may wait, milliseconds. */
const MAX_WAIT_MS = 30_000;

const WAIT = /(?:^|[,;\s])wait\s*=\s*"?(\d+)"?(?=$|[,;\s])/i;

/** How long a caller prefers to wait (RFC 7240, section 4.3), in milliseconds: 0 when it does not say, at most 30 seconds. */
export function preferredWaitMs(prefer: string | undefined): number {
  const seconds = WAIT.exec(prefer ?? '')?.[1];
  return seconds === undefined ? 0 : Math.min(Number(seconds) * 1_000, MAX_WAIT_MS);
}
