import type { AuditReport } from '@bourse/application/audit/verify-books.ts';
import { verifyBooks } from '@bourse/application/audit/verify-books.ts';
import { createPostgresAuditReader } from '@bourse/postgres/audit/postgres-audit-reader.ts';
import type { Database } from '@bourse/postgres/database.ts';
import { sha256 } from '@bourse/runtime/sha256.ts';

/** Verifies the books of a database as `bourse audit verify` does. */
export function auditOf(database: Database): Promise<AuditReport> {
  return verifyBooks(
    createPostgresAuditReader(database),
    (text) => sha256.sha256(text),
    () => undefined,
  );
}
