import { randomUUID } from 'node:crypto';
import type { SelfAudit } from '@bourse/application/audit/self-audit.ts';
import { startSelfAudit } from '@bourse/application/audit/self-audit.ts';
import { fakeLogger, fakeMeter, settle } from '@bourse/application/market/market-fakes.ts';
import type { AuditReader, AuditSnapshot } from '@bourse/application/ports/audit-reader.ts';
import { emptyAccount } from '@bourse/core/ledger/account.ts';
import type { JournalTransaction } from '@bourse/core/ledger/journal.ts';
import { createManualClock } from '@bourse/memory/manual-clock.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { NO_CHANGES } from '../support/book-fixtures.ts';
import { sha256 } from '../support/bookkeeper.ts';
import { HISTORY_START_MS } from '../support/trading-history.ts';
import { openSmallBooks, tampered } from './tampered-reader.ts';

/** Most entries, and most accounts, that one snapshot may be asked for. */
const MOST_ENTRIES = 500;
const MOST_ACCOUNTS = 50;

const EVERY_MS = 1_000_000;
const started: SelfAudit[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((audit) => audit.stop()));
});

/** What one snapshot was asked for. */
interface Look {
  readonly sequences: bigint[];
  readonly accountIds: string[];
}

/** Books of many entries, and audits of them in whose every part something may happen. */
async function openBusyBooks() {
  const small = await openSmallBooks();
  const clock = createManualClock(1_000_000);
  const deposit = (accountId: string) => {
    const cash = { type: 'deposit', transactionId: randomUUID(), amountMicros: 1n } as const;
    const command = { type: 'move-cash', commandId: randomUUID(), accountId, cash } as const;
    return { command, atMs: HISTORY_START_MS + 100_000, prices: new Map() };
  };
  const book = (accountIds: readonly string[]) => small.bookkeeper.book(accountIds.map(deposit));
  const bookForTrader = (count: number) => book(Array.from({ length: count }, () => small.trader));
  const damage = (accountId: string) => {
    const accounts = [{ ...emptyAccount(accountId), availableMicros: 9n }];
    return small.transactions.run((transaction) => small.books.save(transaction, { ...NO_CHANGES, accounts }));
  };
  const start = (reader: AuditReader = small.reader, duringPart: (part: number) => unknown = () => undefined) => {
    const looks: Look[] = [];
    const watched: AuditReader = {
      ...reader,
      async snapshot(work) {
        const look: Look = { sequences: [], accountIds: [] };
        looks.push(look);
        await duringPart(looks.length);
        return reader.snapshot((snapshot) => work(lookedAt(snapshot, look)));
      },
    };
    const logger = fakeLogger();
    const audit = startSelfAudit({ reader: watched, sha256, clock, meter: fakeMeter(), logger }, EVERY_MS);
    started.push(audit);
    return { run: () => audit.run(), stop: () => audit.stop(), looks, logged: logger.messages };
  };
  const endOfTrader = () => small.books.heads().find(({ partition }) => partition === small.partitionOfTrader);
  const verifiedOfTrader = async () =>
    (await small.reader.state()).verified.find(({ partition }) => partition === small.partitionOfTrader)?.sequence;
  return { ...small, clock, book, bookForTrader, damage, start, endOfTrader, verifiedOfTrader };
}

function lookedAt(snapshot: AuditSnapshot, look: Look): AuditSnapshot {
  return {
    ...snapshot,
    async journal(...wanted) {
      const page = await snapshot.journal(...wanted);
      look.sequences.push(...page.map(({ sequence }) => sequence));
      return page;
    },
    async contradictions(accountIds, limit) {
      look.accountIds.push(...(accountIds ?? []));
      return snapshot.contradictions(accountIds, limit);
    },
  };
}

const accountsOf = (journal: readonly JournalTransaction[]) => new Set(journal.map(({ accountId }) => accountId));

