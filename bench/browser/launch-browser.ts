import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { findChromium, MISSING_CHROMIUM } from './find-chromium.ts';

const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser that asks nothing of anybody but the page; it has a new profile each time. Throws when this machine has none. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(MISSING_CHROMIUM);
  // As root it cannot make its own sandbox.
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath, args: isRoot ? [...ARGUMENTS, '--no-sandbox'] : ARGUMENTS });
}
