import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hasErrorCode } from './has-error-code.ts';
import { serverEnvironment } from './server-environment.ts';
import { socketPort } from './server-settings.ts';
import type { ServerPlan } from './server-site.ts';
import { somebodyListens } from './somebody-listens.ts';

/**
 * Ends the server of an earlier Bourse where there is no /proc, by PostgreSQL's own pg_ctl. That believes the process
 * number in the lock file, which may have been given to anybody since; so it is asked only while the server that the
 * file describes still takes connections. Throws what pg_ctl says if the server does not end within half a minute.
 */
export async function endLeftoverServerByPgCtl(plan: ServerPlan): Promise<void> {
  const { cluster } = plan.layout;
  const lines = lockFileLines(cluster);
  if (lines === undefined) return;
  const isReachedByPort = plan.listening.loopbackPort !== undefined;
  const where = isReachedByPort
    ? { host: plan.connection.host, port: Number(lines[3]) }
    : { path: join(plan.connection.host, `.s.PGSQL.${socketPort}`) };
  if (!(await somebodyListens(where))) return;
  const pid = Number(lines[0]);
  const message = `A PostgreSQL server of an earlier Bourse, process ${pid}, is still working in ${cluster}; it is being ended.`;
  plan.onEvent({ kind: 'ending-leftover-server', pids: [pid], message });
  await promisify(execFile)(plan.binaries.pgCtl, ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '30'], {
    env: serverEnvironment(),
    windowsHide: true,
    ...(plan.user === undefined ? {} : { uid: plan.user.uid, gid: plan.user.gid }),
  });
}

function lockFileLines(cluster: string): readonly string[] | undefined {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
