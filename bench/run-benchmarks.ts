import { join } from 'node:path';
import { CASES } from './cases/index.ts';
import type { BenchmarkCase, CaseResult } from './cases/benchmark-case.ts';
import { describeMachine, machineFacts } from './machine/machine-facts.ts';
import { readSelfTimes } from './profile/cpu-profile.ts';
import { printProfile } from './profile/print-profile.ts';
import { printFigures, printSummary } from './report/print-result.ts';
import { writeResult } from './report/write-result.ts';

/** Settings of a run; each has a default. */
export interface BenchmarkSettings {
  /** Fewer and shorter rounds (false): to see that it works, not to compare. */
  readonly quick?: boolean;
  /** Where to write processor profiles of Bourse (nowhere). */
  readonly profileDirectory?: string;
}

/** A name that is none of a case; the message lists those that there are. */
export class UnknownCaseError extends Error {}

/**
 * Runs cases one after the other, all of them when none is named, prints and records what they measured. Sets exit code 1 when a case
 * found wrong books or answers, or could not run. Throws UnknownCaseError for a name that is no case, before anything runs.
 */
export async function runBenchmarks(names: readonly string[], settings: BenchmarkSettings = {}): Promise<void> {
  const cases = names.length === 0 ? CASES : names.map(caseOf);
  const { quick = false, profileDirectory = null } = settings;
  if (quick) console.log('Quick run: too short to compare.');
  const results: { name: string; result: CaseResult }[] = [];
  for (const benchmark of cases) {
    const { name, title } = benchmark;
    // Anew for each case: checkout and load may change while others run.
    const machine = machineFacts();
    console.log(`\n${name}: ${title}`);
    console.log(`  ${describeMachine(machine)}`);
    const startedAt = new Date();
    const profileOfCase = profileDirectory === null ? null : join(profileDirectory, name);
    const result = await benchmark.run({ quick, profileDirectory: profileOfCase, say: (text) => console.log(text) });
    results.push({ name, result });
    printFigures(result);
    // What was measured on this day by a run before stays.
    if (result.notRun !== undefined) continue;
    console.log(`  → ${writeResult({ name, quick, startedAt, machine }, result)}`);
    if (profileOfCase !== null) printProfile(readSelfTimes(profileOfCase));
  }
  printSummary(results);
  if (results.some(({ result: { faults, notRun } }) => faults.length > 0 || notRun !== undefined)) process.exitCode = 1;
}

function caseOf(name: string): BenchmarkCase {
  const found = CASES.find((candidate) => candidate.name === name);
  if (found === undefined) {
    throw new UnknownCaseError(`There is no benchmark ${name}. There are: ${CASES.map((one) => one.name).join(', ')}.`);
  }
  return found;
}
