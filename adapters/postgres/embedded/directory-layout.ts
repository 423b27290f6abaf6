import { join } from 'node:path';

/** Where the private server keeps what under the data directory. All of it is in `<data directory>/postgres`. */
export interface DirectoryLayout {
  readonly dataDirectory: string;
  /** `<data directory>/postgres`, which only its owner may enter. */
  readonly room: string;
  /** PostgreSQL's own data directory. It is there only when it is complete. */
  readonly cluster: string;
  /** Start of the names of the folders in which clusters are created. */
  readonly initialisingPrefix: string;
  /**
   * The file whose kernel lock says that the directory is in use. Nothing else in this process may open it: a lock of
   * fcntl(2) is gone as soon as the process closes the file anywhere.
   */
  readonly lock: string;
  /** Says who holds the lock. */
  readonly holder: string;
  readonly serverLog: string;
  /** The password, where the server listens on loopback. */
  readonly password: string;
  /** The port, where the server listens on loopback. */
  readonly port: string;
  /** Where the short link to the socket is, where one is needed. */
  readonly socketLink: string;
}

/** The layout under an absolute data directory. */
export function directoryLayout(dataDirectory: string): DirectoryLayout {
  const room = join(dataDirectory, 'postgres');
  return {
    dataDirectory,
    room,
    cluster: join(room, 'cluster'),
    initialisingPrefix: join(room, 'initialising-'),
    lock: join(room, 'lock'),
    holder: join(room, 'holder.json'),
    serverLog: join(room, 'server.log'),
    password: join(room, 'password'),
    port: join(room, 'port'),
    socketLink: join(room, 'socket-link'),
  };
}
