import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Account } from '../ledger/account.ts';
import { emptyAccount } from '../ledger/account.ts';
import type { JournalHead, JournalTransaction } from '../ledger/journal.ts';
import { emptyHead, hashOf, record } from '../ledger/journal.ts';
import type { LedgerAccount, Movement } from '../ledger/movement.ts';
import { entriesOf } from '../ledger/movement.ts';
import type { Position } from '../ledger/position.ts';
import { emptyPosition } from '../ledger/position.ts';
import { post } from '../ledger/posting.ts';
import { describeFinding } from './finding.ts';
import { replayJournal } from './journal-replay.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const PARTITION = 3;
const OWNER = 'owner';
const SYMBOL = 'ACME';

function movement(
  kind: Movement['kind'],
  amounts: Partial<Record<LedgerAccount, bigint>>,
  changes: Partial<Movement> = {},
): Movement {
  return { kind, reference: 'reference', symbol: null, entries: entriesOf(amounts), fill: null, ...changes };
}

const deposit = (micros: bigint) => movement('deposit', { cashAvailable: micros, cashExternal: -micros });
const hold = (micros: bigint) => movement('hold', { cashAvailable: -micros, cashHeld: micros }, { symbol: SYMBOL });
const purchase = (shares: bigint, cost: bigint) =>
  movement(
    'fill',
    { cashAvailable: -cost, cashVenue: cost, sharesAvailable: shares, sharesVenue: -shares },
    { symbol: SYMBOL, fill: { priceMicros: 2_000_000n, source: 'feed', asOfMs: 1 } },
  );

/** A journal as it is booked by the rules. */
function journalOf(...movements: readonly Movement[]): JournalTransaction[] {
  let head: JournalHead = emptyHead(PARTITION);
  let account = emptyAccount(OWNER);
  let position = emptyPosition(OWNER, SYMBOL);
  return movements.map((moved, index) => {
    const posted = post(account, moved.symbol === null ? null : position, moved);
    ({ account } = posted);
    position = posted.position ?? position;
    const transaction = record(head, moved, { ...posted, recordedAtMs: index }, sha256);
    head = { partition: PARTITION, sequence: transaction.sequence, hash: transaction.hash };
    return transaction;
  });
}

const JOURNAL = journalOf(deposit(100n), hold(30n), purchase(5n, 10n), deposit(1n));

/** Hashes a chain anew, as somebody would who changed an entry and knows the rules. */
function rehashed(journal: readonly JournalTransaction[]): JournalTransaction[] {
  let previous = emptyHead(PARTITION).hash;
  return journal.map((transaction) => {
    previous = hashOf(previous, transaction, sha256);
    return { ...transaction, hash: previous };
  });
}

/** Replays until something is wrong. */
function replay(journal: readonly JournalTransaction[]) {
  const balances = { accounts: new Map<string, Account>(), positions: new Map<string, Position>() };
  const replayed = replayJournal(emptyHead(PARTITION), balances, sha256);
  for (const transaction of journal) {
    const finding = replayed.next(transaction);
    if (finding !== null) return { ...balances, replayed, finding };
  }
  return { ...balances, replayed, finding: null };
}

/** The journal with its second entry changed. */
function changed(change: (entry: JournalTransaction) => JournalTransaction): JournalTransaction[] {
  return JOURNAL.map((entry, index) => (index === 1 ? change(entry) : entry));
}

function withAfter(entry: JournalTransaction, after: Partial<JournalTransaction['after']>): JournalTransaction {
  return { ...entry, after: { ...entry.after, ...after } };
}

