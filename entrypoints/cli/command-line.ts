import { Command, Option } from 'commander';
import { explainError } from './explain-error.ts';
import { INPUT_FORMATS } from './import/input-file.ts';
import { DATE_FORMATS } from './import/trade-date.ts';

/** Runs what the command line asks for; ends the process with code 1 when it cannot be done. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  try {
    await commandLine().parseAsync(argv);
  } catch (error) {
    console.error(explainError(error));
    process.exit(1);
  }
}

function commandLine(): Command {
  const program = new Command('bourse').description('A self-hosted trading platform.').version('0.1.0');
  program
    .command('start')
    .description('run every role in this process')
    .option('--demo', 'with demo users, instruments and moving prices (BOURSE_DEMO=true)')
    .action(({ demo }: { demo?: boolean }) => {
      if (demo === true) process.env['BOURSE_DEMO'] = 'true';
      return runRoles(['api', 'worker', 'feed']);
    });
  program
    .command('api')
    .description('run the HTTP API only (needs DATABASE_URL)')
    .action(() => runRoles(['api']));
  program
    .command('worker')
    .description('run the processors only (needs DATABASE_URL)')
    .action(() => runRoles(['worker']));
  program
    .command('feed')
    .description('run the market-data feed only (needs DATABASE_URL)')
    .option('--source <name>', 'stream, poll or csv (FEED_SOURCE)')
    .option('--csv <file>', 'replay a recording of symbol, price, as_of (FEED_SOURCE=csv, FEED_CSV)')
    .option('--speed <factor>', 'how many times faster than recorded; 0: as fast as possible (FEED_SPEED)')
    .action(lazily(async () => (await import('./feed-command.ts')).runFeed));
  program
    .command('migrate')
    .description('bring the database schema up to date')
    .action(lazily(async () => (await import('./migrate-command.ts')).migrateDatabase));
  program
    .command('partitions')
    .description('say how many partitions the log has, or give it more while the platform runs')
    .option('--to <number>', 'how many it is to have; more than now')
    .option('--wait <seconds>', 'how long the workers may take to decide what was handed in before', '60')
    .action(lazily(async () => (await import('./partitions-command.ts')).changePartitionCount));
  program
    .command('config')
    .description('print the configuration in force, secrets masked')
    .action(lazily(async () => (await import('./config-command.ts')).printConfiguration));
  program
    .command('build-page')
    .description('build the page when it is missing or out of date')
    .action(lazily(async () => (await import('./build-page-command.ts')).buildPage));
  program
    .command('audit')
    .description('look after the books')
    .command('verify')
    .description('derive every balance and the hash chains anew; exit code 2 when something is wrong')
    .action(lazily(async () => (await import('./audit-command.ts')).verifyAudit));
  addImport(program);
  program
    .command('vendor-sim')
    .description('run the simulated market-data vendor')
    .option('--port <number>', 'port to listen on', '9000')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--seed <number>', 'decides all prices and faults', '1')
    .option('--api-key <key>', 'what callers must send as x-api-key', 'vendor-sim')
    .option('--tick-ms <number>', 'how often prices move, milliseconds; 0: only by /admin/prices', '200')
    .option('--faults <file>', 'a schedule of faults, see docs/how-to/simulate-the-vendor.md')
    .action(lazily(async () => (await import('./vendor-sim-command.ts')).runVendorSimulator));
  program
    .command('bench')
    .description('measure this machine and Bourse on it')
    .argument('[case...]', 'cases to run; all when none is named')
    .action(lazily(async () => (await import('./bench-command.ts')).runBenchmarks));
  return program;
}

function addImport(program: Command): void {
  program
    .command('import')
    .description('load trades from a CSV or NDJSON file, also compressed by gzip, into a Bourse that is running')
    .argument('<file>', 'its name tells what it is: .csv, .ndjson or .jsonl, perhaps with .gz behind it')
    .option('--url <address>', 'where Bourse is', 'http://127.0.0.1:8000')
    .option('--api-key-file <path>', 'file with the API key of an operator (otherwise BOURSE_API_KEY)')
    .addOption(new Option('--format <name>', 'what the file is, when its name does not tell').choices(INPUT_FORMATS))
    .addOption(new Option('--date-format <name>', 'how dates are written').choices(DATE_FORMATS).default('iso'))
    .option('--delimiter <character>', 'between the columns of a CSV file; tab for a tab', ',')
    .option('--map <"Their Name=field">', 'what a column means; may be given more than once', gather, [])
    .option('--ignore <name>', 'a column that is not needed; may be given more than once', gather, [])
    .option('--history', 'load the past: any version and any maturity date is taken')
    .option('--rejects <path>', 'where rejected lines are listed (default: <file>.rejected.csv)')
    .option('--restart', 'begin anew although an earlier import of the file has not ended')
    .option('--give-up-after <minutes>', 'how long to wait for Bourse when it is not available', '10')
    .addHelpText('after', IMPORT_HELP)
    .action(lazily(async () => (await import('./import-command.ts')).importTrades));
}

/** Loads a command when it is called: each needs another part of Bourse, and none needs all of it. */
function lazily<Args extends readonly unknown[]>(
  load: () => Promise<(...args: Args) => unknown>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    const run = await load();
    await run(...args);
  };
}

const runRoles = lazily(async () => (await import('./run-roles.ts')).runRoles);

function gather(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}

const IMPORT_HELP = `
Columns are found by their names, in any order; case, blanks, hyphens and underscores make no difference:
  Trade Id, Version, Counter-Party Id, Book-Id, Maturity Date, Created Date (today when empty)
A column Expired is read over: Bourse derives it from the maturity date.

An import that was interrupted at any moment goes on where it was when the same command is run again.
Exit code: 0 when all lines are in, 2 when it has ended and lines were rejected, 1 when it has not ended.`;
