import type { ApiKeyFault } from '@bourse/core/identity/api-key.ts';
import type { PasswordFault } from '@bourse/core/identity/password.ts';
import type { RegistrationFault } from '@bourse/core/identity/registration.ts';
import type { ProblemError } from './schemas/problem-schema.ts';

const REGISTRATION_MESSAGES: Readonly<Record<RegistrationFault['reason'], string>> = {
  'username-length': 'must have 3 to 32 characters',
  'username-characters': 'must begin with a letter and hold only letters, digits, dots, hyphens and underscores',
  'username-reserved': 'is reserved, choose another',
  'email-malformed': 'must be an e-mail address, such as "ada@example.com"',
  'email-too-long': 'must have at most 254 characters',
  'password-length': 'must have 8 to 128 characters',
  'password-well-known': 'is one of the passwords that are tried first, choose another',
  'password-repeats-name': 'must not be your user name or your address',
  'password-one-character': 'must not be one character repeated',
};

const API_KEY_MESSAGES: Readonly<Record<ApiKeyFault['reason'], string>> = {
  'name-blank': 'must not be blank',
  'scope-not-held': 'is a scope that you do not have yourself',
  'expiry-not-in-future': 'must lie in the future',
  'expiry-after-own': 'must not be later than that of the key that you call with',
};

const API_KEY_POINTERS: Readonly<Record<ApiKeyFault['field'], string>> = {
  name: '/name',
  scopes: '/scopes',
  expiresAt: '/expires_at',
};

/** What is wrong with a registration, for its sender. */
export function registrationErrors(faults: readonly RegistrationFault[]): readonly ProblemError[] {
  return faults.map(({ field, reason }) => ({ pointer: `/${field}`, message: REGISTRATION_MESSAGES[reason] }));
}

/** What is wrong with a new password, for its sender. */
export function newPasswordErrors(faults: readonly PasswordFault[]): readonly ProblemError[] {
  return faults.map((reason) => ({ pointer: '/new_password', message: REGISTRATION_MESSAGES[reason] }));
}

/** What is wrong with a form for an API key, for its sender. */
export function apiKeyErrors(faults: readonly ApiKeyFault[]): readonly ProblemError[] {
  return faults.map((fault) => ({
    pointer: API_KEY_POINTERS[fault.field] + (fault.field === 'scopes' ? `/${fault.index.toString()}` : ''),
    message: API_KEY_MESSAGES[fault.reason],
  }));
}
