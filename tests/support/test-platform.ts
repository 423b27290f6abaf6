import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ApiRole } from '@bourse/entrypoints/compose/api-role.ts';
import type { Platform, Role } from '@bourse/entrypoints/compose.ts';
import { startPlatform } from '@bourse/entrypoints/compose.ts';
import { readSettings } from '@bourse/entrypoints/config/settings-codec.ts';
import type { ConnectionOptions } from '@bourse/postgres/database.ts';
import { createPinoLogger } from '@bourse/telemetry/pino-logger.ts';
import { createTestDatabase } from './test-database.ts';

/** The whole platform in this process, on a database of its own. */
export interface TestPlatform {
  readonly platform: Platform;
  readonly app: ApiRole['app'];
  readonly url: string;
  /** Lines of the log, as they were written. */
  readonly logLines: readonly string[];
  stop(): Promise<void>;
}

/** API key of the operator of a test platform. */
export const OPERATOR_KEY = 'operator-key-of-the-system-tests-0123456789';

/** Starts the platform as `bourse start` does, listening on a free port; `environment` changes its settings. */
export async function startTestPlatform(
  roles: readonly Role[] = ['api', 'worker'],
  environment: Readonly<Record<string, string>> = {},
): Promise<TestPlatform> {
  const database = await createTestDatabase();
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'bourse-platform-'));
  const settings = readSettings({
    BOURSE_PORT: '0',
    BOURSE_DATA_DIR: dataDirectory,
    BOURSE_OPERATOR_KEY: OPERATOR_KEY,
    DATABASE_URL: urlOf(database.connection),
    ...environment,
  });
  const logLines: string[] = [];
  const logger = createPinoLogger('info', { write: (line: string) => logLines.push(line) });
  const platform = await startPlatform(settings, roles, logger);
  if (platform.api === null) throw new RangeError('a test platform needs the role api');
  return {
    platform,
    app: platform.api.app,
    url: platform.api.url,
    logLines,
    async stop() {
      await platform.stop();
      await database.drop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** A connection as an address, also where it is a socket in a directory. */
function urlOf({ connectionString, host, port, user, password, database }: ConnectionOptions): string {
  if (connectionString !== undefined) return connectionString;
  const url = new URL(`postgres://localhost/${database ?? ''}`);
  url.username = user ?? '';
  url.password = typeof password === 'string' ? password : '';
  url.searchParams.set('host', host ?? '');
  url.searchParams.set('port', (port ?? 5432).toString());
  return url.href;
}
