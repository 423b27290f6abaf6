import { existsSync, mkdirSync, readFileSync, readdirSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findRunningEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import type { EmbeddedPostgresEvent } from '@bourse/postgres/embedded/embedded-postgres.ts';
import { pageMemoryMb, usableMemory } from '@bourse/postgres/embedded/page-memory.ts';
import { openServerLog, serverLogLimitBytes } from '@bourse/postgres/embedded/server-log.ts';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { processesIn } from '../support/temporary-directory.ts';
import {
  descendantsOf,
  preparedFolder,
  query,
  runs,
  startBourse,
  startHere,
  temporaryFolder,
  until,
  useTemporaryFolder,
} from './embedded-postgres/harness.ts';

/** A page has 8,192 bytes. */
const PAGES_OF_A_MB = 128;

describe('the private PostgreSQL', () => {
  it('listens on a socket in its directory and on no network address', async ({ skip }) => {
    const { server } = await startHere(await preparedFolder());
    expect(statSync(join(server.connection.host, `.s.PGSQL.${server.connection.port}`)).isSocket()).toBe(true);
    expect(await query(server.connection, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '' }]);
    const inodes = socketInodesOf(server.pid);
    if (inodes === undefined) return skip('this user may not see the open files of the server');
    expect(inodes.length).toBeGreaterThan(0);
    const networkSockets = readFileSync('/proc/net/tcp', 'utf8') + readFileSync('/proc/net/tcp6', 'utf8');
    for (const inode of inodes) expect(networkSockets).not.toContain(` ${inode} `);
  });

  it('syncs each commit, checks each page, and sorts and encodes the same on every machine', async () => {
    const { server } = await startHere(await preparedFolder());
    const [settings] = await query(
      server.connection,
      `SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes,
        current_setting('synchronous_commit') AS synchronous_commit, current_setting('data_checksums') AS data_checksums,
        current_setting('server_encoding') AS encoding, current_setting('TimeZone') AS time_zone,
        current_setting('max_wal_size') AS max_wal_size, current_setting('max_connections') AS max_connections,
        current_database() AS database, datlocprovider AS locale_provider, datlocale AS locale, datcollate AS collation
        FROM pg_database WHERE datname = current_database()`,
    );
    expect(settings).toEqual({
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      data_checksums: 'on',
      encoding: 'UTF8',
      time_zone: 'UTC',
      max_wal_size: '4GB',
      max_connections: '200',
      database: 'bourse',
      locale_provider: 'b',
      locale: 'C.UTF-8',
      collation: 'C',
    });
  });

  it('takes less than 60 MB at rest, its supervisor included', async () => {
    const bourse = startBourse(await preparedFolder());
    await bourse.told('started');
    const sizes = descendantsOf(bourse.pid).map(memoryOf);
    expect(sizes.length).toBeGreaterThan(4);
    // What is shared is there once, and the postmaster has mapped all of it.
    const own = sizes.reduce((sum, { residentKb, sharedKb }) => sum + residentKb - sharedKb, 0);
    const shared = Math.max(...sizes.map(({ sharedKb }) => sharedKb));
    expect(own).toBeGreaterThan(0);
    expect(own + shared).toBeLessThan(60 * 1024);
  });

  it('keeps pages in as much memory as belongs to the machine', async () => {
    const { server } = await startHere(await preparedFolder());
    const inPages = `SELECT setting::integer AS pages FROM pg_settings WHERE name = 'shared_buffers'`;
    expect(await query(server.connection, inPages)).toEqual([{ pages: pageMemoryMb(usableMemory()) * PAGES_OF_A_MB }]);
  });

  it('keeps the memory of a statement for the next one', async ({ skip }) => {
    if (!hasGlibc()) return skip('the C library of this machine has other ways to keep memory');
    const { server } = await startHere(await preparedFolder());
    const client = new pg.Client(server.connection);
    await client.connect();
    try {
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const { pid } = rows[0]!;
      // A megabyte or two while it is taken apart.
      const value = `{${'1234567,'.repeat(20_000)}1}`;
      const takeApart = () => client.query('SELECT count(*) FROM unnest($1::text[])', [value]);
      for (let statement = 0; statement < 5; statement += 1) await takeApart();
      const before = pageFaultsOf(pid);
      for (let statement = 0; statement < 20; statement += 1) await takeApart();
      // By itself malloc gives it back each time, and takes about a hundred pages anew.
      expect(pageFaultsOf(pid) - before).toBeLessThan(20 * 10);
    } finally {
      await client.end();
    }
  });

  it('keeps what was committed when it is stopped and started', async () => {
    const folder = temporaryFolder();
    const first = await startHere(folder);
    await query(first.server.connection, 'CREATE TABLE kept AS SELECT 7 AS number');
    await first.server.stop();
    const second = await startHere(folder);
    expect(await query(second.server.connection, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
    expect(first.events.map((event) => event.kind)).toEqual(['initialising']);
    expect(second.events).toEqual([]);
  });

  it('is gone when stop resolves, also when stop is called again or twice at once', async () => {
    const folder = await preparedFolder();
    const { server } = await startHere(folder);
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(runs(server.pid)).toBe(false);
    expect(descendantsOf(process.pid).filter(isOfPostgres)).toEqual([]);
    expect(processesIn(folder)).toEqual([]);
    expect(existsSync(join(folder, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false);
    expect(existsSync(join(folder, 'postgres', 'holder.json'))).toBe(false);
  });

  it('writes nothing outside its directory', async () => {
    const folder = temporaryFolder();
    const temporary = useTemporaryFolder();
    const { server } = await startHere(folder);
    expect(readdirSync(temporary)).toEqual([]);
    expect(readdirSync(folder)).toEqual(['postgres']);
    await server.stop();
    expect(readdirSync(join(folder, 'postgres')).sort()).toEqual(['cluster', 'lock', 'server.log']);
  });

  it('says so when its files are of another version of PostgreSQL', async () => {
    const folder = await preparedFolder();
    writeFileSync(join(folder, 'postgres', 'cluster', 'PG_VERSION'), '17\n');
    await expect(startHere(folder)).rejects.toThrow(/are of PostgreSQL 17, and this Bourse brings PostgreSQL 18/);
  });

  it('says what the server said when it does not start, and can be started after the repair', async () => {
    const folder = await preparedFolder();
    const configuration = join(folder, 'postgres', 'cluster', 'postgresql.conf');
    const text = readFileSync(configuration, 'utf8');
    writeFileSync(configuration, 'no_such_setting = 1\n');
    await expect(startHere(folder)).rejects.toThrow(/did not start .* unrecognized configuration parameter/s);
    writeFileSync(configuration, text);
    await startHere(folder);
  });
});

describe('findRunningEmbeddedPostgres', () => {
  it('finds the server that another process runs', async () => {
    const folder = await preparedFolder();
    await startBourse(folder).told('started');
    const connection = await findRunningEmbeddedPostgres(folder);
    expect(await query(connection!, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('finds none where there is no directory, none where it was never started and none where it was stopped', async () => {
    const folder = temporaryFolder();
    expect(await findRunningEmbeddedPostgres(join(folder, 'missing'))).toBeUndefined();
    expect(await findRunningEmbeddedPostgres(folder)).toBeUndefined();
    await (await startHere(folder)).server.stop();
    expect(await findRunningEmbeddedPostgres(folder)).toBeUndefined();
  });
});

describe('the log of the server', () => {
  it('takes what the server prints', async () => {
    const folder = await preparedFolder();
    await startHere(folder);
    const text = readFileSync(join(folder, 'postgres', 'server.log'), 'utf8');
    expect(text).toContain('database system is ready to accept connections');
  });

  it('begins anew beyond its limit and keeps one former part', () => {
    const path = join(temporaryFolder(), 'server.log');
    writeFileSync(path, 'x'.repeat(serverLogLimitBytes));
    const log = openServerLog(path, fail);
    writeFileSync(log.descriptor, 'first words');
    expect(readFileSync(path, 'utf8')).toBe('first words');
    expect(log.since(0)).toBe('first words');
    expect(statSync(`${path}.1`).size).toBe(serverLogLimitBytes);
    log.close();
  });

  it('stays bounded while it grows, and tells when the former part cannot be kept', async () => {
    const path = join(temporaryFolder(), 'server.log');
    mkdirSync(join(`${path}.1`, 'in the way'), { recursive: true });
    const events: EmbeddedPostgresEvent[] = [];
    const log = openServerLog(path, (event) => events.push(event), 5);
    writeFileSync(log.descriptor, 'x'.repeat(serverLogLimitBytes));
    await until('the log to begin anew', () => statSync(path).size === 0);
    expect(events.map((event) => event.kind)).toEqual(['tidying-failed']);
    log.close();
  });
});

function fail(event: EmbeddedPostgresEvent): never {
  throw new Error(event.message);
}

function socketInodesOf(pid: number): string[] | undefined {
  try {
    return readdirSync(`/proc/${pid}/fd`)
      .map((descriptor) => /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`))?.[1])
      .filter((inode) => inode !== undefined);
  } catch {
    return undefined;
  }
}

function memoryOf(pid: number): { residentKb: number; sharedKb: number } {
  const [, residentPages, sharedPages] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ').map(Number);
  return { residentKb: residentPages! * 4, sharedKb: sharedPages! * 4 };
}

function isOfPostgres(pid: number): boolean {
  const isServer = readFileSync(`/proc/${pid}/comm`, 'utf8') === 'postgres\n';
  return isServer || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('bourse-postgres-supervisor');
}

/** The pages that a process had to ask the system for so far. */
function pageFaultsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return Number(fields[7]);
}

function hasGlibc(): boolean {
  const { header } = process.report.getReport() as { readonly header: { readonly glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime !== undefined;
}
