import swagger from '@fastify/swagger';
import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import fastify from 'fastify';
import type { HealthProbes } from '@bourse/application/health/health-report.ts';
import { createHealthReporter } from '@bourse/application/health/health-report.ts';
import type { IdentityDependencies } from '@bourse/application/identity/identity-dependencies.ts';
import { createAttemptThrottle } from '@bourse/application/identity/attempt-throttle.ts';
import { createAuthenticate } from '@bourse/application/identity/authenticate.ts';
import type { AuditReader } from '@bourse/application/ports/audit-reader.ts';
import type { Logger, Meter } from '@bourse/application/ports/telemetry.ts';
import type { TradingRules } from '@bourse/core/orders/trading-rules.ts';
import type { AccountDependencies } from './account-routes.ts';
import { accountRoutes } from './account-routes.ts';
import { apiKeyRoutes } from './api-key-routes.ts';
import { apiDescriptionRoutes } from './api-description-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { answersTogether } from './answers-together.ts';
import { acceptJsonOnly } from './body-parser.ts';
import type { CandleDependencies } from './candle-routes.ts';
import { candleRoutes } from './candle-routes.ts';
import { clientErrorHandler } from './client-error.ts';
import { correlationIds, echoCorrelationId } from './correlation.ts';
import { errorHandler } from './error-handler.ts';
import { healthRoutes } from './health-routes.ts';
import { identityRoutes } from './identity-routes.ts';
import type { MarketDependencies } from './market-routes.ts';
import { createLongUploads } from './long-uploads.ts';
import { marketRoutes } from './market-routes.ts';
import type { MarketOperationsDependencies } from './market-operations-routes.ts';
import { marketOperationsRoutes } from './market-operations-routes.ts';
import type { MetricsExposition } from './metrics-routes.ts';
import { metricsRoutes } from './metrics-routes.ts';
import type { KnownRoute } from './not-found.ts';
import { notFoundHandler } from './not-found.ts';
import { openApiOptions } from './openapi.ts';
import { ownSessionRoutes } from './own-session-routes.ts';
import { pageRoutes } from './page-routes.ts';
import type { OrdersDependencies } from './orders-routes.ts';
import type { OperationsDependencies } from './operations-routes.ts';
import { operationsRoutes } from './operations-routes.ts';
import { ordersRoutes } from './orders-routes.ts';
import { positionsRoutes } from './positions-routes.ts';
import { refuseForbiddenCharacters } from './query-text.ts';
import { measureUnmatched } from './request-telemetry.ts';
import type { HttpLimits } from './rate-limits.ts';
import { requestLimits } from './rate-limits.ts';
import { describedSchema, routeRules } from './route-rules.ts';
import { requestsRoutes } from './requests-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { refuseOnceClosing } from './refuse-once-closing.ts';
import { SECURITY_HEADERS, setSecurityHeaders } from './security-headers.ts';
import { tradesBulkRoutes } from './trades-bulk-routes.ts';
import type { TradesDependencies } from './trades-routes.ts';
import { tradesRoutes } from './trades-routes.ts';
import { validationOptions } from './validation-options.ts';
import { tradingRulesRoutes } from './trading-rules-routes.ts';
import { streamDescriptionRoutes } from '../stream/stream-description-routes.ts';
import type { StreamDependencies } from '../stream/stream-routes.ts';
import { streamRoutes } from '../stream/stream-routes.ts';
import { webSocketOptions } from '../stream/web-socket-server.ts';
import type { BuiltPage } from '../page/built-page.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route there is, for tests that must not miss one. */
    readonly knownRoutes: readonly KnownRoute[];
  }
}

/** What the routes need, by capability. */
export interface HttpDependencies {
  readonly identity: IdentityDependencies;
  readonly trading: TradingDependencies;
  readonly trades: TradesDependencies;
  readonly operations: OperationsDependencies;
  readonly stream: StreamDependencies;
  /** The page; null when it is not built. */
  readonly page: BuiltPage | null;
  readonly health: HealthProbes;
  readonly metrics: MetricsExposition;
  readonly logger: Logger;
  readonly meter: Meter;
  readonly limits: HttpLimits;
  readonly settings: HttpSettings;
}

/** What the routes of accounts, orders and the market need. */
export interface TradingDependencies {
  readonly orders: OrdersDependencies;
  readonly account: AccountDependencies;
  readonly market: MarketDependencies & CandleDependencies;
  readonly marketOperations: MarketOperationsDependencies;
  readonly audit: Pick<AuditReader, 'state'>;
  readonly rules: TradingRules;
}

