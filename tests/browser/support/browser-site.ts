import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '@bourse/bench/browser/launch-browser.ts';
import type { BourseProcess, Environment } from '../../support/bourse-process.ts';
import { startBourse } from '../../support/bourse-process.ts';
import { createTemporaryDirectory } from '../../support/temporary-directory.ts';
import { freePort } from './free-port.ts';

/** A Bourse with its demo, and a browser beside it. */
export interface BrowserSite {
  readonly url: string;
  readonly browser: Browser;
  /** A page of somebody who was never here, and what went wrong in it so far. */
  visit(options?: BrowserContextOptions): Promise<Visit>;
  /** Stops Bourse; `start` begins it again on the same data and port. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends all of it and leaves nothing behind. */
  close(): Promise<void>;
}

/** A page, and what a test must not see. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of scripts and of the console, refusals of the content policy, requests to other servers. */
  readonly faults: readonly string[];
}

const WIDE = { width: 1_440, height: 900 };

/** Starts Bourse with its demo on a free port, and a browser with nothing in it. */
export async function openBrowserSite(environment: Environment = {}): Promise<BrowserSite> {
  const directory = await createTemporaryDirectory();
  const port = await freePort();
  const run = (): BourseProcess =>
    startBourse(['start', '--demo'], {
      BOURSE_DATA_DIR: `${directory.path}/data`,
      BOURSE_PORT: String(port),
      LOG_LEVEL: 'info',
      ...environment,
    });
  let bourse = run();
  const stop = async (): Promise<void> => {
    bourse.signal('SIGTERM');
    await bourse.ended;
  };
  const browser = await launchBrowser();
  const url = await bourse.up();
  return {
    url,
    browser,
    async visit(options = {}) {
      const context = await browser.newContext({ baseURL: url, locale: 'en-US', viewport: WIDE, ...options });
      const page = await context.newPage();
      return { page, context, faults: faultsOf(page, url) };
    },
    stop,
    async start() {
      bourse = run();
      await bourse.up();
    },
    async close() {
      await browser.close();
      await stop();
      await directory.remove();
    },
  };
}

function faultsOf(page: Page, url: string): readonly string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('console', (message) => {
    // An answer that is no success is noted by the browser too; what the page makes of it is what counts.
    const isAnswer = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isAnswer) faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(url) && !/^(data|blob):/.test(address)) faults.push(`request: ${address}`);
  });
  return faults;
}
