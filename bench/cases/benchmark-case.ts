import type { Figure, Verdict } from '../report/figure.ts';

/** How a case is run. */
export interface CaseOptions {
  /** Fewer and shorter rounds: to see that it works, not to compare. */
  readonly quick: boolean;
  /** Where to write a processor profile of Bourse, or null. */
  readonly profileDirectory: string | null;
  /** Tells a person what is going on. */
  readonly say: (text: string) => void;
}

/** What a case measured. */
export interface CaseResult {
  readonly figures: readonly Figure[];
  readonly verdicts: readonly Verdict[];
  /** What was wrong with the books or the answers; anything here fails the case, however fast it was. */
  readonly faults: readonly string[];
  /** Why the case could not run on this machine, and what to do about it; then there is nothing else here. */
  readonly notRun?: string;
}

/** One benchmark. */
export interface BenchmarkCase {
  readonly name: string;
  /** What it measures, in one line. */
  readonly title: string;
  run(options: CaseOptions): Promise<CaseResult>;
}
