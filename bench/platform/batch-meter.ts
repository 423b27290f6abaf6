import type { BourseProcess } from './bourse-process.ts';

/** What one processor has done since Bourse started, as its metrics tell. */
interface BatchTotals {
  readonly batches: number;
  readonly records: number;
  readonly seconds: number;
}

/** The batches between two moments. */
export interface BatchFigures {
  readonly recordsPerBatch: number;
  readonly msPerBatch: number;
}

/** Begins to watch; call the answer at the end. */
export async function watchBatches({ port }: BourseProcess, group: string): Promise<() => Promise<BatchFigures>> {
  const before = await readTotals(port, group);
  return async () => {
    const after = await readTotals(port, group);
    const batches = after.batches - before.batches;
    return {
      recordsPerBatch: (after.records - before.records) / batches,
      msPerBatch: ((after.seconds - before.seconds) * 1_000) / batches,
    };
  };
}

async function readTotals(port: number, group: string): Promise<BatchTotals> {
  const exposition = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const value = (name: string): number =>
    Number(new RegExp(`^bourse_${name}\\{[^}]*group="${group}"[^}]*\\} (\\S+)$`, 'm').exec(exposition)?.[1] ?? 0);
  return {
    batches: value('consumer_batch_seconds_count'),
    records: value('consumer_records_total'),
    seconds: value('consumer_batch_seconds_sum'),
  };
}
