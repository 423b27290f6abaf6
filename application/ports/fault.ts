/**
 * What kind of trouble a port ran into.
 * - unavailable: the world broke for a moment (connection lost, deadlock, disk full, server restarting); the same call may go through later.
 * - overloaded: a stated maximum of waiting work is reached; the caller should come back later.
 * - fenced: somebody else owns the partition now; roll back and stop.
 * - conflict: something that was taken for granted does not hold; nothing took effect, and it may go through once looked at anew.
 * - invalid-data: the data can never be stored as it is; repeating the call is pointless.
 */
export type FaultCode = 'unavailable' | 'overloaded' | 'fenced' | 'conflict' | 'invalid-data';

/** Thrown by ports when the world broke, with the cause. Refusals are returned instead, bugs are RangeErrors and TypeErrors. */
export class Fault extends Error {
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Fault';
    this.code = code;
  }
}

/** Whether something thrown is a fault of this kind. */
export function isFault(thrown: unknown, code: FaultCode): boolean {
  return thrown instanceof Fault && thrown.code === code;
}
