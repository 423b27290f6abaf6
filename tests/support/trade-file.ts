/** A CSV file of trades, and what must come of it. */
export interface TradeFile {
  readonly text: string;
  readonly lines: number;
  /** The trades that must be stored, each as `id version counterparty book maturity created`. */
  readonly good: ReadonlySet<string>;
  /** The numbers of the lines that must be rejected, in their order, each with a word of its reason. */
  readonly bad: readonly (readonly [line: number, reason: string])[];
}

const HEADER = 'Trade Id,Version,Counter-Party Id,Book-Id,Maturity Date,Created Date,Expired';

/** Makes a file with days first, one line in a hundred of which is bad, in one of five ways. */
export function tradeFile(lines: number): TradeFile {
  const rows = [HEADER];
  const good = new Set<string>();
  const bad: [number, string][] = [];
  for (let index = 0; index < lines; index += 1) {
    const fault = index % 100 === 50 ? FAULTS[Math.floor(index / 100) % FAULTS.length] : undefined;
    if (fault === undefined) {
      rows.push(`T${index},2,CP-${index % 50},B-${index % 20},20/05/2099,01/02/2026,N`);
      good.add(`T${index} 2 CP-${index % 50} B-${index % 20} 2099-05-20 2026-02-01`);
    } else {
      rows.push(fault.row(index));
      // The header is the first line.
      bad.push([index + 2, fault.reason]);
    }
  }
  return { text: `${rows.join('\n')}\n`, lines, good, bad };
}

/** The last two can be refused only by Bourse: one when it comes in, one when it is decided at the latest. */
const FAULTS: readonly { readonly reason: string; readonly row: (index: number) => string }[] = [
  { reason: 'quote', row: (index) => `"T${index},2,CP-1,B-1,20/05/2099,,` },
  { reason: 'maturity_date must be', row: (index) => `T${index},2,CP-1,B-1,31/02/2099,,` },
  { reason: 'version must be', row: (index) => `T${index},2.0,CP-1,B-1,20/05/2099,,` },
  { reason: 'maturity-passed', row: (index) => `T${index},2,CP-1,B-1,20/05/2020,,Y` },
  { reason: 'version-superseded', row: (index) => `T${index - 40},1,CP-1,B-1,20/05/2099,,` },
];
