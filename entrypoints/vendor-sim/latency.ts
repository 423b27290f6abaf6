import Type from 'typebox';
import type { Static } from 'typebox';
import type { Random } from './seeded-random.ts';

const MAX_LATENCY_MS = 600_000;
const milliseconds = Type.Number({ minimum: 0, maximum: MAX_LATENCY_MS });

/** A fixed wait, or one that is drawn anew for each call. All in milliseconds, at most ten minutes. */
export const latencySchema = Type.Union([
  Type.Integer({ minimum: 0, maximum: MAX_LATENCY_MS }),
  Type.Object(
    { distribution: Type.Literal('uniform'), minMs: milliseconds, maxMs: milliseconds },
    { additionalProperties: false },
  ),
  Type.Object({ distribution: Type.Literal('exponential'), meanMs: milliseconds }, { additionalProperties: false }),
  Type.Object(
    {
      distribution: Type.Literal('log-normal'),
      medianMs: Type.Number({ exclusiveMinimum: 0, maximum: MAX_LATENCY_MS }),
      p99Ms: Type.Number({ exclusiveMinimum: 0, maximum: MAX_LATENCY_MS }),
    },
    { additionalProperties: false },
  ),
]);

/** How long a vendor takes. */
export type Latency = Static<typeof latencySchema>;

/** The 99th percentile of the standard normal distribution. */
const Z99 = 2.326_347_874;

/** Draws how long one call takes, whole milliseconds. */
export function drawLatencyMs(latency: Latency, random: Random): number {
  return Math.min(MAX_LATENCY_MS, Math.max(0, Math.round(draw(latency, random))));
}

function draw(latency: Latency, random: Random): number {
  if (typeof latency === 'number') return latency;
  switch (latency.distribution) {
    case 'uniform':
      return latency.minMs + random() * (latency.maxMs - latency.minMs);
    case 'exponential':
      return -latency.meanMs * Math.log(1 - random());
    case 'log-normal': {
      const sigma = Math.log(latency.p99Ms / latency.medianMs) / Z99;
      return latency.medianMs * Math.exp(sigma * standardNormal(random));
    }
  }
}

/** By the method of Box and Muller (1958). */
function standardNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
