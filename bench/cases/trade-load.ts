import type { LoadJob, LoadResult, TradeContent } from '../load/load-job.ts';
import { tradeTerms } from '../load/trade-terms.ts';
import type { UploadResult } from '../load/upload-job.ts';
import { treeUse } from '../machine/process-tree.ts';
import { TRADES_WORK, watchBacklog } from '../platform/backlog.ts';
import type { BacklogSample } from '../platform/backlog-growth.ts';
import type { BatchFigures } from '../platform/batch-meter.ts';
import { watchBatches } from '../platform/batch-meter.ts';
import type { BourseUnderLoad } from '../platform/bourse-under-load.ts';

/** What a load or an upload of trades took until the last one was decided and committed. */
export interface TradeRates {
  /** Acknowledged trades a second while they were sent. */
  readonly acceptedPerSecond: number;
  /** Stored trades a second, from the first request until the last trade was decided and committed. */
  readonly completedPerSecond: number;
  /** Processor time for each trade, microseconds: Bourse, its database server, the generator. */
  readonly cpuMicros: { readonly bourse: number; readonly database: number; readonly generator: number };
  /** How many trades were decided and committed together, and how long that took. */
  readonly batches: BatchFigures;
}

/** How single trades are sent. */
export interface TradeLoadOptions extends Pick<LoadJob, 'pace' | 'end'> {
  readonly content: TradeContent;
}

/** A load of single trades and what became of all of them. */
export interface TradeLoad extends TradeRates {
  readonly result: LoadResult;
  /** How much was not decided yet while they were sent. */
  readonly backlog: readonly BacklogSample[];
}

/** Sends single trades and waits until the last of them is decided. */
export async function loadTrades(site: BourseUnderLoad, options: TradeLoadOptions): Promise<TradeLoad> {
  const { content, pace, end } = options;
  const { generator, bourse, connection, office } = site;
  const host = `127.0.0.1:${bourse.port}`;
  const plan = { ...content, kind: 'trades', host, token: await office.operatorToken() } as const;
  const backlogSeen = await watchBacklog(connection, TRADES_WORK);
  let backlog: readonly BacklogSample[] = [];
  const measured = await measure(site, async () => {
    const result = await generator.run({
      ...{ port: bourse.port, pace, end, plan, expectedStatus: 202 },
      ...(content.hasOvertaken ? { refusedStatus: 422 } : {}),
    });
    backlog = await backlogSeen();
    const stored = result.good - overtakenAmong(result, content.hasOvertaken);
    return { ...result, result, acknowledged: result.good, stored };
  });
  return { ...measured.rates, result: measured.sent.result, backlog };
}

/** Uploads trades in one request and waits until the last of them is decided. */
export async function uploadTrades(
  site: BourseUnderLoad,
  content: TradeContent,
  lines: number,
): Promise<TradeRates & { readonly result: UploadResult }> {
  const { generator, bourse, office } = site;
  const token = await office.operatorToken();
  const measured = await measure(site, async () => {
    const result = await generator.upload({ port: bourse.port, token, content, lines });
    return { ...result, result, acknowledged: result.accepted, stored: result.accepted };
  });
  return { ...measured.rates, result: measured.sent.result };
}

interface Sent {
  readonly acknowledged: number;
  readonly stored: number;
  readonly seconds: number;
  readonly startedAtMs: number;
  readonly generatorCpuSeconds: number;
}

async function measure<What extends Sent>(
  site: BourseUnderLoad,
  send: () => Promise<What>,
): Promise<{ readonly sent: What; readonly rates: TradeRates }> {
  const { bourse } = site;
  const batchesSeen = await watchBatches(bourse, TRADES_WORK.group);
  const before = treeUse(bourse.pid);
  const sent = await send();
  const decidedAtMs = await site.untilDecided(TRADES_WORK);
  const after = treeUse(bourse.pid);
  const { acknowledged, stored, seconds, startedAtMs, generatorCpuSeconds } = sent;
  const each = (cpuSeconds: number): number => (cpuSeconds * 1e6) / acknowledged;
  const rates = {
    acceptedPerSecond: acknowledged / seconds,
    completedPerSecond: stored / Math.max(seconds, (decidedAtMs - startedAtMs) / 1_000),
    cpuMicros: {
      bourse: each((after?.ownCpuSeconds ?? 0) - (before?.ownCpuSeconds ?? 0)),
      database: each((after?.descendantsCpuSeconds ?? 0) - (before?.descendantsCpuSeconds ?? 0)),
      generator: each(generatorCpuSeconds),
    },
    batches: await batchesSeen(),
  };
  return { sent, rates };
}

/** How many of the acknowledged trades can only have been refused behind the log. */
function overtakenAmong({ sent, refused, failed }: LoadResult, hasOvertaken: boolean): number {
  const unacknowledged = new Set([...refused, ...failed]);
  let overtaken = 0;
  for (let n = 0; n < sent; n += 1) {
    if (tradeTerms(n, hasOvertaken).isOvertaken && !unacknowledged.has(n)) overtaken += 1;
  }
  return overtaken;
}
