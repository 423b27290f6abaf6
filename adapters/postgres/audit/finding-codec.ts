import type { Finding } from '@bourse/core/audit/finding.ts';

/** A finding as it is kept in the database. */
export type FindingJson = Omit<Finding, 'sequence'> & { readonly sequence: string | null };

/** Writes a finding as JSON can hold it. */
export function findingToJson(finding: Finding): FindingJson {
  return { ...finding, sequence: finding.sequence?.toString() ?? null };
}

/** Reads a finding back. */
export function findingFromJson(json: FindingJson): Finding {
  return { ...json, sequence: json.sequence === null ? null : BigInt(json.sequence) };
}
