import type { Account } from '../ledger/account.ts';
import { emptyAccount } from '../ledger/account.ts';
import type { BalancesAfter, JournalHead, JournalTransaction, Sha256 } from '../ledger/journal.ts';
import { hashOf } from '../ledger/journal.ts';
import type { Movement } from '../ledger/movement.ts';
import { imbalanceOf } from '../ledger/movement.ts';
import type { Position } from '../ledger/position.ts';
import { emptyPosition } from '../ledger/position.ts';
import { post } from '../ledger/posting.ts';
import type { Finding, FindingKind } from './finding.ts';

/** Balances as a journal adds them up. */
export interface ReplayedBalances {
  readonly accounts: Map<string, Account>;
  /** By `accountId/symbol`. */
  readonly positions: Map<string, Position>;
}

/** Derives balances anew from the journal of a partition, by the same functions that booked them. */
export interface JournalReplay {
  /** Takes the next transaction of the partition; answers what is wrong with it, or null. After a finding the replay is over. */
  next(transaction: JournalTransaction): Finding | null;
  head(): JournalHead;
}

/**
 * Starts behind a head whose balances are known, and changes the balances: without any behind the empty head, with those of all partitions of
 * the layouts before behind the head with which this one begins.
 */
export function replayJournal(
  start: JournalHead,
  { accounts, positions }: ReplayedBalances,
  sha256: Sha256,
): JournalReplay {
  const { partition } = start;
  let head = start;
  return {
    next(transaction) {
      const broken = findingInChain(head, transaction, sha256);
      if (broken !== null) return broken;
      head = { partition, sequence: transaction.sequence, hash: transaction.hash };
      return repost(transaction, accounts, positions);
    },
    head: () => head,
  };
}

/** Checks the place of a transaction in its chain and that its entries balance; needs no balances. */
export function findingInChain(head: JournalHead, transaction: JournalTransaction, sha256: Sha256): Finding | null {
  const expected = head.sequence + 1n;
  if (transaction.sequence !== expected) {
    return findingAt(transaction, 'sequence-gap', `expected entry ${expected}, found ${transaction.sequence}`);
  }
  if (hashOf(head.hash, transaction, sha256) !== transaction.hash) {
    return findingAt(transaction, 'hash-mismatch', 'the entry or one before it was changed after it was written');
  }
  const { cashMicros, sharesMicros } = imbalanceOf(transaction.movement.entries);
  if (cashMicros === 0n && sharesMicros === 0n) return null;
  return findingAt(
    transaction,
    'unbalanced-entries',
    `entries add up to cash ${cashMicros} and shares ${sharesMicros}`,
  );
}

function repost(
  transaction: JournalTransaction,
  accounts: Map<string, Account>,
  positions: Map<string, Position>,
): Finding | null {
  const { accountId, movement, after } = transaction;
  const positionKey = `${accountId}/${movement.symbol ?? ''}`;
  const position =
    movement.symbol === null ? null : (positions.get(positionKey) ?? emptyPosition(accountId, movement.symbol));
  const account = accounts.get(accountId) ?? emptyAccount(accountId);
  const overdrawn = overdraftOf(account, position, movement);
  if (overdrawn !== null) return findingAt(transaction, 'balance-mismatch', overdrawn);
  const posted = post(account, position, movement);
  accounts.set(accountId, posted.account);
  if (posted.position !== null) positions.set(positionKey, posted.position);
  const wrong = differenceOf(after, posted.account, posted.position);
  return wrong === null ? null : findingAt(transaction, 'balance-mismatch', wrong);
}

/** The balance that a movement would make negative, which nothing that was booked by the rules does; null when there is none. */
function overdraftOf(account: Account, position: Position | null, { entries }: Movement): string | null {
  const balances = [
    ['available cash', account.availableMicros + entries.cashAvailable],
    ['held cash', account.heldMicros + entries.cashHeld],
    ['available shares', position === null ? 0n : position.availableMicros + entries.sharesAvailable],
    ['held shares', position === null ? 0n : position.heldMicros + entries.sharesHeld],
  ] as const;
  const negative = balances.find(([, micros]) => micros < 0n);
  return negative === undefined ? null : `${negative[0]} after it would be ${negative[1]}`;
}

function differenceOf(after: BalancesAfter, account: Account, position: Position | null): string | null {
  if (after.cashAvailableMicros !== account.availableMicros || after.cashHeldMicros !== account.heldMicros) {
    return `cash after it should be ${account.availableMicros} + ${account.heldMicros} held`;
  }
  const { shares } = after;
  if (shares === null || position === null) return shares === position ? null : 'shares without a symbol';
  const same =
    shares.availableMicros === position.availableMicros &&
    shares.heldMicros === position.heldMicros &&
    shares.averageEntryPriceMicros === position.averageEntryPriceMicros &&
    shares.realizedProfitMicros === position.realizedProfitMicros;
  return same ? null : `position after it should be ${position.availableMicros} + ${position.heldMicros} held`;
}

function findingAt(transaction: JournalTransaction, kind: FindingKind, detail: string): Finding {
  const { partition, sequence, accountId } = transaction;
  return { kind, partition, sequence, accountId, detail };
}
