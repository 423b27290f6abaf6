import { join } from 'node:path';
import type { ConnectionOptions } from '@bourse/postgres/database.ts';
import { findRunningEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import type { LoadGenerator } from '../load/load-generator.ts';
import { startLoadGenerator } from '../load/load-generator.ts';
import type { BourseProcess } from './bourse-process.ts';
import { startBourse } from './bourse-process.ts';
import type { Work } from './backlog.ts';
import { untilDecided } from './backlog.ts';
import type { TraderOffice } from './traders.ts';
import { openTraderOffice } from './traders.ts';
import { makeWorkDirectory } from './work-directory.ts';

/** A Bourse with its own data, and a load generator in front of it. */
export interface BourseUnderLoad {
  readonly bourse: BourseProcess;
  readonly generator: LoadGenerator;
  /** The database of Bourse. */
  readonly connection: ConnectionOptions;
  readonly directory: string;
  readonly office: TraderOffice;
  /** Waits until everything that was handed in is decided and committed; answers when that was seen, epoch milliseconds. */
  untilDecided(work: Work): Promise<number>;
  /** Stops everything and removes the data. */
  close(): Promise<void>;
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
export async function openBourseUnderLoad(options: LoadOptions): Promise<BourseUnderLoad> {
  const { profileDirectory, environment = {}, prepare } = options;
  const closing: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (let part = closing.pop(); part !== undefined; part = closing.pop()) await part();
  };
  try {
    const work = makeWorkDirectory();
    closing.push(() => work.remove());
    const office = openTraderOffice();
    const directory = join(work.path, 'data');
    await prepare?.(directory);
    const bourse = await startBourse({
      dataDirectory: directory,
      demo: false,
      environment: { ...environment, BOURSE_SIGNING_KEY: office.signingKey },
      nodeOptions: profileDirectory === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`],
    });
    closing.push(() => bourse.stop());
    const generator = startLoadGenerator();
    closing.push(() => generator.stop());
    const connection = await findRunningEmbeddedPostgres(directory);
    if (connection === undefined) throw new Error('the database of Bourse is not running');
    return {
      ...{ bourse, generator, connection, directory, office, close },
      untilDecided: (work) => untilDecided(connection, work),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
