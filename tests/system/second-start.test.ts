import { describe, expect, it } from 'vitest';
import { startBourse } from '../support/bourse-process.ts';
import { leftovers } from '../support/leftovers.ts';
import { createTemporaryDirectory } from '../support/temporary-directory.ts';

const later = leftovers();

describe('a second start on the data directory of a running Bourse', () => {
  it('ends at once with a sentence that says who holds it, and leaves the first alone', async () => {
    const directory = await createTemporaryDirectory();
    later(() => directory.remove());
    const environment = { BOURSE_DATA_DIR: directory.path, BOURSE_PORT: '0' };
    const first = startBourse(['start'], environment);
    later(() => first.kill());
    const url = await first.up();

    const second = startBourse(['start'], environment);
    later(() => second.kill());
    expect(await second.ended).toEqual({ code: 1, signal: null });
    expect(second.output()).toContain(`Another Bourse is using the data directory ${directory.path}`);
    expect(second.output()).toContain(`process ${first.pid} `);
    expect(second.output()).toContain('BOURSE_DATA_DIR');
    // A sentence for a person, not the place in the program where it was noticed.
    expect(second.output()).not.toMatch(/^\s+at /m);

    const health = await fetch(`${url}/api/v1/health`);
    expect(await health.json()).toMatchObject({ status: 'ok', db: 'ok' });
    expect(first.ending()).toBeUndefined();
  });
});
