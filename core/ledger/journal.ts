import type { Account } from './account.ts';
import type { Movement } from './movement.ts';
import { LEDGER_ACCOUNTS } from './movement.ts';
import type { Position } from './position.ts';

/** A recorded journal transaction: a movement, its place in its partition's chain, and the balances it led to. */
export interface JournalTransaction {
  readonly accountId: string;
  readonly partition: number;
  /** Within the partition without gaps, from 1 on, or from above those of the layouts before. */
  readonly sequence: bigint;
  /** Epoch milliseconds; never goes back within an account. */
  readonly recordedAtMs: number;
  readonly movement: Movement;
  readonly after: BalancesAfter;
  /** SHA-256 over the hash before it and this transaction, hexadecimal. */
  readonly hash: string;
}

/** Balances right after a transaction; the shares are those of its symbol, null when it has none. */
export interface BalancesAfter {
  readonly cashAvailableMicros: bigint;
  readonly cashHeldMicros: bigint;
  readonly shares: {
    readonly availableMicros: bigint;
    readonly heldMicros: bigint;
    readonly averageEntryPriceMicros: bigint;
    readonly realizedProfitMicros: bigint;
  } | null;
}

/** The end of one partition's hash chain. */
export interface JournalHead {
  readonly partition: number;
  readonly sequence: bigint;
  readonly hash: string;
}

/** Hashes text with SHA-256 and answers 64 hexadecimal digits. */
export type Sha256 = (text: string) => string;

/** What the first transaction of every chain builds on. */
const GENESIS_HASH = '0'.repeat(64);

/** The head of a chain without transactions. */
export function emptyHead(partition: number): JournalHead {
  return { partition, sequence: 0n, hash: GENESIS_HASH };
}

/**
 * The head with which the chains of a later layout begin: their sequences go on above all of those before, so that entries of an account
 * keep their order, and their hash holds the ends of the chains before, so that nothing can be cut off there. Without any it is the empty one.
 */
export function originHead(partition: number, earlier: readonly JournalHead[], sha256: Sha256): JournalHead {
  if (earlier.length === 0) return emptyHead(partition);
  const ends = earlier.toSorted((one, other) => one.partition - other.partition);
  const text = ends.map((head) => `${head.partition}|${head.sequence}|${head.hash}`).join('|');
  const sequence = ends.reduce((highest, head) => (head.sequence > highest ? head.sequence : highest), 0n);
  return { partition, sequence, hash: sha256(`origin|${partition}|${text}`) };
}

/** Records a movement as the next transaction of a chain. */
export function record(
  head: JournalHead,
  movement: Movement,
  balances: { readonly account: Account; readonly position: Position | null; readonly recordedAtMs: number },
  sha256: Sha256,
): JournalTransaction {
  const unhashed = {
    accountId: balances.account.accountId,
    partition: head.partition,
    sequence: head.sequence + 1n,
    recordedAtMs: balances.recordedAtMs,
    movement,
    after: balancesAfter(balances.account, balances.position),
  };
  return { ...unhashed, hash: hashOf(head.hash, unhashed, sha256) };
}

/** The hash that a transaction must have when it follows one with `previousHash`. */
export function hashOf(previousHash: string, transaction: Omit<JournalTransaction, 'hash'>, sha256: Sha256): string {
  return sha256(`${previousHash}|${canonicalText(transaction)}`);
}

function balancesAfter(account: Account, position: Position | null): BalancesAfter {
  return {
    cashAvailableMicros: account.availableMicros,
    cashHeldMicros: account.heldMicros,
    shares:
      position === null
        ? null
        : {
            availableMicros: position.availableMicros,
            heldMicros: position.heldMicros,
            averageEntryPriceMicros: position.averageEntryPriceMicros,
            realizedProfitMicros: position.realizedProfitMicros,
          },
  };
}

/** One text for one transaction: every field in a fixed order; none but the last can hold the separator. */
function canonicalText(transaction: Omit<JournalTransaction, 'hash'>): string {
  const { movement, after } = transaction;
  let text = `${transaction.accountId}|${transaction.partition}|${transaction.sequence}|${transaction.recordedAtMs}`;
  text += `|${movement.kind}|${movement.reference}|`;
  for (const account of LEDGER_ACCOUNTS) text += `${movement.entries[account]},`;
  text += `|${after.cashAvailableMicros},${after.cashHeldMicros}|`;
  if (after.shares !== null) {
    const { availableMicros, heldMicros, averageEntryPriceMicros, realizedProfitMicros } = after.shares;
    text += `${availableMicros},${heldMicros},${averageEntryPriceMicros},${realizedProfitMicros}`;
  }
  const { fill } = movement;
  if (fill !== null) text += `|${fill.priceMicros},${fill.asOfMs},${JSON.stringify(fill.source)}`;
  return `${text}|${JSON.stringify(movement.symbol)}`;
}
