import { randomInt } from 'node:crypto';

/**
 * Seeds of a simulation: some that are always the same, and one that is new in each run and stands in the name of its test. A failure
 * is had again with SIMULATION_SEED set to it.
 */
export function simulationSeeds(): readonly number[] {
  const given = process.env['SIMULATION_SEED'];
  return given === undefined ? [1, 2, randomInt(1_000, 1_000_000_000)] : [Number(given)];
}
