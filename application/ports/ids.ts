/** Makes identities. */
export interface Ids {
  /** A new UUID version 7 (RFC 9562): unique, and later ones of one process sort behind earlier ones. */
  next(): string;
  /** The order that a client order id names: a UUID version 8 from a digest of both, always the same for the same pair. */
  orderIdOf(accountId: string, clientOrderId: string): string;
  /** The transaction that an idempotency key names: a UUID version 8, always the same for the same pair. */
  transactionIdOf(accountId: string, idempotencyKey: string): string;
  /** The user, or the account, of somebody in a role whom an outside issuer vouches for: a UUID version 8, always the same for the same. */
  outsideIdOf(
    kind: 'user' | 'account',
    who: { readonly issuer: string; readonly subject: string; readonly role: string },
  ): string;
}

/** Secrets that nobody can guess. */
export interface RandomSource {
  /** 256 random bits in base64url: 43 characters. */
  secret(): string;
}
