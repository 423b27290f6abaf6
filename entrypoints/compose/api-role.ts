import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { IdentityDependencies } from '@bourse/application/identity/identity-dependencies.ts';
import { createAuthenticate } from '@bourse/application/identity/authenticate.ts';
import type { OutsideUsers } from '@bourse/application/identity/outside-users.ts';
import { createOutsideUsers } from '@bourse/application/identity/outside-users.ts';
import { provideBootstrapOperator } from '@bourse/application/identity/register.ts';
import { createCashDesk } from '@bourse/application/ledger/cash-desk.ts';
import { createOrderDesk } from '@bourse/application/orders/order-desk.ts';
import { createOutcomes } from '@bourse/application/orders/outcomes.ts';
import type { UserStore } from '@bourse/application/ports/identity.ts';
import { Fault } from '@bourse/application/ports/fault.ts';
import { NO_OFFERS } from '@bourse/application/processing/direct-appends.ts';
import { gather } from '@bourse/core/batching/gather.ts';
import { createPostgresAuditReader } from '@bourse/postgres/audit/postgres-audit-reader.ts';
import { createPostgresApiKeyStore } from '@bourse/postgres/identity/postgres-api-key-store.ts';
import { createPostgresRefreshTokenStore } from '@bourse/postgres/identity/postgres-refresh-token-store.ts';
import { createPostgresUserStore } from '@bourse/postgres/identity/postgres-user-store.ts';
import { createJwtAccessTokens } from '@bourse/runtime/access-tokens.ts';
import { createOidcTokens } from '@bourse/oidc/outside-tokens.ts';
import { createArgon2PasswordHasher } from '@bourse/runtime/argon2-password-hasher.ts';
import { createCachedApiKeys } from '@bourse/runtime/cached-api-keys.ts';
import { createSecretSuccession } from '@bourse/runtime/secret-succession.ts';
import { randomSource } from '@bourse/runtime/random-source.ts';
import { sha256 } from '@bourse/runtime/sha256.ts';
import type { SigningKey } from '@bourse/runtime/signing-key.ts';
import { keptSigningKey, readSigningKey } from '@bourse/runtime/signing-key.ts';
import { createRequestIds } from '@bourse/runtime/sealed-request-ids.ts';
import { createHttpApp } from '../http/app.ts';
import { readBuiltPage } from '../page/built-page.ts';
import { refuseDemoLogIns } from './demo-log-ins.ts';
import type { Foundation } from './foundation.ts';
import { composeLimits } from './limits.ts';
import { listenOn } from './listen-on.ts';
import { composeMarketOperations } from './market-operations.ts';
import { composeMarket } from './market.ts';
import { composeOperations } from './operations.ts';
import { composeStream } from './stream.ts';
import { composeTrades } from './trades.ts';

/** The HTTP side of one process, listening. */
export interface ApiRole {
  readonly app: FastifyInstance;
  readonly identity: IdentityDependencies;
  /** Where it listens, "http://127.0.0.1:8000". */
  readonly url: string;
  /** From now on every connection is closed behind its next answer, so that its caller comes back by another one, elsewhere perhaps. */
  sendAway(): void;
  stop(): Promise<void>;
}

const PORTFOLIO_READS = {
  maxItems: 500,
  runs: 2,
  maxWaiting: 20_000,
  overloaded: () => new Fault('overloaded', 'too many portfolios are being read'),
  begin: setImmediate,
};

const MS_PER_HOUR = 3_600_000;

/** How long a stop lets callers wait for what is just being decided, milliseconds. */
const GRACE_MS = 5_000;
const CLOSE_IDLE_EVERY_MS = 20;

