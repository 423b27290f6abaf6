import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { startEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** A data directory with the files of an empty database, in which nobody works. */
    readonly preparedDirectory: string;
  }
}

/** Creates the files of an empty database in a data directory, for others to copy: creating them takes most of a first start. */
export async function prepareDatabase(directory: string): Promise<void> {
  const server = await startEmbeddedPostgres({ dataDirectory: directory });
  await server.stop();
}

/** Puts the files of the empty database of this run into a data directory, which is created if it is not there. */
export async function copyPreparedDatabase(dataDirectory: string): Promise<void> {
  await mkdir(dataDirectory, { recursive: true });
  // With their owner, who is another one where root runs the tests.
  await promisify(execFile)('cp', ['-a', path.join(inject('preparedDirectory'), 'postgres'), dataDirectory]);
}
