import { join } from 'node:path';
import type { LoadGenerator } from '../load/load-generator.ts';
import { startLoadGenerator } from '../load/load-generator.ts';
import type { TraderOffice } from './traders.ts';
import { openTraderOffice } from './traders.ts';
import { makeWorkDirectory } from './work-directory.ts';

/** What a platform is started on. */
export interface Ground {
  /** Removed at the end, with all that is in it. */
  readonly workPath: string;
  /** Where its database is, in there. */
  readonly directory: string;
  readonly office: TraderOffice;
  /** Stops a part when all is closed, or when what comes after it cannot be opened; what was opened last first. */
  readonly later: (stop: () => unknown) => void;
}

/** What every platform has beside its own. */
export interface GroundUnderLoad extends Pick<Ground, 'directory' | 'office'> {
  readonly generator: LoadGenerator;
  /** Stops everything and removes the data. */
  close(): Promise<void>;
}

/** Opens a platform on new ground, with a load generator in front of it. */
export async function openUnderLoad<Platform extends object>(
  open: (ground: Ground) => Promise<Platform>,
): Promise<Platform & GroundUnderLoad> {
  const closing: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (let part = closing.pop(); part !== undefined; part = closing.pop()) await part();
  };
  try {
    const work = makeWorkDirectory();
    closing.push(() => work.remove());
    const office = openTraderOffice();
    const directory = join(work.path, 'data');
    const later = (stop: () => unknown): void => void closing.push(stop);
    const platform = await open({ workPath: work.path, directory, office, later });
    const generator = startLoadGenerator();
    closing.push(() => generator.stop());
    return { ...platform, generator, directory, office, close };
  } catch (error) {
    await close();
    throw error;
  }
}
