import { passwordFaults } from './password.ts';
import type { PasswordFault } from './password.ts';

/** What somebody who wants to register gives. */
export interface RegistrationForm {
  readonly username: string;
  readonly email: string;
  readonly password: string;
}

/** A form that passed all rules. Two names or addresses are the same when their keys are. */
export interface Registration extends RegistrationForm {
  readonly usernameKey: string;
  readonly emailKey: string;
}

/** What is wrong with a form, by field. */
export type RegistrationFault =
  | { readonly field: 'username'; readonly reason: UsernameFault }
  | { readonly field: 'email'; readonly reason: 'email-malformed' | 'email-too-long' }
  | { readonly field: 'password'; readonly reason: PasswordFault };

/** What can be wrong with a user name. */
export type UsernameFault = 'username-length' | 'username-characters' | 'username-reserved';

/** Shortest and longest user name, in characters. */
export const USERNAME_LENGTH = { min: 3, max: 32 } as const;

/** Longest address that mail can be sent to (RFC 5321, section 4.5.3.1.3, less the angle brackets). */
export const MAX_EMAIL_LENGTH = 254;

/** User name of the operator that BOURSE_OPERATOR_KEY stands for; nobody can register it. */
export const BOOTSTRAP_USERNAME = 'bootstrap-operator';

/** Reads a registration; answers all faults of all fields, not the first. */
export function readRegistration(
  form: RegistrationForm,
):
  | { readonly ok: true; readonly value: Registration }
  | { readonly ok: false; readonly faults: readonly RegistrationFault[] } {
  const faults: readonly RegistrationFault[] = [
    ...usernameFaults(form.username).map((reason) => ({ field: 'username', reason }) as const),
    ...emailFaults(form.email).map((reason) => ({ field: 'email', reason }) as const),
    ...passwordFaults(form.password, [form.username, form.email]).map(
      (reason) => ({ field: 'password', reason }) as const,
    ),
  ];
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, value: { ...form, usernameKey: nameKey(form.username), emailKey: nameKey(form.email) } };
}

/** The form in which names and addresses are compared: upper and lower case are the same. */
export function nameKey(name: string): string {
  return name.toLowerCase();
}

const USERNAME = /^[A-Za-z][A-Za-z0-9._-]*$/;

/** The user name of somebody whom an outside issuer calls so: nearly the same, or null when nothing usable is left of it. */
export function outsideUsername(preferred: string): string | null {
  const [local = ''] = preferred.split('@', 1);
  const username = local.replace(/^[^A-Za-z]+|[^A-Za-z0-9._-]+/g, '').slice(0, USERNAME_LENGTH.max);
  return usernameFaults(username).length === 0 ? username : null;
}

function usernameFaults(username: string): readonly UsernameFault[] {
  const faults: UsernameFault[] = [];
  if (username.length < USERNAME_LENGTH.min || username.length > USERNAME_LENGTH.max) faults.push('username-length');
  if (!USERNAME.test(username)) faults.push('username-characters');
  if (nameKey(username) === BOOTSTRAP_USERNAME) faults.push('username-reserved');
  return faults;
}

/** One at sign, a name of printable characters before it, a host name with a dot behind it; only a mail can tell the rest. */
const EMAIL =
  /^[^\s@<>(),;:"\\[\]\p{Cc}\p{Cs}]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/u;

function emailFaults(email: string): readonly ('email-malformed' | 'email-too-long')[] {
  // The pattern is not tried on something too long.
  if (email.length > MAX_EMAIL_LENGTH) return ['email-too-long'];
  return EMAIL.test(email) ? [] : ['email-malformed'];
}
