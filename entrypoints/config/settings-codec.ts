import { readFileSync } from 'node:fs';
import type { Settings } from './settings.ts';
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
  if (faults.length > 0) throw new ConfigurationError(faults);
  const settings = values as Settings;
  checkTogether(settings);
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

function checkTogether(settings: Settings): void {
  const faults: string[] = [];
  if (settings.vendorUrl !== null && settings.vendorApiKey === null)
    faults.push('VENDOR_API_KEY must be set together with VENDOR_URL.');
  if (settings.feedSource === 'csv' && settings.feedCsv === null)
    faults.push('FEED_CSV must be set together with FEED_SOURCE=csv.');
  if ((settings.oidcIssuer === null) !== (settings.oidcAudience === null))
    faults.push('OIDC_ISSUER and OIDC_AUDIENCE must be set together.');
  if (settings.oidcIssuer?.startsWith('http:') === true && !isOnThisMachine(settings.oidcIssuer))
    faults.push('OIDC_ISSUER must begin with https://, since whoever is on the way could make keys of his own.');
  if (settings.demo === 'true' && !isThisMachine(settings.host))
    faults.push(
      'BOURSE_HOST must be 127.0.0.1, ::1 or localhost in the demo: its passwords are known to everybody. Leave out --demo (BOURSE_DEMO) to be reached from elsewhere.',
    );
  if (settings.retiredSigningKey !== null && settings.signingKey === null)
    faults.push('BOURSE_RETIRED_SIGNING_KEY must be set together with BOURSE_SIGNING_KEY.');
  if (settings.demo === 'false' && settings.operatorKey !== null && isWeak(settings.operatorKey)) {
    faults.push('BOURSE_OPERATOR_KEY is too easy to guess. Make one with: openssl rand -base64 32');
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
}

function isOnThisMachine(url: string): boolean {
  return isThisMachine(new URL(url).hostname.replace(/^\[|\]$/g, ''));
}

/** Whether only this machine itself can come to a host. */
function isThisMachine(host: string): boolean {
  return ['localhost', '127.0.0.1', '::1'].includes(host);
}

/** Few different characters, whatever the length. */
function isWeak(key: string): boolean {
  return new Set(key).size < 10;
}
