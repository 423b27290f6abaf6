import { chownSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findRunningEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import { expect, it } from 'vitest';
import {
  descendantsOf,
  killTogether,
  nobody,
  query,
  reachesCheckout,
  startBourseOnLoopback,
  temporaryFolder,
} from './harness.ts';

const needsReach =
  nobody === undefined || reachesCheckout(nobody) ? '' : ' (skipped: nobody cannot enter this checkout)';

it.skipIf(needsReach !== '')(
  `where there are no Unix sockets the server listens on loopback, for who knows a random password${needsReach}`,
  async () => {
    const folder = folderOfServer();
    const first = startBourseOnLoopback(folder, nobody);
    const { connection } = await first.told('started');
    expect(connection).toMatchObject({
      host: '127.0.0.1',
      password: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(statSync(join(folder, 'postgres', 'password')).mode & 0o777).toBe(0o600);
    const where = `SELECT current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets`;
    expect(await query(connection!, where)).toEqual([{ addresses: '127.0.0.1', sockets: '' }]);
    await expect(query({ ...connection!, password: 'a guess' }, 'SELECT 1')).rejects.toThrow('password authentication');
    await query(connection!, 'CREATE TABLE kept AS SELECT 7 AS number');
    expect(await findRunningEmbeddedPostgres(folder)).toEqual(connection);

    killTogether(first.pid, ...descendantsOf(first.pid));
    await first.ended;
    expect(await findRunningEmbeddedPostgres(folder)).toBeUndefined();
    const second = await startBourseOnLoopback(folder, nobody).told('started');
    expect(second.connection).toMatchObject({ host: '127.0.0.1', password: connection!.password });
    expect(await query(second.connection!, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
    expect(await query((await findRunningEmbeddedPostgres(folder))!, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);

    const other = await startBourseOnLoopback(folderOfServer(), nobody).told('started');
    expect(other.connection!.password).not.toBe(connection!.password);
  },
);

/** Root runs its server as somebody else, who could not read the password; where there are no sockets there is no root either. */
function folderOfServer(): string {
  const folder = temporaryFolder();
  if (nobody !== undefined) chownSync(folder, nobody.uid, nobody.gid);
  return folder;
}
