import type { Browser, Page } from 'playwright-core';

/** A phone of the middle class on a slow mobile network, as Lighthouse 12 has it: 1.6 Mbit/s down, 150 ms there and back, a quarter of this processor. */
const NETWORK = { latency: 150, downloadThroughput: (1.6e6 / 8) * 0.9, uploadThroughput: (750e3 / 8) * 0.9 };
const PROCESSOR_DIVIDED_BY = 4;
const SCREEN = { width: 390, height: 844 };

/** A page on such a phone, with nothing in its cache, and how to end it. */
export async function openPhone(browser: Browser, url: string): Promise<{ page: Page; close(): Promise<void> }> {
  const context = await browser.newContext({ baseURL: url, viewport: SCREEN, isMobile: true, hasTouch: true });
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  await devTools.send('Network.enable');
  await devTools.send('Network.setCacheDisabled', { cacheDisabled: true });
  await devTools.send('Network.emulateNetworkConditions', { offline: false, ...NETWORK });
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: PROCESSOR_DIVIDED_BY });
  return { page, close: () => context.close() };
}
