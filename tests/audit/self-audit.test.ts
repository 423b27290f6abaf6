import { randomUUID } from 'node:crypto';
import type { SelfAudit } from '@bourse/application/audit/self-audit.ts';
import { startSelfAudit } from '@bourse/application/audit/self-audit.ts';
import { fakeLogger, fakeMeter, settle } from '@bourse/application/market/market-fakes.ts';
import type { AuditReader } from '@bourse/application/ports/audit-reader.ts';
import { Fault } from '@bourse/application/ports/fault.ts';
import { emptyAccount } from '@bourse/core/ledger/account.ts';
import type { JournalHead } from '@bourse/core/ledger/journal.ts';
import { createManualClock } from '@bourse/memory/manual-clock.ts';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { NO_CHANGES } from '../support/book-fixtures.ts';
import { sha256 } from '../support/bookkeeper.ts';
import { HISTORY_START_MS, history, occurrencesOf } from '../support/trading-history.ts';
import { openSmallBooks, tampered } from './tampered-reader.ts';

const EVERY_MS = 10_000;
const started: SelfAudit[] = [];
const inOrder = (heads: readonly JournalHead[]) => heads.toSorted((one, other) => one.partition - other.partition);

afterEach(async () => {
  await Promise.all(started.splice(0).map((audit) => audit.stop()));
});

/** Small books, and processes that audit them; each has telemetry of its own. */
async function openAudits() {
  const small = await openSmallBooks();
  const clock = createManualClock(1_000_000);
  const runs: number[] = [];
  const counted: AuditReader = {
    ...small.reader,
    async noteRun(run, maxFindings) {
      runs.push(clock.now());
      return small.reader.noteRun(run, maxFindings);
    },
  };
  const start = (reader = counted) => {
    const [meter, logger] = [fakeMeter(), fakeLogger()];
    const audit = startSelfAudit({ reader, sha256, clock, meter, logger }, EVERY_MS);
    started.push(audit);
    return { run: () => audit.run(), stop: () => audit.stop(), meter, logger };
  };
  const pass = async (ms: number) => {
    clock.advance(ms);
    await settle();
  };
  const bookMore = () => small.bookkeeper.book(occurrencesOf(fc.sample(history(), 1)[0]!).occurrences);
  const bookDeposits = (count: number) =>
    small.bookkeeper.book(
      Array.from({ length: count }, () => {
        const cash = { type: 'deposit', transactionId: randomUUID(), amountMicros: 1n } as const;
        const command = { type: 'move-cash', commandId: randomUUID(), accountId: small.trader, cash } as const;
        return { command, atMs: HISTORY_START_MS + 100_000, prices: new Map() };
      }),
    );
  const damage = () => {
    const accounts = [{ ...emptyAccount(small.trader), availableMicros: 1n }];
    return small.transactions.run((transaction) => small.books.save(transaction, { ...NO_CHANGES, accounts }));
  };
  return { ...small, reader: counted, clock, runs, start, pass, bookMore, bookDeposits, damage };
}

