import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConnectionOptions } from '@bourse/postgres/database.ts';
import { startEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import { migrate } from '@bourse/postgres/migrate.ts';
import { sql } from 'kysely';
import type { TestProject } from 'vitest/node';
import { findChromium, INSTALL_CHROMIUM } from '@bourse/bench/browser/find-chromium.ts';
import { contractTable } from './contract-table.ts';
import type { TestServer } from './test-server.ts';
import { administer, openTestDatabase, withDatabase } from './test-server.ts';

/**
 * One PostgreSQL for each project of a run: the server of DATABASE_URL, else an embedded one in a temporary directory. Migrates the database
 * that each test file copies, and at the end prints which contracts ran where and leaves nothing behind.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), 'bourse-tests-'));
  const contractResults = path.join(directory, 'contracts.ndjson');
  const scenarioResults = path.join(directory, 'scenarios.ndjson');
  const undo = [() => rm(directory, { recursive: true, force: true })];
  /** All of it, whatever fails on the way; the first failure is told. */
  const leaveNothing = async (): Promise<void> => {
    const outcomes: PromiseSettledResult<void>[] = [];
    for (const step of undo.splice(0).reverse()) outcomes.push(...(await Promise.allSettled([step()])));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  };
  try {
    await writeFile(contractResults, '');
    await writeFile(scenarioResults, '');
    const { connection, stop } = await startServer(directory);
    undo.push(stop);
    const server: TestServer = { connection, template: `bourse_test_${randomUUID().slice(0, 8)}` };
    undo.push(() => dropDatabases(server));
    await createTemplate(server);
    project.provide('testServer', server);
    project.provide('contractResults', contractResults);
    project.provide('scenarioResults', scenarioResults);
  } catch (error) {
    await leaveNothing().catch(() => undefined);
    throw error;
  }
  return async () => {
    console.log(await contractTable(contractResults, 'Contract suites by port and adapter', 'port'));
    console.log(await contractTable(scenarioResults, 'Scenarios by profile', 'scenario'));
    if (project.name === 'system') console.log(browserNotice());
    await leaveNothing();
  };
}

/** The tests of the page are a run of their own, and did not pass by not being run. */
function browserNotice(): string {
  const how =
    findChromium() === undefined
      ? `install a browser (${INSTALL_CHROMIUM}), then "npm run test:browser"`
      : '"npm run test:browser"';
  return `The tests of the page in a browser are not among these: ${how}.`;
}

async function startServer(
  directory: string,
): Promise<{ readonly connection: ConnectionOptions; readonly stop: () => Promise<void> }> {
  const connectionString = process.env['DATABASE_URL'];
  if (connectionString !== undefined && connectionString !== '')
    return { connection: { connectionString }, stop: () => Promise.resolve() };
  const embedded = await startEmbeddedPostgres({ dataDirectory: path.join(directory, 'data') });
  return { connection: embedded.connection, stop: () => embedded.stop() };
}

async function createTemplate(server: TestServer): Promise<void> {
  await administer(server, (admin) =>
    sql`CREATE DATABASE ${sql.id(server.template)} ENCODING 'UTF8' TEMPLATE template0`.execute(admin.sql),
  );
  const template = openTestDatabase(withDatabase(server.connection, server.template));
  try {
    await migrate(template);
  } finally {
    await template.close();
  }
}

/** Also those of test files that ended before they could drop theirs. */
async function dropDatabases(server: TestServer): Promise<void> {
  await administer(server, async (admin) => {
    const { rows } = await sql<{ datname: string }>`
      SELECT datname FROM pg_database WHERE starts_with(datname, ${server.template})`.execute(admin.sql);
    for (const { datname } of rows) await sql`DROP DATABASE ${sql.id(datname)} WITH (FORCE)`.execute(admin.sql);
  });
}
