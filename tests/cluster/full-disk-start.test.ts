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
/** More than that, and less than the first start needs. */
const SOME_BYTES = 100 * MEGABYTE;
/** What the first start asks for, and a little for the folders that it makes before it asks. */
const FIRST_BYTES = 129 * MEGABYTE;
const DEPOSIT = '1000.00';
const isPossible = mayMount();
const needsMount = isPossible ? '' : ' (skipped: may not mount a file system)';

const later = leftovers();
let site: EmbeddedSite;
let disk: SmallDisk;
let trader: TraderClient;
let url = '';

async function openOnSmallDisk(): Promise<void> {
  const opened = await openEmbeddedSite();
  later(() => opened.close());
  const mounted = await mountSmallDisk(opened.directory, DISK_BYTES);
  later(() => mounted.close());
  [site, disk, trader] = [opened, mounted, opened.trader(() => url)];
}

/** Starts Bourse on the disk, lets it work, and stops it in good order. */
async function whileUp(work: () => Promise<unknown>): Promise<void> {
  const bourse = site.run('start');
  url = await bourse.up();
  await work();
  bourse.signal('SIGTERM');
  expect(await bourse.ended).toEqual({ code: 0, signal: null });
}

const SET = 'set BOURSE_DATA_DIR to';

/** All that a start prints that fails for want of room. */
function noRoom(freeMegabytes: number, neededMegabytes: number, elsewhere: string): string {
  return (
    `The disk of the data directory ${site.directory} is full: ${freeMegabytes} MB are free, and ${neededMegabytes} MB are ` +
    `needed to start. Free ${neededMegabytes - freeMegabytes} MB more, or ${elsewhere}; then start again.`
  );
}

async function failedStart(): Promise<string> {
  const bourse = site.run('start');
  expect(await bourse.ended).toEqual({ code: 1, signal: null });
  await until('the end of its server', () => processesIn(site.directory).length === 0);
  return bourse.output();
}

describe.skipIf(!isPossible)(`a start with less room than the reserve${needsMount}`, () => {
  beforeAll(async () => {
    await openOnSmallDisk();
    await whileUp(() => trader.moveCash('deposit', DEPOSIT));
    disk.fillUpTo(LITTLE_BYTES);
  });

  it('ends with one sentence that says what is wrong and what to do, and leaves no server behind', async () => {
    expect(await failedStart()).toBe(noRoom(30, 64, `move the directory to a larger disk and ${SET} its new place`));
  });

  it('says the same with nothing free at all, and changes nothing', async () => {
    disk.fillUpTo(0);
    expect(await failedStart()).toBe(noRoom(0, 64, `move the directory to a larger disk and ${SET} its new place`));
    disk.empty();
    disk.fillUpTo(LITTLE_BYTES);
  });

  it('is not what verifying the books needs', async () => {
    const audit = site.run('audit', 'verify');
    expect(await audit.ended).toEqual({ code: 0, signal: null });
    expect(audit.output()).toMatch(/^Verified 1 journal transaction, .*\nThe books are in order\.$/);
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

describe.skipIf(!isPossible)(`a first start with less room than the files take and the reserve${needsMount}`, () => {
  beforeAll(async () => {
    await openOnSmallDisk();
    disk.fillUpTo(SOME_BYTES);
  });

  it('ends with one sentence that says what is wrong and what to do', async () => {
    expect(await failedStart()).toBe(noRoom(100, 128, `${SET} a directory on another disk`));
  });

  it('is done with just the room that it asks for', async () => {
    disk.empty();
    disk.fillUpTo(FIRST_BYTES);
    await whileUp(async () => expect((await trader.moveCash('deposit', DEPOSIT)).status).toBe(201));
  });
});
