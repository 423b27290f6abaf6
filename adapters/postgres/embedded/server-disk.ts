import { statfs } from 'node:fs/promises';
import { isReadOnly, setReadOnly, takeRoomForReading } from './server-connection.ts';
import type { ServerPlan } from './server-site.ts';

/** The disk that a server writes to, and whether it may. Each call throws when the system or the server does not answer. */
export interface ServerDisk {
  /** The directory that is meant, for messages. */
  readonly directory: string;
  /** What the server's user may still write, bytes. */
  freeBytes(): Promise<number>;
  isReadOnly(): Promise<boolean>;
  setReadOnly(readOnly: boolean): Promise<void>;
  /** Takes up to 32 MB, so that reads go on when nothing else is free; gives back what is not needed any more. */
  takeRoomForReading(): Promise<void>;
}

/** The disk under the files of a server. */
export function createServerDisk({ layout, connection }: ServerPlan): ServerDisk {
  return {
    directory: layout.cluster,
    async freeBytes() {
      const { bavail, bsize } = await statfs(layout.cluster);
      return bavail * bsize;
    },
    isReadOnly: () => isReadOnly(connection),
    setReadOnly: (readOnly) => setReadOnly(connection, readOnly),
    takeRoomForReading: () => takeRoomForReading(connection),
  };
}
