import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** What is known about a program of PostgreSQL that did not do its work. */
export interface FailedProgram {
  /** What did not happen, as the beginning of a sentence: "The database in … did not start". */
  readonly what: string;
  readonly program: string;
  readonly exitCode: number | undefined;
  /** What it printed last. */
  readonly said: string;
  readonly logPath: string;
  readonly cause?: unknown;
}

/** The exit codes of a shell that could not run a program. */
const cannotRun = [126, 127];

/** The error that tells people about it: `no-binaries` if the program cannot be run here, else `start-failed`. */
export function startFailure(failed: FailedProgram): EmbeddedPostgresError {
  const { exitCode, said, cause } = failed;
  if (exitCode !== undefined && cannotRun.includes(exitCode)) {
    return new EmbeddedPostgresError(
      'no-binaries',
      `${failed.program} cannot be run on this machine: ${said}. It needs a Linux with the GNU C library, macOS or ` +
        'Windows, and a file system that allows programs. Otherwise set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  return new EmbeddedPostgresError(
    'start-failed',
    `${failed.what} (exit code ${exitCode ?? 'unknown'})${reason}. Its log is ${failed.logPath}; it ends with: ${said}`,
    { cause },
  );
}
