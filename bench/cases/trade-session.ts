import type { LoadJob, LoadResult } from '../load/load-job.ts';
import { tradeTerms } from '../load/trade-terms.ts';
import type { UploadResult } from '../load/upload-job.ts';
import type { BourseUnderLoad } from '../platform/bourse-under-load.ts';
import { openBourseUnderLoad } from '../platform/bourse-under-load.ts';
import type { PlacedTrades } from '../platform/check-trades.ts';
import { checkTrades } from '../platform/check-trades.ts';
import { checkRequests } from '../platform/check-requests.ts';
import { tradeContent } from '../platform/trade-content.ts';
import type { BenchmarkCase, CaseOptions, CaseResult } from './benchmark-case.ts';
import type { TradeLoad, TradeRates } from './trade-load.ts';
import { loadTrades, uploadTrades } from './trade-load.ts';

/** Single trades to be sent. */
export interface RunOptions extends Pick<LoadJob, 'pace' | 'end'> {
  /** Begins the ids of the trades: at most eight characters, no dash, and not used before. */
  readonly run: string;
  /** Whether versions that were overtaken are sent too (false). */
  readonly hasOvertaken?: boolean;
}

/** A Bourse to which trades are sent; all that was sent is remembered, to be looked for at the end. */
export interface TradeSession {
  readonly site: BourseUnderLoad;
  /** Sends single trades and waits until the last of them is decided. */
  load(options: RunOptions): Promise<TradeLoad>;
  /** Uploads trades in one request and waits until the last of them is decided. */
  upload(run: string, lines: number): Promise<TradeRates & { readonly result: UploadResult }>;
  /** Notes what was wrong with the answers to a load. */
  expectAllGood(result: LoadResult, name: string): void;
  /** Everything that was wrong, with the trades that were sent, in sentences. */
  check(): Promise<readonly string[]>;
}

/** Makes the run of a case out of what it measures: starts a Bourse for it, looks for the trades after it, and closes it. */
export function onTradeSite(
  measure: (session: TradeSession, options: CaseOptions) => Promise<Omit<CaseResult, 'faults'>>,
): BenchmarkCase['run'] {
  return async (options) => {
    const site = await openBourseUnderLoad(options);
    try {
      const session = tradeSession(site);
      const measured = await measure(session, options);
      options.say('  looking for every trade');
      return { ...measured, faults: await session.check() };
    } finally {
      await site.close();
    }
  };
}

/** Begins to remember. */
export function tradeSession(site: BourseUnderLoad): TradeSession {
  const placed: PlacedTrades[] = [];
  const requestIds: string[] = [];
  const faults: string[] = [];
  const session: TradeSession = {
    site,
    async load({ run, hasOvertaken = false, pace, end }) {
      const content = tradeContent(run, Date.now(), hasOvertaken);
      const load = await loadTrades(site, { content, pace, end });
      const { sent, failed, refused } = load.result;
      placed.push({ content, sent, hasOvertaken, unacknowledged: [...failed, ...refused] });
      session.expectAllGood(load.result, run);
      return load;
    },
    async upload(run, lines) {
      const content = tradeContent(run, Date.now(), false);
      const upload = await uploadTrades(site, content, lines);
      placed.push({ content, sent: lines, hasOvertaken: false, unacknowledged: [] });
      requestIds.push(...upload.result.requestIds);
      faults.push(...faultsOf(upload.result, run, lines));
      return upload;
    },
    expectAllGood({ sent, failed, refused, failures }, name) {
      if (failed.length > 0)
        faults.push(`${failed.length} of ${sent} requests of ${name} failed: ${failures.join('; ')}`);
      const wrong = refused.filter((n) => !tradeTerms(n, true).isOvertaken);
      if (wrong.length > 0) faults.push(`${wrong.length} trades of ${name} were refused that had to be taken`);
    },
    async check() {
      return [...faults, ...(await checkTrades(site.connection, placed)), ...(await checkRequests(site, requestIds))];
    },
  };
  return session;
}

function faultsOf(
  { status, answered, accepted, rejected, problem }: UploadResult,
  run: string,
  lines: number,
): string[] {
  if (status === 202 && answered === lines && accepted === lines && rejected === 0 && problem === null) return [];
  const said = `${status}, ${answered} lines answered, ${accepted} accepted, ${rejected} rejected`;
  return [`the upload ${run} of ${lines} lines was answered with ${said}: ${problem ?? 'no problem named'}`];
}
