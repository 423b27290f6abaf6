// One of several that claim the same directories at the same instants: the i-th directory at the start time plus i times
// half a second. It prints for each whether it got it, and holds what it got until its end.
import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { acquireDirectoryLock } from '@bourse/postgres/embedded/directory-lock.ts';
import { directoryLayout } from '@bourse/postgres/embedded/directory-layout.ts';
import { EmbeddedPostgresError } from '@bourse/postgres/embedded/embedded-postgres-error.ts';

const [startTime, ...directories] = process.argv.slice(2);
const outcomes: ('won' | 'refused')[] = [];
const held: object[] = [];
for (const [index, directory] of directories.entries()) {
  const layout = directoryLayout(directory);
  mkdirSync(layout.room, { recursive: true });
  const instant = Number(startTime) + index * 500;
  await delay(instant - Date.now() - 20);
  // A timer is too coarse for an instant.
  while (Date.now() < instant);
  outcomes.push(await claim(layout));
}
console.log(JSON.stringify(outcomes));
// The others look for the winner's name for a while.
await delay(1500);

async function claim(layout: ReturnType<typeof directoryLayout>): Promise<'won' | 'refused'> {
  try {
    held.push(await acquireDirectoryLock(layout));
    return 'won';
  } catch (error) {
    if (error instanceof EmbeddedPostgresError && error.code === 'directory-in-use') return 'refused';
    throw error;
  }
}
