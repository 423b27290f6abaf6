/**
 * What Redis does with a key in one step, so that it counts what many do at the same moment one after the other. KEYS[1] holds when it is free of
 * all that it took, microseconds since the epoch, as core/limiting/rate-limit.ts has it; ARGV[1] is the time in milliseconds, empty for that of
 * Redis. What is answered is what was found, from which core tells where the key stands. Numbers are below 2^53, so they are exact here.
 */
const FIND = `
local free = tonumber(redis.call('GET', KEYS[1]) or '0')
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local found = { string.format('%.0f', free), string.format('%.0f', now) }
`;

/** Answers { free, now }. */
export const LOOK = `${FIND}
return found
`;

/**
 * Takes one if there is one, and answers { free before, now }. ARGV[2]: microseconds of one; ARGV[3]: how far ahead a key may be that has one left. The
 * key goes when all of it is free again, and a second later, because rounding must not make it go too early.
 */
export const TAKE = `${FIND}
local micros = now * 1000
if free - micros <= tonumber(ARGV[3]) then
  local after = math.max(free, micros) + tonumber(ARGV[2])
  redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - micros) / 1000) + 1000)
end
return found
`;

/** Gives one back. ARGV[2]: microseconds of one. */
export const GIVE_BACK = `
local free = redis.call('GET', KEYS[1])
if free then
  redis.call('SET', KEYS[1], string.format('%.0f', tonumber(free) - tonumber(ARGV[2])), 'KEEPTTL')
end
return 0
`;