/** Opens the API. */
export async function startApi(foundation: Foundation): Promise<ApiRole> {
  const { settings, storage, clock, ids, meter, logger, positions, queries, prices, tradingRules } = foundation;
  const { log, database } = storage;
  const { signingKey, retiredSigningKey } = settings;
  const key = await (signingKey === null ? keptSigningKey(settings.dataDirectory) : readSigningKey(signingKey));
  const retired = retiredSigningKey === null ? null : await readSigningKey(retiredSigningKey);
  const identity = await composeIdentity(foundation, key, retired);
  if (settings.demo === 'false') await refuseDemoLogIns(identity);
  const outcomes = createOutcomes({ log, clock, meter, logger });
  await outcomes.start();
  const requestIds = createRequestIds(key, retired);
  const trades = composeTrades(foundation, requestIds);
  const requests = { log, positions, requestIds, desk: trades.desk };
  const stream = composeStream({ ...foundation, requests }, createAuthenticate(identity));
  await stream.start();
  const app = createHttpApp({
    identity,
    trading: {
      orders: {
        desk: createOrderDesk({
          ...{ log, positions, queries, outcomes, ids, clock },
          rules: tradingRules,
          decidedOnArrival: storage.offeredCommands !== NO_OFFERS,
          afterArrivals: setImmediate,
        }),
        queries,
      },
      account: {
        moveCash: createCashDesk({ log, outcomes, ids }),
        portfolio: gather((accountIds: readonly string[]) => queries.portfolios(accountIds), PORTFOLIO_READS),
        queries,
        price: (symbol) => prices.price(symbol),
        clock,
      },
      market: composeMarket(foundation, key),
      marketOperations: composeMarketOperations(foundation),
      audit: createPostgresAuditReader(database),
      rules: tradingRules,
    },
    trades,
    operations: composeOperations(foundation),
    page: readBuiltPage(),
    stream: { stream, clock, maxPriceAgeMs: tradingRules.maxPriceAgeMs },
    health: foundation.health,
    metrics: meter,
    logger,
    meter,
    limits: composeLimits(foundation),
    settings: { logEachRequest: settings.logLevel === 'debug', trustedProxies: settings.trustedProxies },
  });
  const connections = trackConnections(app);
  const url = await listenOn(app, settings.host, settings.port);
  return {
    app,
    identity,
    url,
    sendAway() {
      // Node counts the requests of a connection from the moment that there is a limit.
      app.server.maxRequestsPerSocket = 1;
    },
    async stop() {
      outcomes.endWaiting(GRACE_MS);
      await closeConnections(app, connections);
      await outcomes.stop();
    },
  };
}

/**
 * Lets every request be answered. A connection that was busy when this began is closed as soon as it is idle, not kept for the next. One that
 * never sent anything counts as busy for Node, and would keep the server open for ever.
 */
async function closeConnections(app: FastifyInstance, connections: ReadonlySet<Socket>): Promise<void> {
  const closeIdle = setInterval(() => {
    app.server.closeIdleConnections();
    for (const connection of connections) if (connection.bytesRead === 0) connection.destroy();
  }, CLOSE_IDLE_EVERY_MS);
  try {
    await app.close();
  } finally {
    clearInterval(closeIdle);
  }
}

/** The connections of a server from now on. */
function trackConnections(app: FastifyInstance): ReadonlySet<Socket> {
  const connections = new Set<Socket>();
  app.server.on('connection', (connection: Socket) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  return connections;
}

function composeOutsideUsers({ settings, clock, ids, logger }: Foundation, users: UserStore): OutsideUsers | null {
  const { oidcIssuer: issuer, oidcAudience: audience, oidcRoleClaim: roleClaim, oidcOperatorRole } = settings;
  if (issuer === null || audience === null) return null;
  const options = { issuer, audience, roleClaim, operatorRole: oidcOperatorRole };
  return createOutsideUsers({ tokens: createOidcTokens(options, { clock, logger }), users, ids, clock });
}

async function composeIdentity(
  foundation: Foundation,
  key: SigningKey,
  retired: SigningKey | null,
): Promise<IdentityDependencies> {
  const { settings, storage, clock, ids } = foundation;
  const users = createPostgresUserStore(storage.database);
  const identity: IdentityDependencies = {
    users,
    outsideUsers: composeOutsideUsers(foundation, users),
    apiKeys: createCachedApiKeys(createPostgresApiKeyStore(storage.database), clock),
    refreshTokens: createPostgresRefreshTokenStore(storage.database),
    succession: createSecretSuccession(key),
    passwords: createArgon2PasswordHasher(),
    accessTokens: createJwtAccessTokens(key, clock, retired),
    ids,
    random: randomSource,
    digest: sha256,
    clock,
    sessionLifetimeMs: settings.sessionLifetimeHours * MS_PER_HOUR,
    operatorKey: settings.operatorKey,
  };
  await provideBootstrapOperator(identity);
  return identity;
}
