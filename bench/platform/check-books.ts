import { Client } from 'pg';
import { verifyBooks } from '@bourse/application/audit/verify-books.ts';
import { describeFinding } from '@bourse/core/audit/finding.ts';
import { createPostgresAuditReader } from '@bourse/postgres/audit/postgres-audit-reader.ts';
import type { ConnectionOptions } from '@bourse/postgres/database.ts';
import { DEFAULT_POOL_LIMITS, openDatabase } from '@bourse/postgres/database.ts';
import { sha256 } from '@bourse/runtime/sha256.ts';
import type { PlacedOrders } from './check-orders.ts';
import { checkOrders } from './check-orders.ts';

/** Everything that is wrong after a load, in sentences; empty when each acknowledged order has its one outcome and the books add up. */
export async function checkBooks(connection: ConnectionOptions, placed: readonly PlacedOrders[]): Promise<string[]> {
  const faults: string[] = [];
  const client = new Client(connection);
  await client.connect();
  try {
    for (const orders of placed) faults.push(...(await checkOrders(client, orders)));
  } finally {
    await client.end();
  }
  const database = openDatabase(connection, DEFAULT_POOL_LIMITS, () => undefined);
  try {
    const report = await verifyBooks(
      createPostgresAuditReader(database),
      (text) => sha256.sha256(text),
      () => undefined,
    );
    faults.push(...report.findings.map(describeFinding));
    if (report.transactions === 0n) faults.push('the journal is empty');
  } finally {
    await database.close();
  }
  return faults;
}
