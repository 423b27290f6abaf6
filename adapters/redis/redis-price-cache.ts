import { isFault } from '@bourse/application/ports/fault.ts';
import type { PriceCache } from '@bourse/application/ports/price-cache.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { Price } from '@bourse/core/market/price.ts';
import type { Redis } from 'ioredis';
import { connectRedis } from './redis-connection.ts';
import type { RedisPlace } from './redis-place.ts';
import { createQuestions } from './redis-questions.ts';

/** The price cache of all processes. */
export interface RedisPriceCache extends PriceCache {
  close(): void;
}

/** What the cache may be told; a time is in milliseconds. */
export interface RedisPriceCacheOptions {
  /** How long it is whole after it was filled. */
  readonly wholeMs: number;
  /** How long an answer may take (500): somebody waits for the prices, and the database has them too. */
  readonly answerMs?: number;
}

/** Most prices of one question, so that Redis is kept for some milliseconds at most. */
const MAX_PRICES = 1_000;
/** So long after the last price came in everything is gone. */
const FORGET_MS = 60_000;
/** The field that says until when the cache is whole, a list of one time by the clock of Redis; no symbol is empty. */
const WHOLE_UNTIL = '';

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/**
 * KEYS[1]: a hash of symbols. ARGV[1]: for how many milliseconds it is whole from now on, 0 when that stays as it is; ARGV[2]: when it is forgotten; then symbol
 * and text of each price. A text begins with its as-of time; one that does not is replaced.
 */
const PUT = `
local AS_OF = '^%[(%d+),'
for at = 3, #ARGV, 2 do
  local known = redis.call('HGET', KEYS[1], ARGV[at])
  local knownMs = known and tonumber(string.match(known, AS_OF) or '')
  if not knownMs or knownMs <= tonumber(string.match(ARGV[at + 1], AS_OF)) then
    redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1])
  end
end
if ARGV[1] ~= '0' then
  ${NOW}
  redis.call('HSET', KEYS[1], '${WHOLE_UNTIL}', string.format('[%.0f]', now + ARGV[1]))
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`;

/** All that is there as one document, which takes less than half as long to read as field by field; nothing when it is not whole. */
const READ = `
${NOW}
local whole = redis.call('HGET', KEYS[1], '${WHOLE_UNTIL}')
if not whole or now >= tonumber(string.match(whole, '%d+') or '0') then return false end
return '[' .. table.concat(redis.call('HVALS', KEYS[1]), ',') .. ']'
`;

/** Opens the cache; nothing waits for Redis to be there. */
export function createRedisPriceCache(
  { url, prefix }: RedisPlace,
  logger: Logger,
  { wholeMs, answerMs = 500 }: RedisPriceCacheOptions,
): RedisPriceCache {
  const connection = connectRedis(url, 'bourse-prices', logger, answerMs);
  const ask = createQuestions(connection);
  const key = `${prefix}prices`;

  /** Part by part: only behind the last one everything is in. */
  async function store(client: Redis, prices: readonly Price[], lastWholeMs: number): Promise<true> {
    for (let from = 0; from === 0 || from < prices.length; from += MAX_PRICES) {
      const part = prices.slice(from, from + MAX_PRICES).flatMap((price) => [price.symbol, encode(price)]);
      const isLast = from + MAX_PRICES >= prices.length;
      await client.eval(PUT, 1, key, isLast ? lastWholeMs : 0, Math.max(FORGET_MS, wholeMs), ...part);
    }
    return true;
  }

  /** A loss of Redis is told by its connection, once; everybody has another way. */
  async function unlessAway<Answer, Otherwise>(
    answer: Promise<Answer>,
    otherwise: Otherwise,
  ): Promise<Answer | Otherwise> {
    try {
      return await answer;
    } catch (error) {
      if (!isFault(error, 'unavailable')) logger.warn({ err: error }, 'the prices in Redis could not be used');
      return otherwise;
    }
  }

  async function read(): Promise<readonly Price[] | null> {
    const text = await ask((client) => client.eval(READ, 1, key));
    return typeof text === 'string' ? decode(text) : null;
  }

  return {
    prices: () => unlessAway(read(), null),
    put: (prices) =>
      unlessAway(
        ask((client) => store(client, prices, 0)),
        false,
      ),
    fill: (prices) =>
      unlessAway(
        ask((client) => store(client, prices, wholeMs)),
        false,
      ),
    close: () => connection.close(),
  };
}

function encode({ symbol, priceMicros, source, asOfMs }: Price): string {
  return JSON.stringify([asOfMs, String(priceMicros), source, symbol]);
}

/** All prices, and between them the one list of one that says until when they are whole. Throws TypeError or SyntaxError. */
function decode(text: string): readonly Price[] {
  const lines: unknown = JSON.parse(text);
  if (!Array.isArray(lines)) throw new TypeError('prices must be a list');
  const texts = lines.filter((line: unknown) => !Array.isArray(line) || line.length !== 1);
  if (texts.length !== lines.length - 1) throw new TypeError('prices must be whole until one time');
  return texts.map(decodePrice);
}

function decodePrice(line: unknown): Price {
  const fields: readonly unknown[] = Array.isArray(line) ? line : [];
  const [asOfMs, micros, source, symbol] = fields;
  const fits =
    typeof asOfMs === 'number' &&
    Number.isSafeInteger(asOfMs) &&
    typeof micros === 'string' &&
    /^\d{1,19}$/.test(micros) &&
    typeof source === 'string' &&
    typeof symbol === 'string';
  if (!fits) throw new TypeError('a price must be a list of time, micros, source and symbol');
  return { symbol, priceMicros: BigInt(micros), source, asOfMs };
}
