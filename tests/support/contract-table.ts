import { readFile } from 'node:fs/promises';

/** What one contract suite noted when it had run against one adapter. */
export interface ContractResult {
  readonly port: string;
  readonly adapter: string;
  readonly passed: number;
  readonly failed: number;
}

/** The notes of a run as a table: a line for each port, a column for each adapter. Empty when nothing ran. */
export async function contractTable(file: string, title: string, corner: string): Promise<string> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  const results = lines.map((line) => JSON.parse(line) as ContractResult);
  if (results.length === 0) return '';
  const adapters = [...new Set(results.map(({ adapter }) => adapter))].sort();
  const ports = [...new Set(results.map(({ port }) => port))].sort();
  const rows = ports.map((port) => [
    port,
    ...adapters.map((adapter) => cell(results.filter((result) => result.port === port && result.adapter === adapter))),
  ]);
  return `\n${title}\n${aligned([[corner, ...adapters], ...rows])}\n`;
}

function cell(results: readonly ContractResult[]): string {
  if (results.length === 0) return 'not run';
  const sum = (count: (result: ContractResult) => number) =>
    results.reduce((total, result) => total + count(result), 0);
  const failed = sum((result) => result.failed);
  const passed = `${sum((result) => result.passed)} passed`;
  return failed === 0 ? passed : `${passed}, ${failed} failed`;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) => `  ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd())
    .join('\n');
}
