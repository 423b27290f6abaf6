/** One thing that is wrong with the books, in words, and where. */
export interface Finding {
  readonly kind: FindingKind;
  /** The journal transaction concerned, where it is one. */
  readonly partition: number | null;
  readonly sequence: bigint | null;
  readonly accountId: string | null;
  readonly detail: string;
}

export type FindingKind =
  | 'sequence-gap'
  | 'hash-mismatch'
  | 'unbalanced-entries'
  | 'balance-mismatch'
  | 'head-mismatch'
  | 'stored-balance-mismatch'
  | 'hold-mismatch'
  | 'fill-mismatch'
  | 'cash-transaction-mismatch'
  | 'outcome-missing'
  | 'outcome-repeated'
  | 'trade-mismatch'
  | 'expiry-mismatch';

/** Writes a finding as one sentence. */
export function describeFinding(finding: Finding): string {
  const entry = finding.sequence === null ? '' : ` at entry ${finding.sequence} of partition ${finding.partition}`;
  const account = finding.accountId === null ? '' : ` (account ${finding.accountId})`;
  return `${finding.kind}${entry}${account}: ${finding.detail}`;
}
