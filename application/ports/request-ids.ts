import type { LogPlace } from './log.ts';

/**
 * Names of requests. A request is a record of the log, so its name is its place there, sealed: opaque, not to be guessed, and the same in
 * all processes of a platform.
 */
export interface RequestIds {
  /** One name for each place, in their order: 22 characters of base64url. */
  encode(places: readonly LogPlace[]): readonly string[];
  /** The place that a name stands for; undefined for a text that was never one. */
  decode(requestId: string): LogPlace | undefined;
}
