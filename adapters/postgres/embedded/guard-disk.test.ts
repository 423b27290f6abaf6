import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedPostgresEvent } from './embedded-postgres-event.ts';
import type { DiskGuard, PauseBetweenLooks } from './guard-disk.ts';
import { guardDisk } from './guard-disk.ts';
import type { ServerDisk } from './server-disk.ts';

const MEGABYTE = 2 ** 20;

/** What is free, what the server says, and what fails when it is asked. */
const CALM = {
  freeMegabytes: 1_000,
  readOnly: false,
  failure: '',
  refusesSettings: false,
  refusesCheckpoints: false,
  asked: 0,
  taken: 0,
};
const world = { ...CALM };
const disk: ServerDisk = {
  directory: '/data/cluster',
  freeBytes: () => Promise.resolve(world.freeMegabytes * MEGABYTE),
  isReadOnly: () => {
    world.asked += 1;
    return world.failure === '' ? Promise.resolve(world.readOnly) : Promise.reject(new Error(world.failure));
  },
  setReadOnly: (readOnly) => {
    if (world.refusesSettings) return Promise.reject(new Error('no settings now'));
    world.readOnly = readOnly;
    return Promise.resolve();
  },
  takeRoomForReading: () => {
    world.taken += 1;
    return world.refusesCheckpoints ? Promise.reject(new Error('no checkpoints now')) : Promise.resolve();
  },
};

let events: EmbeddedPostgresEvent[];
let guard: DiskGuard | undefined;
let passTime: (() => void) | undefined;

/** Time that passes when the test says so. */
const pause: PauseBetweenLooks = (stopping) =>
  new Promise((resolve) => {
    passTime = () => {
      resolve(true);
    };
    stopping.addEventListener('abort', () => {
      resolve(false);
    });
  });
const turn = () => new Promise(setImmediate);

async function start(): Promise<void> {
  guard = await guardDisk(disk, (event) => events.push(event), pause);
}

/** Lets the guard look once more. */
async function lookAgain(): Promise<void> {
  passTime?.();
  await turn();
}

const kinds = () => events.map(({ kind }) => kind);

beforeEach(() => {
  Object.assign(world, CALM);
  events = [];
  passTime = undefined;
});

afterEach(async () => {
  await guard?.stop();
  guard = undefined;
});

it('has writing refused below 64 MB, and allowed again from 80 MB on', async () => {
  await start();
  const steps: [number, boolean][] = [
    [64, false],
    [63, true],
    [79, true],
    [80, false],
    [64, false],
  ];
  for (const [freeMegabytes, readOnly] of steps) {
    world.freeMegabytes = freeMegabytes;
    await lookAgain();
    expect([freeMegabytes, world.readOnly]).toEqual([freeMegabytes, readOnly]);
  }
  expect(kinds()).toEqual(['disk-nearly-full', 'disk-has-room']);
  expect(events[0]?.message).toBe(
    'The disk of /data/cluster is nearly full (63 MB free): nothing is written until 80 MB are free, reads go on. ' +
      'Make room; Bourse then goes on by itself.',
  );
});

describe('the room for reading', () => {
  /** How often it has been asked for after each look with so many megabytes free. */
  async function takenAfter(...looks: readonly number[]): Promise<number[]> {
    const taken: number[] = [];
    for (const freeMegabytes of looks) {
      world.freeMegabytes = freeMegabytes;
      await lookAgain();
      taken.push(world.taken);
    }
    return taken;
  }

  it('is taken once each time that writing is refused', async () => {
    await start();
    expect(await takenAfter(64, 63, 50, 10, 70, 80, 63)).toEqual([0, 1, 1, 1, 1, 1, 2]);
    expect(kinds()).toEqual(['disk-nearly-full', 'disk-has-room', 'disk-nearly-full']);
  });

  it('is not taken where there is too little, until there is', async () => {
    await start();
    expect(await takenAfter(39, 39, 40, 40)).toEqual([0, 0, 1, 1]);
  });

  it('is taken at a later look when it could not be', async () => {
    await start();
    world.refusesCheckpoints = true;
    expect(await takenAfter(60)).toEqual([1]);
    expect(world.readOnly).toBe(true);
    world.refusesCheckpoints = false;
    expect(await takenAfter(60, 60)).toEqual([2, 2]);
    expect(kinds()).toEqual(['disk-nearly-full', 'disk-not-guarded']);
  });
});

describe('the first look', () => {
  it('refuses at once where there is no room', async () => {
    world.freeMegabytes = 1;
    await start();
    expect(world.readOnly).toBe(true);
  });

  it.each([1_000, 64])('lets a server write that an earlier Bourse left refusing, with %i MB free', async (free) => {
    Object.assign(world, { readOnly: true, freeMegabytes: free });
    await start();
    expect(world.readOnly).toBe(false);
    expect(kinds()).toEqual(['disk-has-room']);
  });

  it('is repeated until it can be made', async () => {
    Object.assign(world, { readOnly: true, failure: 'the server is starting' });
    const starting = start();
    await turn();
    await lookAgain();
    expect(guard).toBeUndefined();
    world.failure = '';
    await lookAgain();
    await starting;
    expect(world.readOnly).toBe(false);
    expect(kinds()).toEqual(['disk-not-guarded', 'disk-has-room']);
  });

  it('is given up after ten, and made when it can be', async () => {
    Object.assign(world, { readOnly: true, failure: 'nobody listens' });
    const starting = start();
    await turn();
    for (let looks = 1; looks < 10; looks += 1) {
      expect([world.asked, guard]).toEqual([looks, undefined]);
      await lookAgain();
    }
    await starting;
    expect(world.asked).toBe(10);
    world.failure = '';
    await lookAgain();
    expect(world.readOnly).toBe(false);
  });
});

describe('a look that fails', () => {
  it('is told once for as long as it fails for the same reason, and again when it fails after one that did not', async () => {
    await start();
    const looks = [{ fails: true }, { fails: true }, { fails: false }, { fails: true }];
    const told: number[] = [];
    for (const { fails } of looks) {
      Object.assign(world, { refusesSettings: fails, freeMegabytes: fails ? 1 : 1_000 });
      await lookAgain();
      told.push(kinds().filter((kind) => kind === 'disk-not-guarded').length);
    }
    expect(told).toEqual([1, 1, 1, 2]);
    expect(events[0]?.message).toBe(
      'Whether there is room on the disk of /data/cluster could not be acted upon: no settings now. It is tried again.',
    );
  });

  it('is made up for by the next one', async () => {
    await start();
    Object.assign(world, { refusesSettings: true, freeMegabytes: 1 });
    await lookAgain();
    expect(world.readOnly).toBe(false);
    world.refusesSettings = false;
    await lookAgain();
    expect(world.readOnly).toBe(true);
    expect(kinds()).toEqual(['disk-not-guarded', 'disk-nearly-full']);
  });
});

it('does nothing any more once it is stopped', async () => {
  await start();
  await guard?.stop();
  world.freeMegabytes = 1;
  await lookAgain();
  expect(world.readOnly).toBe(false);
});
