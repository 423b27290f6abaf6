import { describe, expect, it } from 'vitest';
import { createImportDisplay, numberText } from './import-display.ts';
import { ImportError } from './import-error.ts';
import { addressOf, apiKeyOf, delimiterOf, formatOf, giveUpAfterMs } from './import-options.ts';
import { createPatience } from './patience.ts';
import { Unavailable } from './trade-service.ts';
import { createWaitingLine } from './waiting-line.ts';

describe('patience', () => {
  function world() {
    const waits: number[] = [];
    const said: string[] = [];
    let atMs = 0;
    const waiting = {
      now: () => atMs,
      async wait(ms: number) {
        waits.push(ms);
        atMs += ms;
      },
      say: (sentence: string) => void said.push(sentence),
    };
    return { waits, said, patience: createPatience(waiting, 60_000) };
  }

  it('tries again with growing pauses until it works, and says so once', async () => {
    const { waits, said, patience } = world();
    let calls = 0;
    const answer = await patience(async () => {
      calls += 1;
      if (calls < 5) throw new Unavailable('Bourse is away');
      return 'there';
    });
    expect(answer).toBe('there');
    expect(waits).toEqual([250, 500, 1_000, 2_000]);
    expect(said).toEqual(['Bourse is away; trying again for up to 1 min.', 'Bourse answers again.']);
  });

  it('leaves Bourse alone for as long as it asks', async () => {
    const { waits, patience } = world();
    let calls = 0;
    await patience(async () => {
      calls += 1;
      if (calls === 1) throw new Unavailable('busy', 7_000);
    });
    expect(waits).toEqual([7_000]);
  });

  it('gives up after its time, with what to do', async () => {
    const { waits, patience } = world();
    const never = patience(() => Promise.reject(new Unavailable('away')));
    await expect(never).rejects.toThrow('Run the same command again');
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(60_000);
  });

  it('passes on at once what is not worth trying again', async () => {
    const { waits, patience } = world();
    await expect(patience(() => Promise.reject(new ImportError('wrong key')))).rejects.toThrow('wrong key');
    expect(waits).toEqual([]);
  });
});

describe('a waiting line', () => {
  it('hands items over in their order, and ends', async () => {
    const line = createWaitingLine<number>(2);
    line.add(1);
    line.add(2);
    line.end();
    expect(await line.first()).toBe(1);
    line.removeFirst();
    expect(await line.first()).toBe(2);
    line.removeFirst();
    expect(await line.first()).toBeUndefined();
  });

  it('makes whoever adds wait until there is room', async () => {
    const line = createWaitingLine<number>(1);
    line.add(1);
    let hasRoom = false;
    const room = line.room().then(() => {
      hasRoom = true;
    });
    await Promise.resolve();
    expect(hasRoom).toBe(false);
    line.removeFirst();
    await room;
    expect(hasRoom).toBe(true);
  });

  it('lets nobody wait once it has failed', async () => {
    const line = createWaitingLine<number>(0);
    const [room, first] = [line.room(), line.first()];
    line.fail(new Error('stopped'));
    await expect(room).rejects.toThrow('stopped');
    await expect(first).rejects.toThrow('stopped');
    await expect(line.first()).rejects.toThrow('stopped');
  });
});

describe('options of an import', () => {
  it.each([
    ['trades.csv', 'csv', false],
    ['trades.CSV.GZ', 'csv', true],
    ['a.b/trades.ndjson', 'ndjson', false],
    ['trades.jsonl.gz', 'ndjson', true],
  ] as const)('tell by the name what %s is', (path, format, compressed) => {
    expect(formatOf(path, undefined)).toEqual({ format, compressed });
  });

  it('must say what the name does not tell', () => {
    expect(() => formatOf('trades.txt', undefined)).toThrow('--format');
    expect(() => formatOf('-', undefined)).toThrow('not from standard input');
    expect(formatOf('trades.txt.gz', 'csv')).toEqual({ format: 'csv', compressed: true });
  });

  it('name a delimiter that can be one', () => {
    expect([delimiterOf(';'), delimiterOf('tab'), delimiterOf('|')]).toEqual([';', '\t', '|']);
    for (const wrong of ['', ',,', '"', 'a', ' ']) expect(() => delimiterOf(wrong)).toThrow(ImportError);
  });

  it('name an address and a time', () => {
    expect(addressOf('https://bourse.example')).toBe('https://bourse.example');
    expect(() => addressOf('bourse')).toThrow(ImportError);
    expect(() => addressOf('ftp://bourse')).toThrow(ImportError);
    expect(giveUpAfterMs('2')).toBe(120_000);
    expect(() => giveUpAfterMs('soon')).toThrow(ImportError);
  });

  it('bring a key along', async () => {
    expect(await apiKeyOf(undefined, { BOURSE_API_KEY: 'key ' })).toBe('key');
    await expect(apiKeyOf(undefined, {})).rejects.toThrow('BOURSE_API_KEY');
    await expect(apiKeyOf('/nowhere/key', {})).rejects.toThrow(ImportError);
    await expect(apiKeyOf(undefined, { BOURSE_API_KEY: 'ä\nb' })).rejects.toThrow('characters');
  });
});

describe('the display of an import', () => {
  const counts = { accepted: 1_234_567, alreadyThere: 0, rejected: 12 };

  function terminal(isTTY: boolean) {
    let [text, atMs] = ['', 0];
    const display = createImportDisplay({ isTTY, write: (more: string) => (text += more) }, () => atMs);
    const pass = (ms: number) => void (atMs += ms);
    return { display, text: () => text, pass };
  }

  it('is a line every few seconds where there is no terminal', () => {
    const { display, text, pass } = terminal(false);
    for (let second = 0; second < 11; second += 1) {
      pass(1_000);
      display.show(counts, 0.5);
    }
    expect(text()).toBe('50% read, 1,234,567 in, 12 rejected, 5 s\n50% read, 1,234,567 in, 12 rejected, 10 s\n');
  });

  it('is a bar on a terminal, which makes room for a sentence', () => {
    const { display, text, pass } = terminal(true);
    pass(200);
    display.show(counts, 0.5);
    display.say('Bourse is away.');
    expect(text()).toBe(
      `[${'#'.repeat(15)}${'.'.repeat(15)}] 50% read, 1,234,567 in, 12 rejected, 0 s\r\u001b[KBourse is away.\n`,
    );
  });

  it('sets thousands apart', () => {
    expect([0, 999, 1_000, 1_000_000].map(numberText)).toEqual(['0', '999', '1,000', '1,000,000']);
  });
});
