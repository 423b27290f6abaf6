import type { CaseResult } from '../cases/benchmark-case.ts';
import type { Figure, Requirement, Verdict } from './figure.ts';
import { isMet, median } from './figure.ts';

/** Prints every figure of a case: median, spread, unit; or why there are none. */
export function printFigures({ figures, faults, notRun }: CaseResult): void {
  if (notRun !== undefined) {
    console.log(`  NOT RUN: ${notRun}`);
    return;
  }
  console.log(
    table(figures.map((figure) => [figure.name, format(median(figure.rounds)), spread(figure), figure.unit])),
  );
  for (const fault of faults) console.log(`  WRONG: ${fault}`);
}

/** Prints the table at the end: case, figure, requirement, met or not. */
export function printSummary(results: readonly { readonly name: string; readonly result: CaseResult }[]): void {
  const rows = results.flatMap(({ name, result }) => rowsOf(name, result));
  console.log(`\n${table([['case', 'figure', 'median', 'spread', 'must be', ''], ...rows])}`);
}

function rowsOf(name: string, result: CaseResult): string[][] {
  if (result.notRun !== undefined) return [[name, 'not run, see above', '', '', '', 'NOT MET']];
  return [
    ...result.verdicts.map((verdict) => [name, verdict.figure.name, ...verdictCells(verdict)]),
    [
      name,
      'books',
      result.faults.length === 0 ? 'in order' : 'NOT IN ORDER',
      '',
      'in order',
      result.faults.length === 0 ? 'met' : 'NOT MET',
    ],
  ];
}

function verdictCells(verdict: Verdict): string[] {
  const { figure, requirement } = verdict;
  return [
    `${format(median(figure.rounds))} ${figure.unit}`.trimEnd(),
    spread(figure),
    bound(requirement),
    isMet(verdict) ? 'met' : 'NOT MET',
  ];
}

function bound({ bound, value, reach }: Requirement): string {
  return `${bound === 'at-least' ? '≥' : '≤'} ${value}${reach === undefined ? '' : ` (reach ${reach})`}`;
}

function spread({ rounds }: Figure): string {
  return rounds.length < 2 ? '' : `${format(Math.min(...rounds))} – ${format(Math.max(...rounds))}`;
}

function format(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `  ${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}`,
    )
    .join('\n');
}
