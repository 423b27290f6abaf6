import type { AnswerOf } from '@bourse/client/api.ts';
import { answered } from '@bourse/client/api.ts';
import type { paths } from '@bourse/client/generated/api-types.ts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../app/bourse.ts';
import type { SessionUser } from './session-service.ts';

export type ApiKey = AnswerOf<'/api/v1/api-keys'>['items'][number];

type ApiKeyForm = paths['/api/v1/api-keys']['post']['requestBody']['content']['application/json'];

/** What a key may be allowed to do. */
export type Scope = ApiKeyForm['scopes'][number];

const PAGE_LIMIT = '500';

/** One's own keys. */
export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: async ({ signal }) => {
    const params = { query: { limit: PAGE_LIMIT } };
    return (await answered(api.GET('/api/v1/api-keys', { params, signal }))).items;
  },
});

/** What keys of each role can be allowed, and what that means. */
export const SCOPES: Readonly<Record<SessionUser['role'], readonly (readonly [scope: Scope, meaning: string])[]>> = {
  trader: [
    ['market:read', 'Read instruments, prices and candles'],
    ['account:read', 'Read balances, positions and the journal'],
    ['account:write', 'Deposit and withdraw'],
    ['orders:read', 'Read orders'],
    ['orders:write', 'Place and cancel orders'],
    ['api-keys:write', 'Make and revoke keys'],
  ],
  operator: [
    ['market:read', 'Read instruments, prices and candles'],
    ['trades:read', 'Read trades'],
    ['trades:write', 'Store trades, and follow requests'],
    ['operations:read', 'Read how the platform is'],
    ['operations:write', 'Halt instruments, accept prices'],
    ['api-keys:write', 'Make and revoke keys'],
  ],
};
