import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasErrorCode } from './has-error-code.ts';

/**
 * Makes a directory with those above it. One by one, because Node's recursive mkdir never ends where the system says ENOENT in a directory
 * that is there, as Linux does under /proc.
 */
export function makeDirectory(directory: string, mode = 0o777): void {
  if (existsSync(directory)) return;
  const above = dirname(directory);
  if (above !== directory) makeDirectory(above);
  try {
    mkdirSync(directory, { mode });
  } catch (error) {
    // Somebody else has made it meanwhile.
    if (!hasErrorCode(error, 'EEXIST')) throw error;
  }
}
