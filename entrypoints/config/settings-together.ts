import type { SettingName, Settings } from './settings.ts';

/** What some settings must be together. */
interface Rule {
  readonly of: readonly SettingName[];
  readonly isBroken: (settings: Settings) => boolean;
  readonly fault: string;
}

const RULES: readonly Rule[] = [
  {
    of: ['vendorUrl', 'vendorApiKey'],
    isBroken: ({ vendorUrl, vendorApiKey }) => vendorUrl !== null && vendorApiKey === null,
    fault: 'VENDOR_API_KEY must be set together with VENDOR_URL.',
  },
  {
    of: ['feedSource', 'feedCsv'],
    isBroken: ({ feedSource, feedCsv }) => feedSource === 'csv' && feedCsv === null,
    fault: 'FEED_CSV must be set together with FEED_SOURCE=csv.',
  },
  {
    of: ['oidcIssuer', 'oidcAudience'],
    isBroken: ({ oidcIssuer, oidcAudience }) => (oidcIssuer === null) !== (oidcAudience === null),
    fault: 'OIDC_ISSUER and OIDC_AUDIENCE must be set together.',
  },
  {
    of: ['oidcIssuer'],
    isBroken: ({ oidcIssuer }) => oidcIssuer?.startsWith('http:') === true && !isOnThisMachine(oidcIssuer),
    fault: 'OIDC_ISSUER must begin with https://, since whoever is on the way could make keys of his own.',
  },
  {
    of: ['demo', 'host'],
    isBroken: ({ demo, host }) => demo === 'true' && !isThisMachine(host),
    fault:
      'BOURSE_HOST must be 127.0.0.1, ::1 or localhost in the demo: its passwords are known to everybody. Leave out --demo (BOURSE_DEMO) to be reached from elsewhere.',
  },
  {
    of: ['retiredSigningKey', 'signingKey'],
    isBroken: ({ retiredSigningKey, signingKey }) => retiredSigningKey !== null && signingKey === null,
    fault: 'BOURSE_RETIRED_SIGNING_KEY must be set together with BOURSE_SIGNING_KEY.',
  },
  {
    of: ['demo', 'operatorKey'],
    isBroken: ({ demo, operatorKey }) => demo === 'false' && operatorKey !== null && isWeak(operatorKey),
    fault: 'BOURSE_OPERATOR_KEY is too easy to guess. Make one with: openssl rand -base64 32',
  },
];

/** What is wrong with settings that are right one by one. Rules about a setting that has a fault of its own, and so is not there, are left out. */
export function faultsTogether(settings: Settings): readonly string[] {
  const broken = RULES.filter(({ of, isBroken }) => of.every((name) => name in settings) && isBroken(settings));
  return broken.map(({ fault }) => fault);
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
