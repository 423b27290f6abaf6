import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTemporaryDirectory } from '../../support/temporary-directory.ts';
import { OPERATOR_KEY, startTestPlatform } from '../../support/test-platform.ts';
import { until } from '../../support/until.ts';

const headers = { 'x-api-key': OPERATOR_KEY };

describe('a recording as the source of prices', () => {
  it('fills a platform without a vendor: instruments, prices, and orders that are executed', async () => {
    const directory = await createTemporaryDirectory();
    const file = path.join(directory.path, 'ticks.csv');
    await writeFile(file, 'symbol,price,as_of\nAAPL,190,0\nMSFT,400,10\nAAPL,191.5,100\n');
    const environment = { FEED_SOURCE: 'csv', FEED_CSV: file, FEED_SPEED: '2' };
    const platform = await startTestPlatform(['api', 'worker', 'feed'], environment);
    const { prices } = platform.platform.foundation;
    await until('the last price', () => prices.price('AAPL')?.priceMicros === 191_500_000n);
    const assets = await platform.app.inject({ url: '/api/v1/assets/AAPL', headers });
    expect(assets.json()).toMatchObject({ symbol: 'AAPL', price: { value: '191.50', source: 'feed', stale: false } });
    await platform.stop();
    await directory.remove();
  });

  it('is refused at the start when it is not there', async () => {
    const environment = { FEED_SOURCE: 'csv', FEED_CSV: '/nowhere/ticks.csv' };
    await expect(startTestPlatform(['api', 'feed'], environment)).rejects.toThrow('FEED_CSV cannot be read');
    await expect(startTestPlatform(['api', 'feed'], { FEED_SOURCE: 'csv' })).rejects.toThrow('FEED_CSV must be set');
  });
});
