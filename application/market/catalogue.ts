import { RecentMap } from '@bourse/core/caching/recent-map.ts';
import type { CatalogueSearch, InstrumentDescription } from '@bourse/core/market/catalogue-search.ts';
import { createCatalogueSearch } from '@bourse/core/market/catalogue-search.ts';
import type { CatalogueHistory } from '../ports/catalogue-history.ts';
import type { Clock } from '../ports/clock.ts';
import { Fault, isFault } from '../ports/fault.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';

/** The catalogue at one moment; it never changes. */
export interface CatalogueSnapshot {
  readonly version: bigint;
  /** All that fits, in an order that is the same in every process. */
  search(search: CatalogueSearch): readonly InstrumentDescription[];
}

/** Snapshots of the catalogue: the newest for a walk that begins, an earlier one for a walk that goes on. */
export interface Catalogue {
  /** The newest one; while the store is away the last that was read. Throws Fault('unavailable') when none ever was. */
  newest(): Promise<CatalogueSnapshot>;
  /** The one of a version; undefined when it can no longer be told. Throws Fault('unavailable') when it is not held and the store is away. */
  at(version: bigint): Promise<CatalogueSnapshot | undefined>;
}

/** Settings of a catalogue; each has a default. */
export interface CatalogueOptions {
  /** For how long a version counts as the newest without being looked for again, milliseconds (1000). */
  readonly freshMs?: number;
  /** How many snapshots are held at most; others are read anew when they are asked for (8). */
  readonly maxSnapshots?: number;
  /** How many searches of each snapshot are held at most, each with all that it found (8). */
  readonly maxSearches?: number;
}

/** Makes a catalogue that has read nothing yet. */
export function createCatalogue(
  ports: {
    readonly history: CatalogueHistory;
    readonly clock: Pick<Clock, 'now'>;
    readonly meter: Meter;
    readonly logger: Logger;
  },
  options: CatalogueOptions = {},
): Catalogue {
  const { history, clock, meter, logger } = ports;
  const { freshMs = 1_000, maxSnapshots = 8, maxSearches = 8 } = options;
  const held = new RecentMap<bigint, CatalogueSnapshot>(maxSnapshots);
  /** Of each version, and of the newest, there is one reading at a time. */
  const reading = new Map<bigint, Promise<CatalogueSnapshot | undefined>>();
  let readingNewest: Promise<CatalogueSnapshot> | undefined;
  let last: { readonly snapshot: CatalogueSnapshot; readonly lookedAtMs: number } | undefined;

  async function at(version: bigint): Promise<CatalogueSnapshot | undefined> {
    const known = held.get(version);
    if (known !== undefined) return known;
    const underWay = reading.get(version) ?? readVersion(version).finally(() => reading.delete(version));
    reading.set(version, underWay);
    return underWay;
  }

  async function readVersion(version: bigint): Promise<CatalogueSnapshot | undefined> {
    const instruments = await history.instrumentsOf(version);
    if (instruments === undefined) return undefined;
    const snapshot = snapshotOf(version, instruments, maxSearches);
    held.set(version, snapshot);
    meter.count('catalogue_snapshots_read_total', {}, 1);
    meter.gauge('catalogue_snapshots_held', {}, held.size);
    return snapshot;
  }

  async function readNewest(): Promise<CatalogueSnapshot> {
    const snapshot = await at(await history.version());
    if (snapshot === undefined) throw new Fault('unavailable', 'the newest version of the catalogue is gone');
    return snapshot;
  }

  /** The last one that was read when the newest cannot be. */
  async function lookForNewest(): Promise<CatalogueSnapshot> {
    const snapshot = await readNewest().catch((error: unknown) => {
      meter.count('catalogue_read_failures_total', {}, 1);
      if (last === undefined || !isFault(error, 'unavailable')) throw error;
      logger.warn({ error }, 'the catalogue could not be read; the last one that was stays');
      return last.snapshot;
    });
    last = { snapshot, lookedAtMs: clock.now() };
    return snapshot;
  }

  return {
    at,
    async newest() {
      // The clock may have jumped either way.
      if (last !== undefined && Math.abs(clock.now() - last.lookedAtMs) < freshMs) return last.snapshot;
      readingNewest ??= lookForNewest().finally(() => (readingNewest = undefined));
      return readingNewest;
    },
  };
}

function snapshotOf(
  version: bigint,
  instruments: readonly InstrumentDescription[],
  maxSearches: number,
): CatalogueSnapshot {
  const find = createCatalogueSearch(instruments);
  const found = new RecentMap<string, readonly InstrumentDescription[]>(maxSearches);
  return {
    version,
    search(search) {
      const key = JSON.stringify([search.text, search.sector]);
      const known = found.get(key) ?? find(search);
      found.set(key, known);
      return known;
    },
  };
}
