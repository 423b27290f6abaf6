import { describe, expect, it } from 'vitest';
import { emptyAccount } from './account.ts';
import type { LedgerAccount, Movement } from './movement.ts';
import { entriesOf, imbalanceOf, LEDGER_ACCOUNTS } from './movement.ts';
import { emptyPosition } from './position.ts';
import { post } from './posting.ts';

const ACCOUNT = { ...emptyAccount('account'), availableMicros: 1_000n, heldMicros: 100n };
const POSITION = {
  ...emptyPosition('account', 'ACME'),
  availableMicros: 4_000_000n,
  heldMicros: 1_000_000n,
  averageEntryPriceMicros: 10n,
};

function movement(amounts: Partial<Record<LedgerAccount, bigint>>, changes: Partial<Movement> = {}): Movement {
  return { kind: 'hold', reference: 'order', symbol: 'ACME', entries: entriesOf(amounts), fill: null, ...changes };
}

const fillAt = (priceMicros: bigint): Partial<Movement> => ({
  kind: 'fill',
  fill: { priceMicros, source: 'feed', asOfMs: 1 },
});

describe('entries', () => {
  it('are zero where nothing is said', () => {
    const entries = entriesOf({ cashHeld: 5n });
    expect(LEDGER_ACCOUNTS.map((account) => entries[account])).toEqual([0n, 5n, 0n, 0n, 0n, 0n, 0n, 0n]);
  });

  it.each(LEDGER_ACCOUNTS)('count %s into the sum of its asset', (account) => {
    const imbalance = imbalanceOf(entriesOf({ [account]: 3n }));
    expect(imbalance).toEqual(
      account.startsWith('cash') ? { cashMicros: 3n, sharesMicros: 0n } : { cashMicros: 0n, sharesMicros: 3n },
    );
  });
});

describe('post', () => {
  it('moves cash between available and held', () => {
    const { account } = post(ACCOUNT, null, movement({ cashAvailable: -300n, cashHeld: 300n }));
    expect(account).toEqual({ ...ACCOUNT, availableMicros: 700n, heldMicros: 400n });
  });

  it('moves shares between available and held without touching their value', () => {
    const { position } = post(ACCOUNT, POSITION, movement({ sharesAvailable: -1_000_000n, sharesHeld: 1_000_000n }));
    expect(position).toEqual({ ...POSITION, availableMicros: 3_000_000n, heldMicros: 2_000_000n });
  });

  it('answers the same position when no shares move', () => {
    expect(post(ACCOUNT, POSITION, movement({ cashAvailable: -1n, cashHeld: 1n })).position).toBe(POSITION);
  });

  it('leaves a position alone when there is none', () => {
    expect(post(ACCOUNT, null, movement({ cashAvailable: 5n, cashExternal: -5n })).position).toBeNull();
  });

  it('moves the average entry price by a purchase', () => {
    const bought = movement({ sharesAvailable: 5_000_000n, sharesVenue: -5_000_000n }, fillAt(20n));
    expect(post(ACCOUNT, POSITION, bought).position).toMatchObject({
      availableMicros: 9_000_000n,
      averageEntryPriceMicros: 15n,
      realizedProfitMicros: 0n,
    });
  });

  it('realises profit by a sale and leaves the average entry price', () => {
    const sold = movement({ sharesAvailable: -2_000_000n, sharesVenue: 2_000_000n }, fillAt(13n));
    expect(post(ACCOUNT, POSITION, sold).position).toMatchObject({
      availableMicros: 2_000_000n,
      averageEntryPriceMicros: 10n,
      realizedProfitMicros: 6n,
    });
  });

  it('realises a loss too, from held shares as well', () => {
    const sold = movement({ sharesHeld: -1_000_000n, sharesVenue: 1_000_000n }, fillAt(7n));
    expect(post(ACCOUNT, POSITION, sold).position).toMatchObject({ heldMicros: 0n, realizedProfitMicros: -3n });
  });

  it('forgets the average entry price with the last share, and keeps the profit', () => {
    const sold = movement(
      { sharesAvailable: -4_000_000n, sharesHeld: -1_000_000n, sharesVenue: 5_000_000n },
      fillAt(11n),
    );
    expect(post(ACCOUNT, POSITION, sold).position).toMatchObject({
      availableMicros: 0n,
      heldMicros: 0n,
      averageEntryPriceMicros: 0n,
      realizedProfitMicros: 5n,
    });
  });

  it.each([
    ['cash', { cashAvailable: 1n }],
    ['shares', { sharesHeld: -1n }],
    ['cash against shares', { cashAvailable: 1n, sharesAvailable: -1n }],
  ])('refuses %s that does not balance, as a bug', (_, amounts) => {
    expect(() => post(ACCOUNT, POSITION, movement(amounts))).toThrow(/does not balance/);
  });

  it.each([
    ['available cash', { cashAvailable: -1_001n, cashExternal: 1_001n }],
    ['held cash', { cashHeld: -101n, cashAvailable: 101n }],
    ['available shares', { sharesAvailable: -4_000_001n, sharesVenue: 4_000_001n }],
    ['held shares', { sharesHeld: -1_000_001n, sharesAvailable: 1_000_001n }],
  ])('refuses to make %s negative, as a bug', (name, amounts) => {
    expect(() => post(ACCOUNT, POSITION, movement(amounts))).toThrow(RangeError);
    expect(() => post(ACCOUNT, POSITION, movement(amounts))).toThrow(`would make ${name} negative`);
  });

  it('goes down to exactly nothing', () => {
    const { account } = post(
      ACCOUNT,
      null,
      movement({ cashAvailable: -1_000n, cashHeld: -100n, cashExternal: 1_100n }),
    );
    expect(account).toMatchObject({ availableMicros: 0n, heldMicros: 0n });
  });
});
