/**
 * Builds the page: `node web/build/build-page.ts <fingerprint>`. It is made beside the page that is there and takes its place when it is whole, so
 * that two builds at the same time, or one that fails, harm nobody. Ends with code 3 when the tools are not installed.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compressFiles } from './compress-files.ts';

const WEB = path.join(import.meta.dirname, '..');
const DIRECTORY = path.join(WEB, 'dist');
const TOOLS_MISSING_EXIT_CODE = 3;

const [fingerprint = ''] = process.argv.slice(2);
const building = path.join(WEB, `dist.${process.pid}`);
const retired = `${building}.old`;

// Whoever starts it, a test too: what people use is the libraries as they are for production, at two thirds of the size.
process.env['NODE_ENV'] = 'production';

try {
  const { build } = await loadVite();
  await build({
    root: WEB,
    configFile: path.join(WEB, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: building },
  });
  compressFiles(building);
  writeFileSync(path.join(building, 'built-from.txt'), fingerprint);
  takePlace();
} finally {
  for (const directory of [building, retired]) rmSync(directory, { recursive: true, force: true });
}

async function loadVite() {
  try {
    return await import('vite');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') {
      process.exit(TOOLS_MISSING_EXIT_CODE);
    }
    throw error;
  }
}

function takePlace(): void {
  rename(DIRECTORY, retired);
  rename(building, DIRECTORY);
}

/** There may be none yet, and another build may have been faster; then its page is as good. */
function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    const known =
      error instanceof Error && 'code' in error && ['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(String(error.code));
    if (!known) throw error;
  }
}
