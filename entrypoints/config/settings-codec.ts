import { readFileSync } from 'node:fs';
import type { Settings } from './settings.ts';
import { faultsTogether } from './settings-together.ts';
import { SETTINGS } from './settings.ts';

/** Everything that is wrong with the configuration, one sentence each. */
export class ConfigurationError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.name = 'ConfigurationError';
    this.faults = faults;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Parts of the platform that belong to a later version: setting one must not pass in silence. */
const NOT_SUPPORTED_YET = ['OPENSEARCH_URL', 'CLICKHOUSE_URL', 'DYNAMODB_ENDPOINT', 'SMTP_URL'];

/**
 * Reads all settings from the environment. A secret may also be given as a file: NAME_FILE holds its path.
 * Throws ConfigurationError that names every fault at once.
 */
export function readSettings(environment: Environment): Settings {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(SETTINGS)) {
    const given = givenText(environment, setting.name, faults) ?? setting.standard;
    if (given === null) {
      values[key] = null;
      continue;
    }
    const read = setting.read(given);
    if ('fault' in read) faults.push(`${setting.name} ${read.fault}${setting.secret ? '' : `; it is "${given}"`}.`);
    else values[key] = read.value;
  }
  for (const name of NOT_SUPPORTED_YET) {
    if (present(environment[name])) faults.push(`${name} is set, but this version cannot use it yet. Unset it.`);
  }
  const settings = values as Settings;
  faults.push(...faultsTogether(settings));
  if (faults.length > 0) throw new ConfigurationError(faults);
  return settings;
}

/** Each variable with the value in force, secrets masked, and where it comes from. */
export function describeSettings(
  environment: Environment,
): readonly { name: string; value: string; source: string; meaning: string }[] {
  return Object.values(SETTINGS).map(({ name, secret, standard, meaning }) => {
    const given = givenText(environment, name, []);
    const value = given ?? standard ?? '';
    return {
      name,
      value: secret && value !== '' ? '********' : value,
      source: given === null ? 'default' : 'environment',
      meaning,
    };
  });
}

function givenText(environment: Environment, name: string, faults: string[]): string | null {
  const direct = environment[name];
  if (present(direct)) return direct;
  const file = environment[`${name}_FILE`];
  if (!present(file)) return null;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    faults.push(`${name}_FILE cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
    return null;
  }
}

function present(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
