import type { Clock } from '../ports/clock.ts';
import type { Digest } from '../ports/digest.ts';
import type { Ids, RandomSource } from '../ports/ids.ts';
import type {
  AccessTokens,
  ApiKeyStore,
  PasswordHasher,
  RefreshTokenStore,
  SecretSuccession,
  UserStore,
} from '../ports/identity.ts';
import type { OutsideUsers } from './outside-users.ts';

/** What the use cases of identity need. */
export interface IdentityDependencies {
  readonly users: UserStore;
  readonly apiKeys: ApiKeyStore;
  readonly refreshTokens: RefreshTokenStore;
  readonly succession: SecretSuccession;
  readonly passwords: PasswordHasher;
  readonly accessTokens: AccessTokens;
  /** Null where no outside issuer is configured. */
  readonly outsideUsers: OutsideUsers | null;
  readonly ids: Ids;
  readonly random: RandomSource;
  readonly digest: Digest;
  readonly clock: Clock;
  /** How long a log-in lasts at most, however often it is used, in milliseconds. */
  readonly sessionLifetimeMs: number;
  /** The key of the bootstrap operator (BOURSE_OPERATOR_KEY); null when there is none. */
  readonly operatorKey: string | null;
}
