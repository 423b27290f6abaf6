/**
 * The environment of PostgreSQL's programs. Bourse's own holds secrets that the server must not have, and variables
 * that would change what it does (PGDATA, PGOPTIONS, LC_ALL); so only what programs need to run at all is passed on.
 */
export function serverEnvironment(): Record<string, string> {
  const passedOn = process.platform === 'win32' ? windowsVariables : unixVariables;
  const environment: Record<string, string> = { LC_ALL: 'C', TZ: 'UTC' };
  for (const name of passedOn) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

const unixVariables = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];
const windowsVariables = ['PATH', 'SystemRoot', 'SystemDrive', 'TEMP', 'TMP', 'windir'];