describe('a run of the self-audit', () => {
  it('looks at many entries and accounts in many snapshots, none of which reads more than a page', async () => {
    const { book, bookForTrader, start, books } = await openBusyBooks();
    await bookForTrader(2_600);
    await book(Array.from({ length: 170 }, () => randomUUID()));
    const { run, looks } = start();
    expect((await run()).findings).toEqual([]);
    expect(looks.flatMap(({ sequences }) => sequences)).toHaveLength(books.journal().length);
    expect(looks.flatMap(({ accountIds }) => accountIds).toSorted()).toEqual(
      [...accountsOf(books.journal())].toSorted(),
    );
    expect(Math.max(...looks.map(({ sequences }) => sequences.length))).toBe(MOST_ENTRIES);
    expect(Math.max(...looks.map(({ accountIds }) => accountIds.length))).toBe(MOST_ACCOUNTS);
    for (const { sequences, accountIds } of looks) expect(Math.min(sequences.length, accountIds.length)).toBe(0);
  });

  it('rests after each part in proportion to what it took, and never for long', async () => {
    const { bookForTrader, clock, start } = await openBusyBooks();
    await bookForTrader(2_600);
    const tookMs = [0, 10, 30_000, 2];
    const { run, looks } = start(undefined, (part) => clock.advance(tookMs[part - 1] ?? 0));
    const done = run();
    await settle();
    expect(looks).toHaveLength(2);
    clock.advance(39);
    await settle();
    expect(looks).toHaveLength(2);
    clock.advance(1);
    await settle();
    expect(looks).toHaveLength(3);
    clock.advance(249);
    await settle();
    expect(looks).toHaveLength(3);
    clock.advance(1);
    await settle();
    expect(looks).toHaveLength(4);
    clock.advance(8);
    expect((await done).findings).toEqual([]);
  });

  it('does not rest when the clock is set back in the middle of a part', async () => {
    const { bookForTrader, clock, start } = await openBusyBooks();
    await bookForTrader(2_600);
    expect((await start(undefined, () => clock.jumpTo(clock.now() - 5_000)).run()).findings).toEqual([]);
  });

  it('finds an entry that was changed behind the first part', async () => {
    const { bookForTrader, start, reader, partitionOfTrader, verifiedOfTrader } = await openBusyBooks();
    await bookForTrader(2_600);
    const broken = tampered(reader, (journal) =>
      journal.map((entry) =>
        entry.partition === partitionOfTrader && entry.sequence === 1_700n ? { ...entry, recordedAtMs: 1 } : entry,
      ),
    );
    const { findings } = await start(broken).run();
    expect(findings).toMatchObject([{ kind: 'hash-mismatch', partition: partitionOfTrader, sequence: 1_700n }]);
    expect(await verifiedOfTrader()).toBe(1_699n);
  });

  it('finds entries that are removed from the end between two parts', async () => {
    const { bookForTrader, start, reader, partitionOfTrader } = await openBusyBooks();
    await bookForTrader(1_400);
    const removed = { yet: false };
    const cut = tampered(reader, (journal) =>
      journal.filter(
        ({ partition, sequence }) => !removed.yet || partition !== partitionOfTrader || sequence <= 1_100n,
      ),
    );
    const audit = start(cut, () => {
      removed.yet = audit.looks.some(({ sequences }) => sequences.at(-1) === 1_000n);
    });
    expect((await audit.run()).findings).toMatchObject([
      { kind: 'head-mismatch', partition: partitionOfTrader, sequence: 1_100n },
    ]);
  });

  it('finds a balance that is changed after the entries of its account were read', async () => {
    const { book, start, damage } = await openBusyBooks();
    const accountIds = Array.from({ length: 170 }, () => randomUUID());
    await book(accountIds);
    const damaged: string[] = [];
    const audit = start(undefined, async () => {
      const compared = audit.looks.flatMap((look) => look.accountIds);
      if (compared.length !== MOST_ACCOUNTS || damaged.length > 0) return;
      damaged.push(accountIds.find((accountId) => !compared.includes(accountId))!);
      await damage(damaged[0]!);
    });
    const { findings } = await audit.run();
    expect(damaged).toHaveLength(1);
    expect(findings).toMatchObject([{ kind: 'stored-balance-mismatch', accountId: damaged[0] }]);
    expect(audit.logged).toHaveLength(1);
  });

  it('sounds no alarm over what is booked between its parts, and goes over it as well', async () => {
    const { bookForTrader, book, start, books, endOfTrader, verifiedOfTrader, trader, other } = await openBusyBooks();
    await bookForTrader(1_400);
    const booking = { on: true };
    const { run, looks } = start(undefined, () => (booking.on ? book([trader, other, randomUUID()]) : undefined));
    expect((await run()).findings).toEqual([]);
    booking.on = false;
    expect((await run()).findings).toEqual([]);
    expect(await verifiedOfTrader()).toBe(endOfTrader()?.sequence);
    const read = looks.flatMap(({ sequences }) => sequences);
    expect(read).toHaveLength(books.journal().length);
    const compared = new Set(looks.flatMap(({ accountIds }) => accountIds));
    expect(compared).toEqual(accountsOf(books.journal()));
  });

  it('leaves partitions that are added between its parts to the next run', async () => {
    const { bookForTrader, start, reader, partitionOfTrader, books } = await openBusyBooks();
    await bookForTrader(1_400);
    const added = { yet: false };
    const growing: AuditReader = {
      ...reader,
      snapshot: (work) =>
        reader.snapshot((snapshot) =>
          work({
            ...snapshot,
            heads: async () =>
              (await snapshot.heads()).filter(({ partition }) => added.yet || partition === partitionOfTrader),
          }),
        ),
    };
    const { run } = start(growing, (part) => {
      added.yet = part > 1;
    });
    expect(await run()).toMatchObject({ findings: [], verified: [{ partition: partitionOfTrader }] });
    expect(await run()).toMatchObject({ findings: [], verified: { length: books.heads().length } });
  });

  it('verifies nothing when it is stopped in the middle, and begins there again', async () => {
    const { bookForTrader, start, reader, books, endOfTrader, verifiedOfTrader } = await openBusyBooks();
    await bookForTrader(2_600);
    const inThePart = Promise.withResolvers<undefined>();
    const goOn = Promise.withResolvers<undefined>();
    const first = start(undefined, async (part) => {
      if (part !== 4) return;
      inThePart.resolve(undefined);
      await goOn.promise;
    });
    const run = first.run();
    await inThePart.promise;
    await first.stop();
    goOn.resolve(undefined);
    expect(await run).toMatchObject({ lastRunAtMs: null, verified: [], findings: [] });
    expect(first.looks).toHaveLength(4);
    expect(await reader.state()).toMatchObject({ lastRunAtMs: null, verified: [] });
    const second = start();
    await second.run();
    expect(second.looks.flatMap(({ sequences }) => sequences)).toHaveLength(books.journal().length);
    expect(await verifiedOfTrader()).toBe(endOfTrader()?.sequence);
  });

  it('counts as stopped while it compares accounts, since those that are left were not compared', async () => {
    const { book, start, reader } = await openBusyBooks();
    await book(Array.from({ length: 170 }, () => randomUUID()));
    const audit = start(undefined, () => {
      if (audit.looks.some(({ accountIds }) => accountIds.length > 0)) void audit.stop();
    });
    await audit.run();
    expect(await reader.state()).toMatchObject({ lastRunAtMs: null, verified: [] });
  });

  it('notes what it found before it was stopped', async () => {
    const { book, start, reader, partitionOfTrader } = await openBusyBooks();
    await book(Array.from({ length: 270 }, () => randomUUID()));
    const broken = tampered(reader, (journal) =>
      journal.map((entry) => (entry.partition === partitionOfTrader ? { ...entry, recordedAtMs: 1 } : entry)),
    );
    const audit = start(broken, () => {
      if (audit.logged.length > 0) void audit.stop();
    });
    await audit.run();
    const { verified, findings } = await reader.state();
    expect(verified).toEqual([]);
    expect(findings).toMatchObject([{ kind: 'hash-mismatch', partition: partitionOfTrader }]);
  });

  it('ends a rest at once when it is stopped', async () => {
    const { clock, start } = await openBusyBooks();
    const audit = start(undefined, () => clock.advance(50));
    const run = audit.run();
    await settle();
    expect(audit.looks).toHaveLength(1);
    void audit.stop();
    expect(await run).toMatchObject({ lastRunAtMs: null });
    expect(audit.looks).toHaveLength(1);
  });

  it('finds the same in two processes at once, part by part beside each other, while others go on booking', async () => {
    const { bookForTrader, start, damage, other, book, endOfTrader, verifiedOfTrader } = await openBusyBooks();
    await bookForTrader(2_600);
    await damage(other);
    const runs = await Promise.all(
      [start(), start(undefined, (part) => (part < 6 ? bookForTrader(3) : undefined))].map((audit) => audit.run()),
    );
    expect(new Set(runs.flatMap(({ findings }) => findings.map(({ accountId }) => accountId)))).toEqual(
      new Set([other]),
    );
    await book([other]);
    const { findings } = await start().run();
    expect(findings.every(({ accountId }) => accountId === other)).toBe(true);
    expect(await verifiedOfTrader()).toBe(endOfTrader()?.sequence);
  });
});
