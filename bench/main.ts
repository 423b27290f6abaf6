import { parseArgs } from 'node:util';
import { runBenchmarks } from './run-benchmarks.ts';

// npm run bench [-- case … --quick --profile=DIRECTORY]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, profile: { type: 'string' } },
});
await runBenchmarks(positionals, {
  quick: values.quick,
  ...(values.profile === undefined ? {} : { profileDirectory: values.profile }),
});
