import { describe, expect, it } from 'vitest';
import { readSettings } from './settings-codec.ts';

const OPERATOR_KEY = { BOURSE_OPERATOR_KEY: 'kZ4v0qTn7wXb2LmR9sYd1HfJ3pGc8eUa5iKo' };

describe('the settings of an outside issuer', () => {
  it('are read together', () => {
    const settings = readSettings({
      ...OPERATOR_KEY,
      OIDC_ISSUER: 'https://id.example.com/realms/desk',
      OIDC_AUDIENCE: 'urn:bourse',
    });
    expect(settings).toMatchObject({
      oidcIssuer: 'https://id.example.com/realms/desk',
      oidcAudience: 'urn:bourse',
      oidcRoleClaim: null,
      oidcOperatorRole: 'operator',
    });
  });

  it('may name an issuer without TLS on this machine only', () => {
    const named = (issuer: string) => () =>
      readSettings({ ...OPERATOR_KEY, OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'urn:bourse' });
    expect(named('http://127.0.0.1:4000')).not.toThrow();
    expect(named('http://id.example.com')).toThrow('OIDC_ISSUER must begin with https://');
  });

  it.each([{ OIDC_ISSUER: 'https://id.example.com' }, { OIDC_AUDIENCE: 'urn:bourse' }])(
    'are refused when one of the two is missing: %o',
    (given) => {
      expect(() => readSettings({ ...OPERATOR_KEY, ...given })).toThrow(
        'OIDC_ISSUER and OIDC_AUDIENCE must be set together.',
      );
    },
  );
});
