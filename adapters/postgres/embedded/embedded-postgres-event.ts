/** What happens to the private server that its owner may want to log. Each `message` is a whole sentence. */
export type EmbeddedPostgresEvent =
  /** The first start in this directory creates the database files. */
  | { readonly kind: 'initialising'; readonly message: string }
  /** A server left by a Bourse that was killed is still running, and is being stopped before ours starts. */
  | { readonly kind: 'ending-leftover-server'; readonly message: string; readonly pids: readonly number[] }
  /** The server is up but not ready yet, as a rule because it recovers from a crash. Told every few seconds. */
  | { readonly kind: 'recovering'; readonly message: string; readonly elapsedMs: number }
  /** A start was refused because of locks of an earlier server, and is tried again. */
  | { readonly kind: 'retrying-start'; readonly message: string; readonly attempt: number; readonly delayMs: number }
  /** The server ended though nobody asked it to; it is being restarted. */
  | { readonly kind: 'server-died'; readonly message: string; readonly exitCode: number | undefined }
  /** A restart did not work; the next follows after the delay. */
  | { readonly kind: 'restart-failed'; readonly message: string; readonly attempt: number; readonly delayMs: number }
  /** The server is back, under a new process id and the same connection details. */
  | { readonly kind: 'restarted'; readonly message: string; readonly pid: number; readonly attempts: number }
  /** The disk is nearly full: the server refuses to write, and answers reads, until there is room. */
  | { readonly kind: 'disk-nearly-full'; readonly message: string; readonly freeBytes: number }
  /** There is room again, and the server writes again. */
  | { readonly kind: 'disk-has-room'; readonly message: string; readonly freeBytes: number }
  /** It is not known whether there is room, or the server could not be told; it is tried again. */
  | { readonly kind: 'disk-not-guarded'; readonly message: string }
  /** Something that does not stop Bourse could not be tidied up. */
  | { readonly kind: 'tidying-failed'; readonly message: string };

/** Receives the events of one private server. */
export type EmbeddedPostgresListener = (event: EmbeddedPostgresEvent) => void;
