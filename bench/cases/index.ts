import type { BenchmarkCase } from './benchmark-case.ts';
import { ordersSpread } from './orders-spread.ts';

/** Every case, in the order in which they run. */
export const CASES: readonly BenchmarkCase[] = [ordersSpread];
