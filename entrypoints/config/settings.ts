import { MAX_PARTITIONS } from '@bourse/core/partitioning/layout.ts';
import {
  address,
  choice,
  databaseAddress,
  decimal,
  longText,
  pattern,
  proxies,
  servers,
  signingKey,
  text,
  timeOfDay,
  wholeNumber,
} from './setting.ts';
import type { Setting } from './setting.ts';

const ONE = 1_000_000n;
const LARGEST_AMOUNT = 1_000_000_000_000n * ONE;

/** Every environment variable that Bourse knows. */
export const SETTINGS = {
  port: wholeNumber({ name: 'BOURSE_PORT', meaning: 'port of the API', standard: '8000' }, 0, 65_535),
  host: text({ name: 'BOURSE_HOST', meaning: 'address the API listens on', standard: '127.0.0.1' }),
  healthPort: wholeNumber(
    {
      name: 'BOURSE_HEALTH_PORT',
      meaning: 'port of health and metrics of a process without the API; 0: any free one; none when absent',
    },
    0,
    65_535,
  ),
  drainDelayMs: wholeNumber(
    {
      name: 'DRAIN_DELAY_MS',
      meaning: 'how long the API goes on serving after SIGTERM, no longer ready, before it stops',
      standard: '0',
    },
    0,
    300_000,
  ),
  dataDirectory: text({ name: 'BOURSE_DATA_DIR', meaning: 'embedded database and files', standard: '.bourse' }),
  demo: choice({ name: 'BOURSE_DEMO', meaning: 'demo users, instruments and moving prices', standard: 'false' }, [
    'true',
    'false',
  ]),
  buildPage: choice(
    {
      name: 'BOURSE_BUILD_PAGE',
      meaning: 'build the page at the start when it is missing or out of date',
      standard: 'true',
    },
    ['true', 'false'],
  ),
  operatorKey: longText(
    { name: 'BOURSE_OPERATOR_KEY', meaning: 'API key of the role operator, known from the start', secret: true },
    32,
  ),
  signingKey: signingKey({
    name: 'BOURSE_SIGNING_KEY',
    meaning: 'private Ed25519 key for access tokens; made and kept in the data directory when absent',
    secret: true,
  }),
  retiredSigningKey: signingKey({
    name: 'BOURSE_RETIRED_SIGNING_KEY',
    meaning: 'the signing key before this one: what it signed stays good until it expires',
    secret: true,
  }),
  sessionLifetimeHours: wholeNumber(
    {
      name: 'SESSION_LIFETIME_HOURS',
      meaning: 'how long a log-in lasts at most, however much it is used',
      standard: '12',
    },
    1,
    720,
  ),
  databaseUrl: databaseAddress({
    name: 'DATABASE_URL',
    meaning: 'a PostgreSQL server in place of the embedded one',
    secret: true,
  }),
  kafkaBrokers: servers({
    name: 'KAFKA_BROKERS',
    meaning: 'Kafka for what is handed in, in place of the log in the database; some of its brokers as host:port',
  }),
  kafkaTopicPrefix: pattern(
    { name: 'KAFKA_TOPIC_PREFIX', meaning: 'what the names of our topics on Kafka begin with', standard: 'bourse.' },
    /^[a-zA-Z0-9._-]{0,100}$/,
    'must be at most 100 letters, digits, dots, underscores and hyphens',
  ),
  redisUrl: address(
    {
      name: 'REDIS_URL',
      meaning:
        'Redis, by which processes tell each other of prices and executions, share the newest prices, and count limits together; without it they read from the log and the database, and each counts for itself',
      secret: true,
    },
    ['redis:', 'rediss:'],
  ),
  vendorUrl: address({ name: 'VENDOR_URL', meaning: 'the market-data vendor; the simulator in demo mode' }, [
    'http:',
    'https:',
  ]),
  vendorApiKey: text({ name: 'VENDOR_API_KEY', meaning: 'key sent to the vendor', secret: true }),
  priceTolerancePercent: decimal(
    { name: 'PRICE_TOLERANCE_PERCENT', meaning: 'how far the market may be from expected_price', standard: '2' },
    0n,
    100n * ONE,
  ),
  priceTtlMs: wholeNumber(
    { name: 'PRICE_TTL_MS', meaning: 'how old a price may be to trade on', standard: '300000' },
    1_000,
    86_400_000,
  ),
  maxPriceJumpFactor: wholeNumber(
    {
      name: 'MAX_PRICE_JUMP_FACTOR',
      meaning: 'a price that moves by more than this factor at once is quarantined',
      standard: '10',
    },
    2,
    1_000_000,
  ),
  priceMoveRefreshPercent: decimal(
    {
      name: 'PRICE_MOVE_REFRESH_PERCENT',
      meaning: 'a live price that is further than this from the polled one has that polled anew at once; 0: never',
      standard: '5',
    },
    0n,
    1_000n * ONE,
  ),
  feedSource: choice(
    {
      name: 'FEED_SOURCE',
      meaning:
        "where prices come from: the vendor's live stream and its catalogue, the catalogue alone, or a recording",
      standard: 'stream',
    },
    ['stream', 'poll', 'csv'],
  ),
  feedCsv: text({ name: 'FEED_CSV', meaning: 'the recording: a CSV file of symbol, price, as_of' }),
  feedSpeed: decimal(
    {
      name: 'FEED_SPEED',
      meaning: 'how many times faster than recorded the recording is replayed; 0: as fast as possible',
      standard: '1',
    },
    0n,
    1_000_000n * ONE,
  ),
  maxOrderNotional: decimal(
    { name: 'MAX_ORDER_NOTIONAL', meaning: 'largest price times quantity of one order', standard: '1000000' },
    ONE,
    LARGEST_AMOUNT,
  ),
  commissionBps: wholeNumber(
    { name: 'COMMISSION_BPS', meaning: 'commission on fills, in basis points', standard: '0' },
    0,
    10_000,
  ),
  maxDepositsPerDay: decimal(
    { name: 'MAX_DEPOSITS_PER_DAY', meaning: 'most that one account may deposit on one UTC day', standard: '10000000' },
    0n,
    LARGEST_AMOUNT,
  ),
  maxWithdrawalsPerDay: decimal(
    {
      name: 'MAX_WITHDRAWALS_PER_DAY',
      meaning: 'most that one account may withdraw on one UTC day',
      standard: '10000000',
    },
    0n,
    LARGEST_AMOUNT,
  ),
  maxFillQuantity: decimal(
    { name: 'MAX_FILL_QUANTITY', meaning: 'shares of one order that one price fills; unlimited when absent' },
    1n,
    LARGEST_AMOUNT,
  ),
  marketClose: timeOfDay({
    name: 'MARKET_CLOSE',
    meaning: 'time of day (UTC) when day orders expire',
    standard: '21:00',
  }),
  logPartitions: wholeNumber(
    {
      name: 'LOG_PARTITIONS',
      meaning:
        'partitions of each topic of a log that is new: 4 when absent; what a log has is changed by "bourse partitions"',
    },
    1,
    MAX_PARTITIONS,
  ),
  logRetentionHours: wholeNumber(
    { name: 'LOG_RETENTION_HOURS', meaning: 'how long processed records stay in the log', standard: '24' },
    1,
    8_760,
  ),
  requestRetentionDays: wholeNumber(
    {
      name: 'REQUEST_RETENTION_DAYS',
      meaning: 'how long is kept what became of a request to store a trade',
      standard: '7',
    },
    1,
    3_650,
  ),
  minuteCandlesDays: wholeNumber(
    { name: 'MINUTE_CANDLES_DAYS', meaning: 'how long candles of a minute are kept', standard: '30' },
    1,
    3_650,
  ),
  hourCandlesDays: wholeNumber(
    {
      name: 'HOUR_CANDLES_DAYS',
      meaning: 'how long candles of an hour are kept; those of a day are kept for ever',
      standard: '730',
    },
    1,
    36_500,
  ),
  leaseMs: wholeNumber(
    {
      name: 'WORKER_LEASE_MS',
      meaning: 'after so long without a sign of life a worker loses its partitions',
      standard: '6000',
    },
    500,
    600_000,
  ),
  auditEveryMs: wholeNumber(
    { name: 'AUDIT_EVERY_MS', meaning: 'how often the self-audit runs', standard: '60000' },
    1_000,
    86_400_000,
  ),
  logLevel: choice({ name: 'LOG_LEVEL', meaning: 'how much is logged', standard: 'info' }, [
    'debug',
    'info',
    'warn',
    'error',
    'silent',
  ]),
  oidcIssuer: address(
    { name: 'OIDC_ISSUER', meaning: 'an outside OpenID Connect issuer whose tokens are accepted, as it writes itself' },
    ['https:', 'http:'],
  ),
  oidcAudience: text({ name: 'OIDC_AUDIENCE', meaning: 'what its tokens for Bourse name as their audience' }),
  oidcRoleClaim: text({
    name: 'OIDC_ROLE_CLAIM',
    meaning: 'the claim that tells the role; a dot leads into an object; without it everybody is a trader',
  }),
  oidcOperatorRole: text({
    name: 'OIDC_OPERATOR_ROLE',
    meaning: 'what that claim is, or lists, for operators',
    standard: 'operator',
  }),
  rateLimitPerMinute: wholeNumber(
    { name: 'RATE_LIMIT_PER_MINUTE', meaning: 'requests of one caller in a minute; 0: no limit', standard: '0' },
    0,
    1_000_000,
  ),
  rateLimitPerAddress: wholeNumber(
    {
      name: 'RATE_LIMIT_PER_ADDRESS',
      meaning: 'requests from one address in a minute, whoever makes them; 0: no limit',
      standard: '0',
    },
    0,
    1_000_000,
  ),
  logInFailuresPerUser: wholeNumber(
    {
      name: 'LOGIN_FAILURES_PER_USER',
      meaning:
        'failed log-ins with one user name from one address in 15 minutes; from anywhere, ten times that in an hour',
      standard: '10',
    },
    1,
    1_000_000,
  ),
  logInFailuresPerAddress: wholeNumber(
    {
      name: 'LOGIN_FAILURES_PER_ADDRESS',
      meaning: 'failed log-ins and refreshes from one address in an hour',
      standard: '300',
    },
    1,
    1_000_000,
  ),
  registrationsPerAddress: wholeNumber(
    { name: 'REGISTRATIONS_PER_ADDRESS', meaning: 'registrations from one address in an hour', standard: '2000' },
    1,
    1_000_000,
  ),
  trustedProxies: proxies({
    name: 'TRUST_PROXY',
    meaning: 'proxies in front whose X-Forwarded-For, -Proto and -Host are believed: false, true for one, or how many',
    standard: 'false',
  }),
} as const;

type ValueOf<Given> = Given extends Setting<infer Value> ? Value : never;

/** Names of settings. */
export type SettingName = keyof typeof SETTINGS;

/** The values in force; null where a variable is not set and has no standard. */
export type Settings = { readonly [Name in SettingName]: ValueOf<(typeof SETTINGS)[Name]> | NullWithoutStandard<Name> };

type NullWithoutStandard<Name extends SettingName> = Name extends
  | 'healthPort'
  | 'operatorKey'
  | 'signingKey'
  | 'retiredSigningKey'
  | 'databaseUrl'
  | 'kafkaBrokers'
  | 'redisUrl'
  | 'vendorUrl'
  | 'vendorApiKey'
  | 'oidcIssuer'
  | 'oidcAudience'
  | 'oidcRoleClaim'
  | 'feedCsv'
  | 'logPartitions'
  | 'maxFillQuantity'
  ? null
  : never;
