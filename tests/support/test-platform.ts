import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock } from '@bourse/application/ports/clock.ts';
import type { ApiRole } from '@bourse/entrypoints/compose/api-role.ts';
import type { Platform, Role } from '@bourse/entrypoints/compose.ts';
import { startPlatform } from '@bourse/entrypoints/compose.ts';
import { readSettings } from '@bourse/entrypoints/config/settings-codec.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';
import { createPinoLogger } from '@bourse/telemetry/pino-logger.ts';
import { databaseUrl } from './database-url.ts';
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

/** Starts the platform as `bourse start` does, listening on a free port; `environment` changes its settings, `clock` its time. */
export async function startTestPlatform(
  roles: readonly Role[] = ['api', 'worker'],
  environment: Readonly<Record<string, string>> = {},
  clock: Clock = systemClock,
): Promise<TestPlatform> {
  const database = await createTestDatabase();
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'bourse-platform-'));
  const settings = readSettings({
    BOURSE_PORT: '0',
    BOURSE_DATA_DIR: dataDirectory,
    BOURSE_OPERATOR_KEY: OPERATOR_KEY,
    DATABASE_URL: databaseUrl(database.connection),
    ...environment,
  });
  const logLines: string[] = [];
  const logger = createPinoLogger('info', { write: (line: string) => logLines.push(line) });
  const platform = await startPlatform(settings, roles, logger, { clock });
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
