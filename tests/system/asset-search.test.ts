import { generateKeyPairSync } from 'node:crypto';
import type { Instrument } from '@bourse/core/market/instrument.ts';
import { createPostgresCatalogueHistory } from '@bourse/postgres/market/postgres-catalogue-history.ts';
import { createPostgresMarketStore } from '@bourse/postgres/market/postgres-market-store.ts';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databaseUrl } from '../support/database-url.ts';
import type { MovableClock } from '../support/movable-clock.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { createTestDatabase } from '../support/test-database.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { OPERATOR_KEY, startTestPlatform } from '../support/test-platform.ts';

interface AssetPage {
  readonly items: readonly {
    readonly symbol: string;
    readonly name: string;
    readonly sector: string;
    readonly status: string;
  }[];
  readonly next_cursor: string | null;
}
interface Search {
  readonly q?: string;
  readonly sector?: string;
}

let database: TestDatabase;
let clock: MovableClock;
/** Two processes of the API on one database, with one signing key. */
let apis: readonly TestPlatform[];

async function startApi(signingKey: string): Promise<TestPlatform> {
  const environment = { DATABASE_URL: databaseUrl(database.connection), BOURSE_SIGNING_KEY: signingKey };
  return startTestPlatform(['api'], environment, clock);
}

const signingKey = newKey();

beforeAll(async () => {
  database = await createTestDatabase();
  clock = createMovableClock();
  apis = [await startApi(signingKey), await startApi(signingKey)];
});

afterAll(async () => {
  for (const api of apis) await api.stop();
  await database.drop();
});

beforeEach(async () => {
  await remove(SYMBOLS);
});

function newKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

async function getPage(api: TestPlatform, query: Readonly<Record<string, string>>) {
  const answer = await api.app.inject({
    url: `/api/v1/assets?${new URLSearchParams(query).toString()}`,
    headers: { 'x-api-key': OPERATOR_KEY },
  });
  return { status: answer.statusCode, body: answer.json<AssetPage & Record<string, unknown>>() };
}

/** Begins a walk with the catalogue as it is now: versions count as the newest for a second. */
async function begin(api: TestPlatform, query: Readonly<Record<string, string>>) {
  clock.advance(1_000);
  return getPage(api, query);
}

const SYMBOLS = ['AA', 'AB', 'BA', 'BB', 'CA', 'CB', 'DA', 'DB', 'EA', 'EB', 'FA', 'FB'];
const NAMES = ['Alpha', 'Beta AB', 'ba', 'Gamma', 'aabb'];
const SECTORS = ['Tech', 'AB Foods', 'Banks'];

function instrument(symbol: string, name = symbol, sector = 'Tech'): Instrument {
  return { symbol, name, exchange: 'XNAS', sector, status: 'active' };
}

async function save(...instruments: readonly Instrument[]): Promise<void> {
  await createPostgresMarketStore(database.database).saveInstruments(instruments);
}

async function remove(symbols: readonly string[]): Promise<void> {
  await sql`DELETE FROM instruments WHERE symbol = ANY(${symbols})`.execute(database.database.sql);
}

/** What a search has to find, worked out once more and in another way: by sorting. */
function expectedOf(catalogue: ReadonlyMap<string, Instrument>, { q = '', sector }: Search): readonly string[] {
  const wanted = q.toUpperCase();
  const ranked = [...catalogue.values()].flatMap(({ symbol, name, sector: own }) => {
    if (sector !== undefined && own.toUpperCase() !== sector.toUpperCase()) return [];
    const [inSymbol, inName] = [symbol.indexOf(wanted), name.toUpperCase().indexOf(wanted)];
    if (symbol === wanted) return [`0 ${symbol}`];
    if (inSymbol === 0) return [`1 ${symbol}`];
    if (inName >= 0) return [`${inName === 0 ? 2 : 3} ${symbol}`];
    if (inSymbol > 0) return [`4 ${symbol}`];
    return own.toUpperCase().includes(wanted) ? [`5 ${symbol}`] : [];
  });
  return ranked.sort().map((text) => text.slice(2));
}

const described = fc.tuple(fc.constantFrom(...SYMBOLS), fc.constantFrom(...NAMES), fc.constantFrom(...SECTORS));
const saving = fc
  .uniqueArray(described, { selector: ([symbol]) => symbol, minLength: 1, maxLength: 12 })
  .map((given) => ({ save: given.map((parts) => instrument(...parts)) }));
const removing = fc.uniqueArray(fc.constantFrom(...SYMBOLS), { maxLength: 4 }).map((symbols) => ({ remove: symbols }));
const step = fc.record({
  changes: fc.array(fc.oneof(saving, removing), { maxLength: 2 }),
  limit: fc.integer({ min: 1, max: 5 }),
  process: fc.integer({ min: 0, max: 1 }),
});
const search: fc.Arbitrary<Search> = fc.oneof(
  fc.constant({}),
  fc.record({ q: fc.constantFrom('a', 'AB', 'b', 'ba', 'zz', 'Tech') }),
  fc.record({ q: fc.constantFrom('a', 'B'), sector: fc.constantFrom('tech', 'AB FOODS') }),
);

