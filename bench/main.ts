import { Command } from 'commander';
import { CASES } from './cases/index.ts';
import { runBenchmarks, UnknownCaseError } from './run-benchmarks.ts';

const CASE_HELP = CASES.map(({ name, title }) => `  ${name}: ${title}`).join('\n');

await new Command('npm run bench --')
  .description('Measures what this machine can do, and Bourse on it.')
  .argument('[case...]', 'cases to run; all when none is named')
  .option('--quick', 'fewer and shorter rounds: too short to compare')
  .option('--profile <directory>', 'write processor profiles of Bourse there')
  .addHelpText('after', `\nCases:\n${CASE_HELP}`)
  .action(async (cases: string[], { quick = false, profile }: { quick?: boolean; profile?: string }) => {
    try {
      await runBenchmarks(cases, {
        // npm itself takes a --quick without the dashes before it, and says so in the environment.
        quick: quick || process.env['npm_config_quick'] === 'true',
        ...(profile === undefined ? {} : { profileDirectory: profile }),
      });
    } catch (error) {
      // The caller's mistake needs no stack.
      if (!(error instanceof UnknownCaseError)) throw error;
      console.error(error.message);
      process.exitCode = 1;
    }
  })
  .parseAsync();
