import { beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddedSite } from '../support/embedded-site.ts';
import { openEmbeddedSite } from '../support/embedded-site.ts';
import { leftovers } from '../support/leftovers.ts';
import { processesIn } from '../support/temporary-directory.ts';
import type { TraderClient } from '../support/trader-client.ts';
import { until } from '../support/until.ts';
import type { SmallDisk } from './small-disk.ts';
import { mayMount, mountSmallDisk } from './small-disk.ts';

const MEGABYTE = 2 ** 20;
const DISK_BYTES = 400 * MEGABYTE;
/** Less than Bourse keeps in reserve. */
const LITTLE_BYTES = 30 * MEGABYTE;
const DEPOSIT = '1000.00';
const isPossible = mayMount();
const needsMount = isPossible ? '' : ' (skipped: may not mount a file system)';

const later = leftovers();
let site: EmbeddedSite;
let disk: SmallDisk;
let trader: TraderClient;
let url = '';

/** Starts Bourse on the disk, lets it work, and stops it in good order. */
async function whileUp(work: () => Promise<unknown>): Promise<void> {
  const bourse = site.run('start');
  url = await bourse.up();
  await work();
  bourse.signal('SIGTERM');
  expect(await bourse.ended).toEqual({ code: 0, signal: null });
}

describe.skipIf(!isPossible)(`a start with less room than the reserve${needsMount}`, () => {
  beforeAll(async () => {
    site = await openEmbeddedSite();
    later(() => site.close());
    disk = await mountSmallDisk(site.directory, DISK_BYTES);
    later(() => disk.close());
    trader = site.trader(() => url);
    await whileUp(() => trader.moveCash('deposit', DEPOSIT));
    disk.fillUpTo(LITTLE_BYTES);
  });

  it('ends with what is wrong and what to do, and leaves no server behind', async () => {
    const bourse = site.run('start');
    expect(await bourse.ended).toEqual({ code: 1, signal: null });
    expect(bourse.output()).toContain('is nearly full (30 MB free): nothing is written until 80 MB are free');
    await until('the end of its server', () => processesIn(site.directory).length === 0);
  });

  it('is made up for by the next one when there is room, with the books as they were', async () => {
    disk.empty();
    await whileUp(async () => {
      const account = await trader.get('/account');
      expect(account.body).toMatchObject({ cash: DEPOSIT });
      expect((await trader.moveCash('deposit', '1.00')).status).toBe(201);
    });
  });
});
