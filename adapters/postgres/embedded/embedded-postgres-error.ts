/**
 * Why the private server could not be had. `directory-in-use`: another Bourse holds the directory. `disk-full`: its disk
 * has too little room for a start. `no-database`: there is nothing to read in it. `not-permitted`: the
 * operating system refuses a file or a change of user. `no-server-user`: PostgreSQL refuses to run as the user there is.
 * `no-binaries`: its programs are missing or cannot be run here. `wrong-version`: the files are of another PostgreSQL.
 * `start-failed`: the server was started and ended, or did not answer in time.
 */
export type EmbeddedPostgresErrorCode =
  | 'directory-in-use'
  | 'disk-full'
  | 'no-database'
  | 'not-permitted'
  | 'no-server-user'
  | 'no-binaries'
  | 'wrong-version'
  | 'start-failed';

/** A fault of the private server. Its message is for people: what happened, and what to do. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode;

  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}
