import Type from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { faultsSchema } from './vendor-faults.ts';
import type { VendorFaults } from './vendor-faults.ts';

const scheduleSchema = Type.Object(
  {
    /** One after the other, each for so long. */
    steps: Type.Array(
      Type.Object(
        { forMs: Type.Integer({ minimum: 1, maximum: 31_536_000_000 }), faults: faultsSchema },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 1_000 },
    ),
    /** Whether it begins again at its end; otherwise there are no faults from then on. */
    repeat: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

/** Which faults are ordered when, from its beginning on. */
export type FaultSchedule = Static<typeof scheduleSchema>;

const schedules = Compile(scheduleSchema);

/** Reads a schedule from JSON; undefined when it is none, unknown fields included. */
export function readSchedule(value: unknown): FaultSchedule | undefined {
  return schedules.Check(value) ? value : undefined;
}

/** The faults that are ordered `sinceMs` after the beginning; before it those of the first step. */
export function faultsAt({ steps, repeat = false }: FaultSchedule, sinceMs: number): VendorFaults {
  const wholeMs = steps.reduce((sum, { forMs }) => sum + forMs, 0);
  let leftMs = repeat ? sinceMs % wholeMs : sinceMs;
  for (const { forMs, faults } of steps) {
    if (leftMs < forMs) return faults;
    leftMs -= forMs;
  }
  return {};
}
