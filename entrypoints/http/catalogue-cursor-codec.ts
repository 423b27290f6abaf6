import type { Clock } from '@bourse/application/ports/clock.ts';
import type { CatalogueSearch } from '@bourse/core/market/catalogue-search.ts';
import type { TextSigner } from '@bourse/runtime/text-signer.ts';
import { FORMATS } from './formats.ts';
import { InvalidRequest } from './problem.ts';

/** Where a walk over a search of the catalogue goes on: in which version, and behind how many of what it found. */
export interface CataloguePlace {
  readonly version: bigint;
  readonly offset: number;
}

/** Writes places as cursors and reads them back. */
export interface CatalogueCursors {
  /** A cursor for the next page of a search, good for CURSOR_LIFE_MS. */
  cursorOf(place: CataloguePlace, search: CatalogueSearch): string;
  /** Throws InvalidRequest for a cursor that is not ours, that is too old, or that belongs to another search. */
  placeOf(cursor: string, search: CatalogueSearch): CataloguePlace;
}

/** How long a walk may pause between two pages, milliseconds. */
export const CURSOR_LIFE_MS = 15 * 60_000;

const SIGNATURE_LENGTH = 43;

/** Cursors that nobody else can make. A cursor is its signature and behind that version, offset, end of its life, and a mark of the search. */
export function createCatalogueCursors(signer: TextSigner, clock: Pick<Clock, 'now'>): CatalogueCursors {
  const markOf = ({ text, sector }: CatalogueSearch): string => signer.sign(JSON.stringify([text, sector]));
  return {
    cursorOf({ version, offset }, search) {
      const content: PlaceContent = [version.toString(), offset, clock.now() + CURSOR_LIFE_MS, markOf(search)];
      const payload = Buffer.from(JSON.stringify(content), 'utf8').toString('base64url');
      return `${signer.sign(payload)}${payload}`;
    },
    placeOf(cursor, search) {
      const [signature, payload] = [cursor.slice(0, SIGNATURE_LENGTH), cursor.slice(SIGNATURE_LENGTH)];
      if (!signer.verify(payload, signature)) throw badCursor(FORMATS.cursor.message);
      const { version, offset, endMs, mark } = contentOf(payload);
      if (mark !== markOf(search)) {
        throw badCursor('belongs to another search: repeat q and sector as they were, or begin again without a cursor');
      }
      if (clock.now() > endMs) throw expiredCursor();
      return { version, offset };
    },
  };
}

/** What is said of a cursor whose walk paused for too long, or whose version of the catalogue can no longer be told. */
export function expiredCursor(): InvalidRequest {
  return badCursor('has expired, a walk may pause for 15 minutes: begin again without a cursor');
}

function badCursor(message: string): InvalidRequest {
  return new InvalidRequest([{ pointer: '/query/cursor', message }]);
}

/** Only we sign, so it has the form that cursorOf gave it. */
function contentOf(payload: string): CataloguePlace & { readonly endMs: number; readonly mark: string } {
  const content = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as PlaceContent;
  const [version, offset, endMs, mark] = content;
  return { version: BigInt(version), offset, endMs, mark };
}

type PlaceContent = readonly [version: string, offset: number, endMs: number, mark: string];
