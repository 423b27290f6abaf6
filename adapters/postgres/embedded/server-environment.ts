/**
 * The environment of PostgreSQL's programs. Bourse's own holds secrets that the server must not have, and variables
 * that would change what it does (PGDATA, PGOPTIONS, LC_ALL); so only what programs need to run at all is passed on.
 */
export function serverEnvironment(): Record<string, string> {
  const passedOn = process.platform === 'win32' ? windowsVariables : unixVariables;
  const environment: Record<string, string> = { LC_ALL: 'C', TZ: 'UTC', ...keptMemory };
  for (const name of passedOn) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

const unixVariables = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];
const windowsVariables = ['PATH', 'SystemRoot', 'SystemDrive', 'TEMP', 'TMP', 'windir'];

const KEPT_BYTES = String(4 * 1_024 * 1_024);

/**
 * A connection keeps so much of the memory that a batch took, for the next batch (docs/adr/0031-memory-of-a-batch.md). The names are those of
 * mallopt(3) in glibc; other libraries do not know them.
 */
const keptMemory = { MALLOC_TRIM_THRESHOLD_: KEPT_BYTES, MALLOC_MMAP_THRESHOLD_: KEPT_BYTES };
