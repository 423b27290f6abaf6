import Type from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { latencySchema } from './latency.ts';
import type { Random } from './seeded-random.ts';

const rate = Type.Optional(Type.Number({ minimum: 0, maximum: 1 }));
const badPrice = Type.Union([
  Type.Literal('zero'),
  Type.Literal('negative'),
  Type.Literal('absent'),
  Type.Literal('not-a-number'),
  Type.Literal('jump'),
]);

/** What may be ordered, as JSON. */
export const faultsSchema = Type.Object(
  {
    /** Share of calls answered with 500. */
    errorRate: rate,
    /** Share of calls answered with 429. */
    rateLimitRate: rate,
    /** Share of calls never answered. */
    hangRate: rate,
    /** Share of calls whose connection is cut in the middle of the answer; of ticks, at any step. */
    cutRate: rate,
    /** Share of calls answered with the first half of the JSON. */
    truncatedRate: rate,
    /** Share of calls answered with JSON of another shape. */
    wrongShapeRate: rate,
    /** Share of pages sent again in place of the one behind them, with a cursor that leads there. */
    duplicatePageRate: rate,
    /** Share of pages whose cursor leads past the next page. */
    missingPageRate: rate,
    /** Share of prices that are bad, in one of the ways of `badPrices`. */
    badPriceRate: rate,
    badPrices: Type.Optional(Type.Array(badPrice, { minItems: 1 })),
    /** Wait before every answer, milliseconds: a number, or a distribution. */
    latencyMs: Type.Optional(latencySchema),
    /** What the vendor's clock is ahead of ours, milliseconds. */
    clockSkewMs: Type.Optional(Type.Integer({ minimum: -86_400_000, maximum: 86_400_000 })),
  },
  { additionalProperties: false },
);

/** What the simulated vendor does wrong; what is left out it does right. Rates are shares from 0 to 1. */
export type VendorFaults = Static<typeof faultsSchema>;

const faults = Compile(faultsSchema);

/** Reads faults from JSON; undefined when they are none, unknown fields included. */
export function readFaults(value: unknown): VendorFaults | undefined {
  return faults.Check(value) ? value : undefined;
}

/** What goes wrong with one call. */
export type CallFault =
  'none' | 'error' | 'rate-limit' | 'hang' | 'cut' | 'truncated' | 'wrong-shape' | 'duplicate-page' | 'missing-page';

/** Draws what goes wrong with a call. The rates add up; what is beyond 1 never happens. */
export function drawCallFault(ordered: VendorFaults, random: Random): CallFault {
  const shares: readonly (readonly [CallFault, number | undefined])[] = [
    ['error', ordered.errorRate],
    ['rate-limit', ordered.rateLimitRate],
    ['hang', ordered.hangRate],
    ['cut', ordered.cutRate],
    ['truncated', ordered.truncatedRate],
    ['wrong-shape', ordered.wrongShapeRate],
    ['duplicate-page', ordered.duplicatePageRate],
    ['missing-page', ordered.missingPageRate],
  ];
  let drawn = random();
  for (const [fault, share = 0] of shares) {
    if (drawn < share) return fault;
    drawn -= share;
  }
  return 'none';
}

const ALL_BAD_PRICES = ['zero', 'negative', 'absent', 'not-a-number', 'jump'] as const;
const JUMP = 1_000;

/** What is sent as the price: the price itself as a number, or something bad in its place; undefined leaves the field out. */
export function priceSent(price: string, ordered: VendorFaults, random: Random): number | string | undefined {
  const { badPriceRate = 0, badPrices = ALL_BAD_PRICES } = ordered;
  if (badPriceRate === 0 || random() >= badPriceRate) return Number(price);
  const kind = badPrices[Math.floor(random() * badPrices.length)] ?? 'zero';
  switch (kind) {
    case 'zero':
      return 0;
    case 'negative':
      return -Number(price);
    case 'absent':
      return undefined;
    case 'not-a-number':
      return 'n/a';
    case 'jump':
      return Number(price) * JUMP;
  }
}
