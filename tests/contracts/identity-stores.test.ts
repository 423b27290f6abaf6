import { afterAll, beforeAll } from 'vitest';
import { createMemoryIdentityStores } from '@bourse/memory/memory-identity-stores.ts';
import { createPostgresApiKeyStore } from '@bourse/postgres/identity/postgres-api-key-store.ts';
import { createPostgresRefreshTokenStore } from '@bourse/postgres/identity/postgres-refresh-token-store.ts';
import { createPostgresUserStore } from '@bourse/postgres/identity/postgres-user-store.ts';
import { createManualClock } from '@bourse/memory/manual-clock.ts';
import { createCachedApiKeys } from '@bourse/runtime/cached-api-keys.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { apiKeyStoreContract, identityStoresContract } from './identity-stores.contract.ts';

let postgres: TestDatabase;

beforeAll(async () => {
  postgres = await createTestDatabase();
});

afterAll(async () => {
  await postgres.drop();
});

identityStoresContract('memory', createMemoryIdentityStores);

identityStoresContract('postgres', () => ({
  users: createPostgresUserStore(postgres.database),
  apiKeys: createPostgresApiKeyStore(postgres.database),
  refreshTokens: createPostgresRefreshTokenStore(postgres.database),
}));

// The cache promises the same as what is behind it.
apiKeyStoreContract('memory, cached', () => {
  const { users, apiKeys } = createMemoryIdentityStores();
  return { users, apiKeys: createCachedApiKeys(apiKeys, createManualClock(0)) };
});
