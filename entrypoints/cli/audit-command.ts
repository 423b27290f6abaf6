import { verifyBooks } from '@bourse/application/audit/verify-books.ts';
import { describeFinding } from '@bourse/core/audit/finding.ts';
import { createPostgresAuditReader } from '@bourse/postgres/audit/postgres-audit-reader.ts';
import { DEFAULT_POOL_LIMITS, openDatabase } from '@bourse/postgres/database.ts';
import { sha256 } from '@bourse/runtime/sha256.ts';
import { createPinoLogger } from '@bourse/telemetry/pino-logger.ts';
import { readSettings } from '../config/settings-codec.ts';
import { reachDatabase } from './reach-database.ts';

/** Exit code when the books are not in order. */
const FINDINGS_EXIT_CODE = 2;

/**
 * Verifies the books of the configured database: a server, the embedded database of a Bourse that is running, or that of one that is
 * stopped, which is started for the purpose. Prints every finding, the first broken entry of each partition first.
 */
export async function verifyAudit(): Promise<void> {
  const settings = readSettings(process.env);
  const logger = createPinoLogger('warn');
  const server = await reachDatabase(settings, 'reading');
  const database = openDatabase(server.connection, DEFAULT_POOL_LIMITS, (error) => {
    logger.warn({ err: error }, 'a database connection was lost');
  });
  try {
    const reader = createPostgresAuditReader(database);
    const { findings: known } = await reader.state();
    const report = await verifyBooks(reader, (text) => sha256.sha256(text), showProgress);
    // Books that are in order from the first entry on end the alarm of the self-audit, as far as it was raised before.
    if (report.findings.length === 0 && known.length > 0) await reader.clearFindings(known);
    clearProgress();
    console.log(
      `Verified ${counted(report.transactions, 'journal transaction')}, ${counted(report.accounts, 'account')}, ` +
        `${counted(report.positions, 'position')}, ${counted(report.tradeRequests, 'request')} to store trades.`,
    );
    for (const finding of report.findings) console.log(`  ${describeFinding(finding)}`);
    console.log(report.findings.length === 0 ? 'The books are in order.' : 'The books are NOT in order.');
    if (report.findings.length > 0) process.exitCode = FINDINGS_EXIT_CODE;
  } finally {
    await database.close();
    await server.stop();
  }
}

function counted(count: bigint | number, noun: string): string {
  return `${count} ${noun}${BigInt(count) === 1n ? '' : 's'}`;
}

function showProgress(transactions: bigint): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${transactions} transactions verified`);
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}
