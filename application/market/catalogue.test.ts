import type { InstrumentDescription } from '@bourse/core/market/catalogue-search.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CatalogueHistory } from '../ports/catalogue-history.ts';
import { Fault } from '../ports/fault.ts';
import type { Catalogue } from './catalogue.ts';
import { createCatalogue } from './catalogue.ts';
import type { FakeMeter, ManualClock } from './market-fakes.ts';
import { fakeLogger, fakeMeter, manualClock } from './market-fakes.ts';

const EVERYTHING = { text: null, sector: null };

/** A history whose versions are made by `publish` and whose every reading is counted. */
function fakeHistory() {
  const versions = new Map<bigint, readonly InstrumentDescription[]>([[0n, []]]);
  const state = { fault: undefined as Fault | undefined, looks: 0, reads: 0 };
  const history: CatalogueHistory = {
    async version() {
      state.looks += 1;
      if (state.fault !== undefined) throw state.fault;
      return BigInt(Math.max(...[...versions.keys()].map(Number)));
    },
    async instrumentsOf(version) {
      state.reads += 1;
      if (state.fault !== undefined) throw state.fault;
      return versions.get(version);
    },
    forgetChanges: () => Promise.reject(new TypeError('not part of a catalogue')),
  };
  const publish = (version: bigint, ...symbols: readonly string[]) => {
    const described = symbols.map((symbol) => ({ symbol, name: symbol, exchange: 'XNAS', sector: 'Technology' }));
    versions.set(version, described);
  };
  return { history, state, publish, forget: (version: bigint) => versions.delete(version) };
}

describe('the catalogue', () => {
  let clock: ManualClock;
  let meter: FakeMeter;
  let fake: ReturnType<typeof fakeHistory>;
  let catalogue: Catalogue;
  const symbolsOf = (snapshot: Awaited<ReturnType<Catalogue['at']>>) =>
    snapshot?.search(EVERYTHING).map(({ symbol }) => symbol);

  beforeEach(() => {
    clock = manualClock();
    meter = fakeMeter();
    fake = fakeHistory();
    fake.publish(1n, 'B', 'A');
    catalogue = createCatalogue(
      { history: fake.history, clock, meter, logger: fakeLogger() },
      { freshMs: 1_000, maxSnapshots: 2, maxSearches: 2 },
    );
  });

  it('looks for a newer version once a second, and reads it only when there is one', async () => {
    expect(symbolsOf(await catalogue.newest())).toEqual(['A', 'B']);
    fake.publish(2n, 'A');
    await clock.pass(999);
    expect((await catalogue.newest()).version).toBe(1n);
    await clock.pass(1);
    expect(symbolsOf(await catalogue.newest())).toEqual(['A']);
    await clock.pass(1_000);
    await catalogue.newest();
    expect(fake.state).toMatchObject({ looks: 3, reads: 2 });
  });

  it('looks again when the clock was put back', async () => {
    await catalogue.newest();
    clock.jump(0);
    await catalogue.newest();
    expect(fake.state.looks).toBe(2);
  });

  it('reads once for all who ask at the same time', async () => {
    await Promise.all([catalogue.newest(), catalogue.newest(), catalogue.at(1n), catalogue.at(1n)]);
    expect(fake.state).toMatchObject({ looks: 1, reads: 1 });
  });

  it('answers an earlier version from memory, or reads it when it is not held', async () => {
    fake.publish(2n, 'A');
    fake.publish(3n, 'C');
    for (const version of [1n, 2n, 3n]) await catalogue.at(version);
    expect(meter.gauged('catalogue_snapshots_held')).toBe(2);
    await catalogue.at(3n);
    expect(fake.state.reads).toBe(3);
    expect(symbolsOf(await catalogue.at(1n))).toEqual(['A', 'B']);
    expect(fake.state.reads).toBe(4);
  });

  it('answers undefined for a version that can no longer be told', async () => {
    fake.forget(1n);
    fake.publish(2n, 'A');
    expect(await catalogue.at(1n)).toBeUndefined();
  });

  it('serves the last one that was read while the store is away', async () => {
    await catalogue.newest();
    fake.publish(2n, 'A');
    fake.state.fault = new Fault('unavailable', 'the database is away');
    await clock.pass(1_000);
    expect((await catalogue.newest()).version).toBe(1n);
    expect((await catalogue.at(1n))?.version).toBe(1n);
    expect(meter.counted('catalogue_read_failures_total')).toBe(1);
    fake.state.fault = undefined;
    await clock.pass(1_000);
    expect((await catalogue.newest()).version).toBe(2n);
  });

  it('fails while the store is away and nothing was ever read, and works when it is back', async () => {
    fake.state.fault = new Fault('unavailable', 'the database is away');
    await expect(catalogue.newest()).rejects.toThrow('the database is away');
    await expect(catalogue.at(1n)).rejects.toThrow('the database is away');
    fake.state.fault = undefined;
    expect(symbolsOf(await catalogue.newest())).toEqual(['A', 'B']);
  });

  it('has every further page of a walk in memory with the first one: nothing is read for it, also while the store is away', async () => {
    fake.publish(2n, ...Array.from('ABCDEFGHIJ'));
    const first = (await catalogue.newest()).search(EVERYTHING).slice(0, 3);
    const { looks, reads } = fake.state;
    fake.state.fault = new Fault('unavailable', 'the database is away');
    const walked = [...first];
    for (let at = 3; at < 10; at += 3) {
      walked.push(...((await catalogue.at(2n))?.search(EVERYTHING).slice(at, at + 3) ?? []));
    }
    expect(walked.map(({ symbol }) => symbol).join('')).toBe('ABCDEFGHIJ');
    expect(fake.state).toMatchObject({ looks, reads });
  });

  it('finds what was found before without searching again, for the last searches of a snapshot', async () => {
    const snapshot = await catalogue.newest();
    const found = snapshot.search({ text: 'a', sector: null });
    expect(snapshot.search({ text: 'a', sector: null })).toBe(found);
    for (const text of ['b', 'c']) snapshot.search({ text, sector: null });
    expect(snapshot.search({ text: 'a', sector: null })).not.toBe(found);
    expect(snapshot.search({ text: 'a', sector: 'Other' })).toEqual([]);
  });
});
