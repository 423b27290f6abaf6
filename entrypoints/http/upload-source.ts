import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Clock } from '@bourse/application/ports/clock.ts';

/** Why nothing more comes of an upload. */
export type UploadEnd = 'complete' | 'client-gone' | 'silent' | 'malformed-gzip' | 'stopping';

/** The next bytes of an upload, or why there are none. */
export type UploadPiece =
  { readonly bytes: Buffer; readonly end: null } | { readonly bytes: null; readonly end: UploadEnd };

/** The body of a request, taken piece by piece: nothing is read ahead of who takes it, so a fast client has to wait. */
export interface UploadSource {
  /** The next bytes, decompressed. Not to be called again before it resolved, nor behind the end. */
  next(): Promise<UploadPiece>;
  /** Reads and drops what still comes, for some time, so that a client that is still sending gets to read its answer. */
  discard(): void;
}

/** What an upload needs besides its request. */
export interface UploadOptions {
  readonly isGzip: boolean;
  readonly clock: Clock;
  /** Aborted when the server stops: then the upload ends where it is. */
  readonly stopping: AbortSignal;
}

/** A client that sends nothing for so long is cut off. Time in which it was not read does not count. */
export const UPLOAD_SILENCE_MS = 30_000;

const DISCARD_MS = 30_000;
const GUNZIP_CHUNK_BYTES = 65_536;

/** Opens the body of a request. */
export function openUpload(raw: IncomingMessage, { isGzip, clock, stopping }: UploadOptions): UploadSource {
  const { body, isWhole } = isGzip ? decompressed(raw) : { body: raw, isWhole: () => true };
  const pieces: Buffer[] = [];
  let end: UploadEnd | null = null;
  let wake: (() => void) | null = null;

  const tell = (): void => {
    const waiting = wake;
    wake = null;
    waiting?.();
  };
  const finish = (reason: UploadEnd) => (): void => {
    end ??= reason;
    tell();
  };
  const stop = finish('stopping');
  body.on('data', (piece: Buffer) => {
    pieces.push(piece);
    body.pause();
    tell();
  });
  body.pause();
  body.on('end', () => {
    finish(isWhole() ? 'complete' : 'malformed-gzip')();
  });
  raw.on('error', finish('client-gone'));
  raw.on('close', () => {
    if (!raw.complete && !raw.readableEnded) finish('client-gone')();
  });
  if (isGzip) body.on('error', finish('malformed-gzip'));
  stopping.addEventListener('abort', stop);
  if (stopping.aborted) stop();

  return {
    async next() {
      if (pieces.length === 0 && end === null) {
        const cancel = clock.after(UPLOAD_SILENCE_MS, finish('silent'));
        await new Promise<void>((resolve) => {
          wake = resolve;
          body.resume();
        });
        cancel();
      }
      const bytes = pieces.shift();
      return bytes === undefined ? { bytes: null, end: end ?? 'client-gone' } : { bytes, end: null };
    },
    discard() {
      stopping.removeEventListener('abort', stop);
      body.removeAllListeners('data');
      if (raw.readableEnded) return;
      if (body !== raw) raw.unpipe();
      const cancel = clock.after(DISCARD_MS, () => raw.destroy());
      raw.once('end', cancel).once('close', cancel).resume();
    },
  };
}

/**
 * Decompresses a body. At its end it tells whether that was all of it: zlib takes a zero behind a part for padding, and leaves out whatever comes
 * behind that.
 */
function decompressed(raw: IncomingMessage): { readonly body: Readable; readonly isWhole: () => boolean } {
  const gunzip = createGunzip({ chunkSize: GUNZIP_CHUNK_BYTES });
  let received = 0;
  raw.on('data', (piece: Buffer) => {
    received += piece.length;
  });
  return { body: raw.pipe(gunzip), isWhole: () => received === gunzip.bytesWritten };
}
