/** What a person or program may be: a trader works on one account, an operator on everything behind it. */
export type Role = 'trader' | 'operator';

/** All roles. */
export const ROLES: readonly Role[] = ['trader', 'operator'];
