import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseResult } from '../cases/benchmark-case.ts';
import type { MachineFacts } from '../machine/machine-facts.ts';
import { isMet, median } from './figure.ts';

const RESULTS = fileURLToPath(new URL('../results', import.meta.url));

/** What was run. */
export interface RunFacts {
  readonly name: string;
  readonly quick: boolean;
  readonly startedAt: Date;
  readonly machine: MachineFacts;
}

/** Writes a result to bench/results/<date>-<case>.json, over that of an earlier run of the day, and answers the path. */
export function writeResult({ name, quick, startedAt, machine }: RunFacts, result: CaseResult): string {
  const day = startedAt.toISOString().slice(0, 10);
  const file = join(RESULTS, `${day}-${name}${quick ? '-quick' : ''}.json`);
  const content = {
    case: name,
    quick,
    started_at: startedAt.toISOString(),
    machine,
    verdicts: result.verdicts.map((verdict) => ({
      figure: verdict.figure.name,
      median: rounded(median(verdict.figure.rounds)),
      must_be: verdict.requirement,
      met: isMet(verdict),
    })),
    books: result.faults.length === 0 ? 'in order' : result.faults,
    figures: result.figures.map(({ name: figure, unit, rounds }) => ({
      figure,
      unit,
      median: rounded(median(rounds)),
      rounds: rounds.map(rounded),
    })),
  };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  return file;
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
