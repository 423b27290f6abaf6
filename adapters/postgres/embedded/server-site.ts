import type { DirectoryLayout } from './directory-layout.ts';
import type { EmbeddedPostgresListener } from './embedded-postgres-event.ts';
import type { ServerBinaries } from './server-binaries.ts';
import type { EmbeddedPostgresConnection } from './server-connection.ts';
import type { ServerLog } from './server-log.ts';
import type { ServerListening } from './server-settings.ts';
import type { ServerUser } from './server-user.ts';

/** What it takes to create database files and to run a server on them. */
export interface ServerSite {
  readonly layout: DirectoryLayout;
  /** Whom the server runs as, if not as the user of this process. */
  readonly user: ServerUser | undefined;
  readonly binaries: ServerBinaries;
  readonly log: ServerLog;
  readonly onEvent: EmbeddedPostgresListener;
}

/** A site with database files, and how its server is reached. */
export interface ServerPlan extends ServerSite {
  readonly connection: EmbeddedPostgresConnection;
  readonly listening: ServerListening;
}
