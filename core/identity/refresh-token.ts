/** A refresh token: which chain of tokens it belongs to, and a secret that only the newest of the chain has. */
export interface RefreshToken {
  readonly familyId: string;
  readonly secret: string;
}

const REFRESH_TOKEN = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

/** Writes a token as its owner gets it, who should take it as opaque. */
export function formatRefreshToken({ familyId, secret }: RefreshToken): string {
  return `${familyId}.${secret}`;
}

/** Reads a token; undefined when it cannot be one. */
export function parseRefreshToken(text: string): RefreshToken | undefined {
  const [, familyId, secret] = REFRESH_TOKEN.exec(text) ?? [];
  return familyId === undefined || secret === undefined ? undefined : { familyId, secret };
}
