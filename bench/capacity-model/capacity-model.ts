/** Processor time that one order or trade takes from acceptance to its commit, in microseconds, by who spends it. */
export interface UnitCost {
  readonly bourseMicros: number;
  readonly databaseMicros: number;
}

/** How many cores a load keeps busy, and so how many it needs. */
export interface Sizing {
  readonly bourseCores: number;
  readonly databaseCores: number;
}

/**
 * What of its cores a machine turns into work when it is asked for all it has: the rest goes to waiting for the disk and for each other. It is the same
 * for orders and for trades in what was recorded on two cores.
 */
export const USABLE_SHARE = 0.7;

const MICROS_PER_SECOND = 1_000_000;

/** Orders or trades a second that one machine takes, whose cores are shared by Bourse, its database and `othersMicros` of others for each. */
export function rateOfOneMachine(cores: number, cost: UnitCost, othersMicros = 0): number {
  return (cores * MICROS_PER_SECOND * USABLE_SHARE) / (cost.bourseMicros + cost.databaseMicros + othersMicros);
}

/** The cores that loads need, each a rate a second and what one of it costs, when Bourse and the database have machines of their own. */
export function coresFor(loads: readonly { readonly perSecond: number; readonly cost: UnitCost }[]): Sizing {
  const busy = (share: (cost: UnitCost) => number): number =>
    loads.reduce((sum, { perSecond, cost }) => sum + (perSecond * share(cost)) / MICROS_PER_SECOND, 0) / USABLE_SHARE;
  return {
    bourseCores: busy(({ bourseMicros }) => bourseMicros),
    databaseCores: busy(({ databaseMicros }) => databaseMicros),
  };
}
