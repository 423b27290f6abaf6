import { parseArgs } from 'node:util';
import { runBenchmarks, UnknownCaseError } from './run-benchmarks.ts';

// npm run bench [case…] [-- --quick --profile=DIRECTORY]; npm itself takes a --quick without the dashes before it, and says so in the environment.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, profile: { type: 'string' } },
});
try {
  await runBenchmarks(positionals, {
    quick: values.quick || process.env['npm_config_quick'] === 'true',
    ...(values.profile === undefined ? {} : { profileDirectory: values.profile }),
  });
} catch (error) {
  // The caller's mistake needs no stack.
  if (!(error instanceof UnknownCaseError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