describe('the self-audit', () => {
  it('runs once in every interval until it is stopped', async () => {
    const { start, pass, runs } = await openAudits();
    const audit = start();
    await pass(EVERY_MS - 1);
    expect(runs).toHaveLength(0);
    await pass(1);
    await pass(EVERY_MS);
    expect(runs).toEqual([1_010_000, 1_020_000]);
    await audit.stop();
    await pass(10 * EVERY_MS);
    expect(runs).toHaveLength(2);
  });

  it('finds nothing in books that are in order, and remembers how far it came', async () => {
    const { start, books, reader } = await openAudits();
    const { run, meter, logger } = start();
    const state = await run();
    expect(state).toEqual({
      lastRunAtMs: 1_000_000,
      verified: inOrder(books.heads()),
      verifiedTrades: [],
      findings: [],
    });
    expect(await reader.state()).toEqual(state);
    expect(meter.gauged('audit_findings')).toBe(0);
    expect(logger.messages).toEqual([]);
  });

  it('goes over what was booked since, and leaves alone what it has seen', async () => {
    const { start, reader, books, bookMore } = await openAudits();
    await start().run();
    const read: bigint[] = [];
    const watched: AuditReader = {
      ...reader,
      snapshot: (work) =>
        reader.snapshot((snapshot) =>
          work({
            ...snapshot,
            async journal(...wanted) {
              const page = await snapshot.journal(...wanted);
              read.push(...page.map(({ sequence }) => sequence));
              return page;
            },
          }),
        ),
    };
    const { run } = start(watched);
    await run();
    expect(read).toEqual([]);
    const before = books.journal().length;
    await bookMore();
    expect((await run()).verified).toEqual(inOrder(books.heads()));
    expect(read).toHaveLength(books.journal().length - before);
  });

  it('does not run in two processes within one interval', async () => {
    const { start, pass, runs } = await openAudits();
    start();
    await pass(EVERY_MS / 2);
    start();
    for (let half = 0; half < 8; half += 1) await pass(EVERY_MS / 2);
    expect(runs).toEqual([1_010_000, 1_020_000, 1_030_000, 1_040_000]);
  });

  it('goes on in another process when the first one has stopped', async () => {
    const { start, pass, runs } = await openAudits();
    const first = start();
    await pass(EVERY_MS / 2);
    start();
    await pass(EVERY_MS / 2);
    await first.stop();
    await pass(2 * EVERY_MS);
    expect(runs).toHaveLength(2);
  });

  it('runs again after the clock was set back', async () => {
    const { start, pass, runs, clock } = await openAudits();
    start();
    await pass(EVERY_MS);
    clock.jumpTo(5_000);
    await pass(EVERY_MS);
    expect(runs).toHaveLength(2);
  });

  it('sounds the alarm over a balance that was changed, once, until it is cleared', async () => {
    const { start, pass, damage, bookMore, reader, trader } = await openAudits();
    const { meter, logger } = start();
    await damage();
    await pass(EVERY_MS);
    const { findings } = await reader.state();
    expect(findings.map(({ accountId }) => accountId)).toContain(trader);
    expect(meter.gauged('audit_findings')).toBe(findings.length);
    expect(logger.messages).toHaveLength(findings.length);
    await bookMore();
    await pass(EVERY_MS);
    expect((await reader.state()).findings).toEqual(findings);
    expect(logger.messages).toHaveLength(findings.length);
    await reader.clearFindings(findings);
    await pass(EVERY_MS);
    expect(meter.gauged('audit_findings')).toBe(0);
  });

  it('keeps the alarm of another process', async () => {
    const { start, damage, bookMore } = await openAudits();
    await damage();
    const { findings } = await start().run();
    await bookMore();
    const second = start();
    expect((await second.run()).findings).toEqual(findings);
    expect(second.meter.gauged('audit_findings')).toBe(findings.length);
    expect(second.logger.messages).toEqual([]);
  });

  it('loses nothing that another process finds at the same moment', async () => {
    const { start, reader, damage } = await openAudits();
    const looking = Promise.withResolvers<undefined>();
    const slow: AuditReader = {
      ...reader,
      snapshot: (work) =>
        reader.snapshot(async (snapshot) => {
          await looking.promise;
          return work(snapshot);
        }),
    };
    const before = start(slow).run();
    await settle();
    await damage();
    const { findings } = await start().run();
    expect(findings).not.toEqual([]);
    looking.resolve(undefined);
    expect((await before).findings).toEqual(findings);
    expect((await reader.state()).findings).toEqual(findings);
  });

  it('stops in front of an entry that was changed, and goes on with the other partitions', async () => {
    const { start, reader, partitionOfTrader, books } = await openAudits();
    const broken = tampered(reader, (journal) =>
      journal.map((entry) =>
        entry.partition === partitionOfTrader && entry.sequence === 2n ? { ...entry, recordedAtMs: 1 } : entry,
      ),
    );
    const { run, logger } = start(broken);
    const { verified, findings } = await run();
    expect(findings).toMatchObject([{ kind: 'hash-mismatch', partition: partitionOfTrader, sequence: 2n }]);
    const others = books.heads().filter(({ partition }) => partition !== partitionOfTrader);
    expect(verified).toEqual(expect.arrayContaining(others));
    expect(verified.find(({ partition }) => partition === partitionOfTrader)?.sequence).toBe(1n);
    await run();
    expect((await reader.state()).findings).toHaveLength(1);
    expect(logger.messages).toHaveLength(1);
  });

  it('finds by the stored head that entries behind the last one were removed, and says so once', async () => {
    const { start, reader, partitionOfTrader, bookMore } = await openAudits();
    const cut = tampered(reader, (journal) =>
      journal.filter(({ partition, sequence }) => partition !== partitionOfTrader || sequence <= 2n),
    );
    const { run, logger } = start(cut);
    expect((await run()).findings).toMatchObject([
      { kind: 'head-mismatch', partition: partitionOfTrader, sequence: 2n },
    ]);
    await bookMore();
    await run();
    expect(logger.messages.filter((message) => message.includes(`of partition ${partitionOfTrader}`))).toHaveLength(1);
  });

  it('leaves what is too much for one run to the next', async () => {
    const { start, bookDeposits, partitionOfTrader, books } = await openAudits();
    await bookDeposits(20_100);
    const { run } = start();
    const end = books.heads().find(({ partition }) => partition === partitionOfTrader)!;
    const first = await run();
    expect(first.findings).toEqual([]);
    expect(first.verified.find(({ partition }) => partition === partitionOfTrader)?.sequence).toBe(20_000n);
    const second = await run();
    expect(second).toMatchObject({ findings: [], verified: expect.arrayContaining([end]) as unknown });
  });

  it('finds a gap that is larger than what it reads at once', async () => {
    const { start, bookDeposits, partitionOfTrader, reader } = await openAudits();
    await bookDeposits(2_100);
    const gap = tampered(reader, (journal) =>
      journal.filter(
        ({ partition, sequence }) => partition !== partitionOfTrader || sequence <= 1n || sequence > 2_050n,
      ),
    );
    const { findings } = await start(gap).run();
    expect(findings).toMatchObject([{ kind: 'head-mismatch', partition: partitionOfTrader, sequence: 1n }]);
  });

  it('comes again when it could not run', async () => {
    const { start, pass, reader, runs } = await openAudits();
    const outage = { over: false };
    const failing: AuditReader = {
      ...reader,
      snapshot: (work) => {
        if (outage.over) return reader.snapshot(work);
        return Promise.reject(new Fault('unavailable', 'the database is away'));
      },
    };
    const { meter, logger } = start(failing);
    await pass(EVERY_MS);
    expect(meter.counted('audit_failures')).toBe(1);
    expect(logger.messages).toEqual(['the self-audit could not run; it tries again']);
    outage.over = true;
    await pass(EVERY_MS);
    expect(runs).toHaveLength(1);
  });
});