describe('a replay', () => {
  it('starts with nothing', () => {
    const { replayed, accounts, positions } = replay([]);
    expect(replayed.head()).toEqual(emptyHead(PARTITION));
    expect([...accounts, ...positions]).toEqual([]);
  });

  it('derives balances and the end of the chain from entries that are in order', () => {
    const { replayed, accounts, positions, finding } = replay(JOURNAL);
    expect(finding).toBeNull();
    expect(replayed.head()).toEqual({ partition: PARTITION, sequence: 4n, hash: JOURNAL.at(-1)!.hash });
    expect(accounts.get(OWNER)).toMatchObject({ availableMicros: 61n, heldMicros: 30n });
    const position = { availableMicros: 5n, heldMicros: 0n, averageEntryPriceMicros: 2_000_000n };
    expect(positions.get(`${OWNER}/${SYMBOL}`)).toMatchObject(position);
  });

  it('finds an entry that is missing, and one that is there twice', () => {
    const [first, second, third] = JOURNAL;
    expect(replay([first!, third!]).finding).toMatchObject({
      kind: 'sequence-gap',
      sequence: 3n,
      partition: PARTITION,
    });
    expect(replay([first!, second!, second!]).finding).toMatchObject({ kind: 'sequence-gap', sequence: 2n });
    expect(replay([second!]).finding).toMatchObject({ kind: 'sequence-gap', sequence: 2n });
  });

  it('finds an entry that was changed, and one whose predecessor was hashed anew', () => {
    const tampered = changed((entry) => ({ ...entry, recordedAtMs: 77 }));
    expect(replay(tampered).finding).toMatchObject({ kind: 'hash-mismatch', sequence: 2n, accountId: OWNER });
    const halfRehashed = [...rehashed(tampered).slice(0, 2), ...JOURNAL.slice(2)];
    expect(replay(halfRehashed).finding).toMatchObject({ kind: 'hash-mismatch', sequence: 3n });
  });

  it('finds entries that do not balance although their chain was hashed anew', () => {
    const unbalanced = changed((entry) => ({
      ...entry,
      movement: { ...entry.movement, entries: { ...entry.movement.entries, cashFees: 1n } },
    }));
    expect(replay(rehashed(unbalanced)).finding).toMatchObject({ kind: 'unbalanced-entries', sequence: 2n });
  });

  const shares = { availableMicros: 0n, heldMicros: 0n, averageEntryPriceMicros: 0n, realizedProfitMicros: 0n };
  it.each([
    ['available cash', { cashAvailableMicros: 71n }],
    ['held cash', { cashHeldMicros: 31n }],
    ['available shares', { shares: { ...shares, availableMicros: 1n } }],
    ['held shares', { shares: { ...shares, heldMicros: 1n } }],
    ['the average price', { shares: { ...shares, averageEntryPriceMicros: 1n } }],
    ['the realised profit', { shares: { ...shares, realizedProfitMicros: 1n } }],
    ['no shares where there is a symbol', { shares: null }],
  ])('finds an entry that leads to another balance than it says: %s', (_, after) => {
    const tampered = rehashed(changed((entry) => withAfter(entry, after)));
    expect(replay(tampered).finding).toMatchObject({ kind: 'balance-mismatch', sequence: 2n, accountId: OWNER });
  });

  it('finds shares that an entry without a symbol leads to', () => {
    const [first] = JOURNAL;
    const tampered = rehashed([withAfter(first!, { shares })]);
    expect(replay(tampered).finding).toMatchObject({ kind: 'balance-mismatch', sequence: 1n });
  });

  it.each([
    ['available cash', { cashAvailable: -101n, cashVenue: 101n }],
    ['held cash', { cashAvailable: 1n, cashHeld: -1n }],
    ['available shares', { sharesAvailable: -1n, sharesVenue: 1n }],
    ['held shares', { sharesHeld: -1n, sharesVenue: 1n }],
  ])('finds an entry that would make %s negative instead of failing over it', (balance, amounts) => {
    const tampered = rehashed(
      changed((entry) => ({ ...entry, movement: { ...entry.movement, entries: entriesOf(amounts) } })),
    );
    const { finding } = replay(tampered);
    expect(finding).toMatchObject({ kind: 'balance-mismatch', sequence: 2n });
    expect(describeFinding(finding!)).toBe(
      `balance-mismatch at entry 2 of partition 3 (account owner): ${balance} after it would be -1`,
    );
  });
});

describe('a finding', () => {
  it('is said without a place and an account where it has none', () => {
    const finding = { kind: 'head-mismatch', partition: null, sequence: null, accountId: null, detail: 'odd' } as const;
    expect(describeFinding(finding)).toBe('head-mismatch: odd');
  });
});
