import type { ConnectionOptions } from '@bourse/postgres/database.ts';
import { findRunningEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import type { BourseProcess } from './bourse-process.ts';
import { startBourse } from './bourse-process.ts';
import type { Work } from './backlog.ts';
import { untilDecided } from './backlog.ts';
import type { GroundUnderLoad } from './open-under-load.ts';
import { openUnderLoad } from './open-under-load.ts';

/** A Bourse with its own data, and a load generator in front of it. */
export interface BourseUnderLoad extends GroundUnderLoad {
  readonly bourse: BourseProcess;
  /** The database of Bourse. */
  readonly connection: ConnectionOptions;
  /** Waits until everything that was handed in is decided and committed; answers when that was seen, epoch milliseconds. */
  untilDecided(work: Work): Promise<number>;
}

/** How it is opened. */
export interface LoadOptions {
  /** Where to write a profile of the processor time of Bourse, or null. */
  readonly profileDirectory: string | null;
  readonly environment?: Readonly<Record<string, string>>;
  /** Fills the data directory before Bourse is started. */
  readonly prepare?: (dataDirectory: string) => Promise<void>;
}

/** Starts a Bourse on a new data directory. */
export function openBourseUnderLoad(options: LoadOptions): Promise<BourseUnderLoad> {
  const { profileDirectory, environment = {}, prepare } = options;
  return openUnderLoad(async ({ directory, office, later }) => {
    await prepare?.(directory);
    const bourse = await startBourse({
      dataDirectory: directory,
      demo: false,
      environment: { ...environment, BOURSE_SIGNING_KEY: office.signingKey },
      nodeOptions: profileDirectory === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`],
    });
    later(() => bourse.stop());
    const connection = await findRunningEmbeddedPostgres(directory);
    if (connection === undefined) throw new Error('the database of Bourse is not running');
    return { bourse, connection, untilDecided: (work) => untilDecided(connection, work) };
  });
}
