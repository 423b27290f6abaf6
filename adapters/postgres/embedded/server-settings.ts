import { pageMemoryMb, usableMemory } from './page-memory.ts';

/** Where the server takes connections. */
export interface ServerListening {
  /** A port of loopback, where there are no Unix sockets; otherwise only the socket in the database directory. */
  readonly loopbackPort?: number;
}

/** The port in the name of the socket file. Nothing listens on it. */
export const socketPort = 5432;

/**
 * The command line of a server of that name. All settings are given here and not in postgresql.conf, so that they hold for every
 * start whatever was written into the directory before, and so that root never writes into a directory of another user.
 */
export function serverArguments(clusterPath: string, name: string, listening: ServerListening): readonly string[] {
  const settings = { ...listeningSettings(listening), ...durability, ...size, ...processes, ...logging };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', clusterPath, '-c', `cluster_name=${name}`, ...flags];
}

function listeningSettings({ loopbackPort }: ServerListening): Record<string, string> {
  if (loopbackPort !== undefined)
    return { listen_addresses: '127.0.0.1', port: String(loopbackPort), unix_socket_directories: '' };
  return {
    listen_addresses: '',
    port: String(socketPort),
    // Relative to the database directory, so no path is too long here and no character in it needs quoting.
    unix_socket_directories: '.',
    unix_socket_permissions: '0700',
  };
}

const durability = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' };

const size = {
  // Ten processes of about twenty connections each; a slot that nobody uses costs next to nothing.
  max_connections: '200',
  // Untouched pages take no memory, but after a busy day all of them are touched and stay so.
  shared_buffers: `${pageMemoryMb(usableMemory())}MB`,
  // As it is with 128 MB; with more memory for pages it would be 16 MB, all of which is touched at the start.
  wal_buffers: '4MB',
  huge_pages: 'off',
  // Writing each new segment full of zeros before its use makes every commit wait for some 50 ms. What is synced is as durable without.
  wal_init_zero: 'off',
  max_wal_size: '4GB',
  // Segments that are kept for reuse: the directory of an idle demo stays small.
  min_wal_size: '80MB',
};

/** Each process costs 1 to 2 MB of its own and 5 to 8 MB resident; these are for features that Bourse does not use. */
const processes = {
  io_method: 'sync',
  max_logical_replication_workers: '0',
  max_wal_senders: '0',
  max_replication_slots: '0',
  // Each checkpoint would write a file of these, and end the server where there is no room for it.
  max_active_replication_origins: '0',
  autovacuum_max_workers: '2',
};

/** Neither statements nor the values in them reach the log: they hold what users have entrusted to Bourse. */
const logging = {
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};
