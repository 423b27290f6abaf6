/** Cash of one account in millionths of the account currency, and what the rules of a day have to remember. */
export interface Account {
  readonly accountId: string;
  /** Free to spend or withdraw. */
  readonly availableMicros: bigint;
  /** Reserved for open buy orders. */
  readonly heldMicros: bigint;
  /** UTC date (YYYY-MM-DD) that the two sums below belong to; empty before the first movement. */
  readonly limitDate: string;
  readonly depositedOnDateMicros: bigint;
  readonly withdrawnOnDateMicros: bigint;
  /** When the newest journal transaction was recorded, epoch milliseconds; 0 before the first. Never goes back. */
  readonly recordedAtMs: number;
}

/** All cash of an account, free and reserved. */
export function totalCash(account: Account): bigint {
  return account.availableMicros + account.heldMicros;
}

/** An account on which nothing has been booked yet. */
export function emptyAccount(accountId: string): Account {
  return {
    accountId,
    availableMicros: 0n,
    heldMicros: 0n,
    limitDate: '',
    depositedOnDateMicros: 0n,
    withdrawnOnDateMicros: 0n,
    recordedAtMs: 0,
  };
}
