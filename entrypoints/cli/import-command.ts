import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { utcDate } from '@bourse/core/time/utc.ts';
import { createHttpTradeService } from './import/http-trade-service.ts';
import { createImportDisplay, numberText } from './import/import-display.ts';
import { ImportError } from './import/import-error.ts';
import type { ImportOptions } from './import/import-options.ts';
import { addressOf, apiKeyOf, delimiterOf, formatOf, giveUpAfterMs, lastingOptions } from './import/import-options.ts';
import type { ImportCounts } from './import/import-state.ts';
import { claimInput } from './import/input-claim.ts';
import type { InputFile } from './import/input-file.ts';
import { openInputFile } from './import/input-file.ts';
import { createPatience } from './import/patience.ts';
import { createPatientService } from './import/patient-service.ts';
import { openProgressFile } from './import/progress-file.ts';
import { openRejectsFile } from './import/rejects-file.ts';
import { runImport } from './import/run-import.ts';
import { createColumnMeaning } from './import/trade-columns.ts';

/** Exit code when the import has ended and lines were rejected. */
const REJECTED_EXIT_CODE = 2;

/**
 * Imports a file of trades through the API, or goes on with an import that was interrupted. Ends with exit code 0 when all lines are in, 2
 * when some were rejected. Throws ImportError when it cannot be brought to its end; the same command goes on later.
 */
export async function importTrades(file: string, options: ImportOptions): Promise<void> {
  const inputPath = path.resolve(file);
  const rejectsPath = path.resolve(options.rejects ?? `${file}.rejected.csv`);
  if (rejectsPath === inputPath) throw new ImportError('The rejected lines cannot be written into the input itself.');
  const input = await openInputFile(inputPath, {
    ...formatOf(inputPath, options.format),
    delimiter: delimiterOf(options.delimiter),
    meaningOf: createColumnMeaning(options),
  });
  const url = addressOf(options.url);
  const apiKey = await apiKeyOf(options.apiKeyFile, process.env);
  const patienceMs = giveUpAfterMs(options.giveUpAfter);
  const claim = claimInput(inputPath);
  try {
    await importClaimed({ file, inputPath, rejectsPath, input, url, apiKey, patienceMs }, options);
  } finally {
    await claim.release();
  }
}

/** What is known of an import before it begins. */
interface Preparation {
  /** As it is named on the command line. */
  readonly file: string;
  readonly inputPath: string;
  readonly rejectsPath: string;
  readonly input: InputFile;
  readonly url: string;
  readonly apiKey: string;
  readonly patienceMs: number;
}

async function importClaimed(prepared: Preparation, options: ImportOptions): Promise<void> {
  const { file, inputPath, rejectsPath, input, url, apiKey, patienceMs } = prepared;
  const progress = await openProgressFile({
    inputPath,
    options: lastingOptions({ ...options, rejects: rejectsPath }),
    restart: options.restart === true,
  });
  const rejects = await openRejectsFile(rejectsPath, input.columns, progress.earlier?.rejectsBytes ?? 0);

  const display = createImportDisplay(process.stderr, () => performance.now());
  if (progress.earlier !== null)
    display.say(`Going on with the import of ${file}, line ${progress.earlier.done.line}.`);
  const stopping = stopOnSignals();
  const wait = async (ms: number): Promise<void> => {
    await delay(ms, undefined, { signal: stopping.signal }).catch(() => {
      throw stopping.signal.reason;
    });
  };
  const waiting = {
    now: () => performance.now(),
    wait,
    say: (sentence: string) => {
      display.say(sentence);
    },
  };
  const asHistory = options.history === true;
  try {
    const counts = await runImport({
      input,
      dates: options.dateFormat,
      asHistory,
      today: utcDate(Date.now()),
      service: createPatientService(
        createHttpTradeService({ url, apiKey, stopping: stopping.signal }, asHistory),
        createPatience(waiting, patienceMs),
      ),
      progress,
      rejects,
      wait,
      stop: (reason) => {
        stopping.abort(reason);
      },
      onCounts: (counts) => {
        display.show(counts, input.bytes === 0 ? 1 : input.bytesRead() / input.bytes);
      },
    });
    display.end();
    console.log(summaryOf(file, counts, rejectsPath));
    await progress.remove();
    if (counts.rejected > 0) process.exitCode = REJECTED_EXIT_CODE;
  } finally {
    display.end();
  }
}

/** The first signal to end stops the import in good order; nothing is lost by a second one. */
function stopOnSignals(): AbortController {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      stopping.abort(new ImportError('The import was stopped. Run the same command again to go on from here.'));
    });
  }
  return stopping;
}

function summaryOf(file: string, { accepted, alreadyThere, rejected }: ImportCounts, rejectsPath: string): string {
  const there = alreadyThere === 0 ? '' : ` (${numberText(alreadyThere)} of them had been before)`;
  const bad = rejected === 0 ? 'none rejected' : `${numberText(rejected)} rejected, listed in ${rejectsPath}`;
  const lines = accepted + rejected;
  return `${file}: ${numberText(lines)} ${lines === 1 ? 'line' : 'lines'}; ${numberText(accepted)} in${there}, ${bad}.`;
}