describe('a walk over the catalogue', () => {
  it('sees each instrument of its beginning once, whatever is added, renamed or removed, and whichever process answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        saving,
        search,
        fc.array(step, { minLength: 1, maxLength: 6 }),
        async (initial, wanted, steps) => {
          await remove(SYMBOLS);
          await save(...initial.save);
          const expected = expectedOf(new Map(initial.save.map((each) => [each.symbol, each])), wanted);
          const walked: string[] = [];
          let cursor: string | null = null;
          for (let turn = 0; turn === 0 || cursor !== null; turn += 1) {
            const { changes, limit, process } = steps[turn % steps.length]!;
            const query = { ...wanted, limit: String(limit), ...(cursor === null ? {} : { cursor }) };
            const page: Awaited<ReturnType<typeof getPage>> = await (turn === 0 ? begin : getPage)(
              apis[process]!,
              query,
            );
            expect(page.status).toBe(200);
            expect(page.body.items.length).toBeLessThanOrEqual(limit);
            walked.push(...page.body.items.map(({ symbol }) => symbol));
            cursor = page.body.next_cursor;
            for (const change of changes) await ('save' in change ? save(...change.save) : remove(change.remove));
          }
          expect(walked).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  }, 300_000);

  it('shows instruments as they were described when it began, and those that are gone as halted', async () => {
    await save(...SYMBOLS.map((symbol) => instrument(symbol)));
    const first = await begin(apis[0]!, { limit: '1' });
    await save(instrument('AB', 'Another name'));
    await remove(['BA']);
    // It reads the instruments again from time to time: it may have met BA in between.
    await apis[0]!.platform.foundation.prices.reloadInstruments();
    const { body } = await getPage(apis[0]!, { limit: '2', cursor: first.body.next_cursor! });
    expect(body.items).toMatchObject([
      { symbol: 'AB', name: 'AB' },
      { symbol: 'BA', name: 'BA', status: 'halted' },
    ]);
  });

  it('goes on in a process that started later', async () => {
    await save(...SYMBOLS.map((symbol) => instrument(symbol)));
    const { body } = await begin(apis[0]!, { limit: '10' });
    await remove(SYMBOLS);
    const restarted = await startApi(signingKey);
    const rest = await getPage(restarted, { cursor: body.next_cursor! });
    await restarted.stop();
    expect(rest.body.items.map(({ symbol }) => symbol)).toEqual(['FA', 'FB']);
    expect(rest.body.next_cursor).toBeNull();
  });
});

describe('the cursor of a walk', () => {
  const problem = (message: string) => ({
    status: 400,
    body: { type: 'urn:bourse:problem:invalid-request', errors: [{ pointer: '/query/cursor', message }] },
  });
  const OTHER_SEARCH = problem(
    'belongs to another search: repeat q and sector as they were, or begin again without a cursor',
  );
  const EXPIRED = problem('has expired, a walk may pause for 15 minutes: begin again without a cursor');
  const NOT_OURS = problem('must be a next_cursor that this list answered');

  const beginSearch = async (query: Readonly<Record<string, string>> = {}) => {
    await save(...SYMBOLS.map((symbol) => instrument(symbol)));
    const { body } = await begin(apis[0]!, { limit: '2', ...query });
    return body.next_cursor!;
  };

  it('is refused with other parameters than those of its search', async () => {
    const cursor = await beginSearch({ q: 'a' });
    for (const query of [{}, { q: 'b' }, { q: 'A' }, { q: 'a', sector: 'Tech' }, { sector: 'a' }]) {
      expect(await getPage(apis[0]!, { ...query, cursor })).toMatchObject(OTHER_SEARCH);
    }
    expect((await getPage(apis[0]!, { q: 'a', limit: '500', cursor })).status).toBe(200);
  });

  it('is good for fifteen minutes and refused after that', async () => {
    const cursor = await beginSearch();
    clock.advance(14 * 60_000);
    expect((await getPage(apis[1]!, { cursor })).status).toBe(200);
    clock.advance(60_001);
    expect(await getPage(apis[1]!, { cursor })).toMatchObject(EXPIRED);
  });

  it('is refused as expired when its version of the catalogue can no longer be told', async () => {
    const cursor = await beginSearch();
    await remove(['AA']);
    await createPostgresCatalogueHistory(database.database).forgetChanges(Date.now() + 60_000, 10_000);
    const restarted = await startApi(signingKey);
    const answer = await getPage(restarted, { cursor });
    await restarted.stop();
    expect(answer).toMatchObject(EXPIRED);
  });

  it('is refused when it was changed or made up, in any of its characters', async () => {
    const cursor = await beginSearch();
    for (let index = 0; index < cursor.length - 1; index += 1) {
      const other = cursor[index] === 'x' ? 'y' : 'x';
      const forged = cursor.slice(0, index) + other + cursor.slice(index + 1);
      expect(await getPage(apis[0]!, { cursor: forged }), `character ${index}`).toMatchObject(NOT_OURS);
    }
    for (const forged of ['WyJhIl0', 'x'.repeat(43), 'x'.repeat(1_024), cursor.slice(0, -1), `${cursor}A`]) {
      expect(await getPage(apis[0]!, { cursor: forged }), forged).toMatchObject(NOT_OURS);
    }
  });

  it('is refused by a process with another signing key', async () => {
    const cursor = await beginSearch();
    const stranger = await startApi(newKey());
    const answer = await getPage(stranger, { cursor });
    await stranger.stop();
    expect(answer).toMatchObject(NOT_OURS);
  });

  it.each([
    ['an empty text', { q: '' }],
    ['a long text', { q: 'x'.repeat(65) }],
    ['an empty sector', { sector: '' }],
    ['an unknown parameter', { symbol: 'AA' }],
    ['a page of nothing', { limit: '0' }],
  ])('is not reached with %s', async (_name, query) => {
    expect((await getPage(apis[0]!, query)).status).toBe(400);
  });
});
