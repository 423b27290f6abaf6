import { expect, it } from 'vitest';
import { formatRefreshToken, parseRefreshToken } from './refresh-token.ts';

const TOKEN = { familyId: '0190a000-0000-7000-8000-000000000001', secret: 'aB3_-'.repeat(9).slice(0, 43) };

it('reads a refresh token as it was written', () => {
  expect(parseRefreshToken(formatRefreshToken(TOKEN))).toEqual(TOKEN);
});

it.each([
  '',
  '.',
  TOKEN.familyId,
  `${TOKEN.familyId}.short`,
  `x${formatRefreshToken(TOKEN)}`,
  `${formatRefreshToken(TOKEN)}\n`,
])('reads nothing from %j', (text) => {
  expect(parseRefreshToken(text)).toBeUndefined();
});