/** How the server behaves. */
export interface HttpSettings {
  /** Whether each request is noted in the log, not only those that failed. */
  readonly logEachRequest: boolean;
  /** How many proxies in front set X-Forwarded-For and -Proto; each is believed about the one before it. */
  readonly trustedProxies: number;
}

/**
 * Builds the HTTP server with all of its routes; it listens when told to. Building fails when a route does not declare who may call
 * it or would take unknown fields.
 */
export function createHttpApp(dependencies: HttpDependencies): FastifyInstance {
  const { identity, limits, logger, stream, trades } = dependencies;
  const telemetry = { meter: dependencies.meter, logger, logEachRequest: dependencies.settings.logEachRequest };
  const handleError = errorHandler(logger);
  const longUploads = createLongUploads();
  const app = fastify({
    ...LIMITS,
    ajv: validationOptions,
    genReqId: correlationIds(identity.ids),
    clientErrorHandler: clientErrorHandler(identity.ids, longUploads),
    // Thrown before a route is found, where no hook runs.
    frameworkErrors: (error, request, reply) => {
      reply.headers({ ...SECURITY_HEADERS, 'x-correlation-id': request.id });
      handleError(error, request, reply);
    },
    trustProxy: trustedHops(dependencies.settings.trustedProxies),
  });
  const routes: KnownRoute[] = [];
  app.decorateRequest('principal', null);
  acceptJsonOnly(app);
  app.setErrorHandler(handleError);
  app.setNotFoundHandler(notFoundHandler(routes, dependencies.page));
  app.decorate('knownRoutes', routes);
  const authenticate = createAuthenticate(identity);
  app.addHook('onRoute', routeRules(authenticate, telemetry, requestLimits(limits)));
  app.addHook('onRoute', (route) => {
    const { method, url, config } = route;
    routes.push({ method: String(method), url, access: config?.access ?? 'public', schema: describedSchema(route) });
  });
  app.addHook('onRequest', echoCorrelationId);
  app.addHook('onRequest', setSecurityHeaders);
  refuseOnceClosing(app);
  app.addHook('onSend', answersTogether());
  app.addHook('onResponse', measureUnmatched(telemetry));
  app.addHook('preValidation', refuseForbiddenCharacters);
  app.register(swagger, openApiOptions);
  app.register(websocket, webSocketOptions(stream.stream));
  app.register(apiDescriptionRoutes());
  const throttle = createAttemptThrottle(limits.limiter, limits.attempts, identity.digest);
  app.register(identityRoutes(identity, throttle));
  app.register(sessionRoutes(identity, throttle));
  app.register(ownSessionRoutes(identity, throttle));
  app.register(apiKeyRoutes(identity));
  registerTrading(app, dependencies.trading);
  app.register(tradesRoutes(trades));
  app.register(tradesBulkRoutes({ ...trades, logger, longUploads }));
  app.register(requestsRoutes(trades.desk));
  app.register(streamRoutes(stream, authenticate));
  app.register(streamDescriptionRoutes(stream.stream.limits));
  app.register(healthRoutes(createHealthReporter(dependencies.health, identity.clock)));
  app.register(operationsRoutes(dependencies.operations));
  app.register(metricsRoutes(dependencies.metrics));
  app.register(pageRoutes(dependencies.page));
  return app;
}

function registerTrading(app: FastifyInstance, trading: TradingDependencies): void {
  const { orders, account, market, audit, rules } = trading;
  app.register(ordersRoutes(orders));
  app.register(accountRoutes(account));
  app.register(positionsRoutes(account));
  app.register(marketRoutes(market));
  app.register(marketOperationsRoutes(trading.marketOperations));
  app.register(candleRoutes(market));
  app.register(auditRoutes(audit));
  app.register(tradingRulesRoutes(rules));
}

/** Believes as many proxies as there are, counted from here: what stands before them in X-Forwarded-For is the caller's own invention. */
function trustedHops(proxies: number): false | ((address: string, hop: number) => boolean) {
  return proxies === 0 ? false : (_address, hop) => hop < proxies;
}

const LIMITS = {
  // Time for a request to arrive whole, milliseconds.
  requestTimeout: 30_000,
  connectionTimeout: 120_000,
  keepAliveTimeout: 72_000,
  // Headers have ten seconds to arrive; who is late is found every two.
  http: { maxHeaderSize: 16_384, headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
  routerOptions: { maxParamLength: 256 },
  return503OnClosing: false,
};
