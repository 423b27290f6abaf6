import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import type { ConnectionOptions } from '@bourse/postgres/database.ts';
import { TPCB_CLIENTS } from './tpcb-node.ts';

const run = promisify(execFile);
const DEBIAN = '/usr/lib/postgresql';

/** Where pgbench is on this machine: that of the newest server of Debian, or of the path; undefined when there is none. */
export function findPgbench(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one)) : [];
  const folders = [...versions.map((version) => `${DEBIAN}/${version}/bin`), ...(process.env['PATH'] ?? '').split(':')];
  return folders.map((folder) => `${folder}/pgbench`).find((file) => existsSync(file));
}

/** Transactions a second of pgbench itself: its standard script, eight clients, prepared statements. Throws when it fails. */
export async function measurePgbench(program: string, connection: ConnectionOptions, seconds: number): Promise<number> {
  const { host = '', port = 5_432, user = '', database = '' } = connection;
  const { stdout } = await run(program, [
    ...['--no-vacuum', '--protocol=prepared', `--client=${TPCB_CLIENTS}`, '--jobs=2'],
    ...[
      `--time=${Math.max(1, Math.round(seconds))}`,
      `--host=${host}`,
      `--port=${port}`,
      `--username=${user}`,
      database,
    ],
  ]);
  const rate = /^tps = ([\d.]+)/m.exec(stdout)?.[1];
  if (rate === undefined) throw new Error(`pgbench did not say how fast it was: ${stdout}`);
  return Number(rate);
}
