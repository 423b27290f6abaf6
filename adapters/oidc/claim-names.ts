/**
 * Whether a claim is a value, or lists it. The claim is the one that is called `path`, or else the one to which the names in it lead
 * that stand between dots, as in "realm_access.roles".
 */
export function claimNames(claims: Readonly<Record<string, unknown>>, path: string, value: string): boolean {
  const claim = Object.hasOwn(claims, path) ? claims[path] : within(claims, path.split('.'));
  return claim === value || (Array.isArray(claim) && claim.includes(value));
}

function within(claims: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? Object.getOwnPropertyDescriptor(inner, name)?.value : undefined,
    claims,
  );
}
