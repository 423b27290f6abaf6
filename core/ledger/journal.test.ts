import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { emptyAccount } from './account.ts';
import type { JournalTransaction } from './journal.ts';
import { emptyHead, hashOf, originHead, record } from './journal.ts';
import type { Movement } from './movement.ts';
import { entriesOf } from './movement.ts';
import { emptyPosition } from './position.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const FILL: Movement = {
  kind: 'fill',
  reference: '0199c3f0-7d1e-7cc3-9d4a-0d6a1f0e2b11',
  symbol: 'ACME',
  entries: entriesOf({ cashAvailable: -5n, cashVenue: 4n, cashFees: 1n, sharesAvailable: 2n, sharesVenue: -2n }),
  fill: { priceMicros: 2n, source: 'feed', asOfMs: 3 },
};
const DEPOSIT: Movement = {
  kind: 'deposit',
  reference: 'd',
  symbol: null,
  entries: entriesOf({ cashAvailable: 1n, cashExternal: -1n }),
  fill: null,
};

const account = { ...emptyAccount('0199c3f0-0000-7cc3-9d4a-0d6a1f0e2b11'), availableMicros: 10n, heldMicros: 20n };
const position = {
  ...emptyPosition(account.accountId, 'ACME'),
  availableMicros: 30n,
  heldMicros: 40n,
  averageEntryPriceMicros: 50n,
  realizedProfitMicros: -60n,
};

function recorded(movement: Movement = FILL): JournalTransaction {
  return record(
    emptyHead(3),
    movement,
    { account, position: movement.symbol === null ? null : position, recordedAtMs: 7 },
    sha256,
  );
}

describe('record', () => {
  it('numbers transactions from one and chains each to the one before', () => {
    const first = recorded();
    const second = record(
      { partition: 3, sequence: first.sequence, hash: first.hash },
      DEPOSIT,
      { account, position: null, recordedAtMs: 8 },
      sha256,
    );
    expect([first.sequence, second.sequence]).toEqual([1n, 2n]);
    expect(first.hash).toBe(hashOf(emptyHead(3).hash, first, sha256));
    expect(second.hash).toBe(hashOf(first.hash, second, sha256));
    expect(second.hash).not.toBe(hashOf(emptyHead(3).hash, second, sha256));
  });

  it('keeps the balances that the movement led to', () => {
    expect(recorded()).toMatchObject({
      accountId: account.accountId,
      partition: 3,
      recordedAtMs: 7,
      movement: FILL,
      after: {
        cashAvailableMicros: 10n,
        cashHeldMicros: 20n,
        shares: { availableMicros: 30n, heldMicros: 40n, averageEntryPriceMicros: 50n, realizedProfitMicros: -60n },
      },
    });
    expect(recorded(DEPOSIT).after.shares).toBeNull();
  });

  it('begins every chain at the same point', () => {
    expect(emptyHead(0)).toEqual({ partition: 0, sequence: 0n, hash: '0'.repeat(64) });
  });

  it('hashes a text that stays the same in every release, as stored chains are checked by it', () => {
    const genesis = '0'.repeat(64);
    const fill =
      '3|1|7|fill|0199c3f0-7d1e-7cc3-9d4a-0d6a1f0e2b11|-5,0,0,4,1,2,0,-2,|10,20|30,40,50,-60|2,3,"feed"|"ACME"';
    expect(recorded().hash).toBe(sha256(`${genesis}|${account.accountId}|${fill}`));
    const deposit = '3|1|7|deposit|d|1,0,-1,0,0,0,0,0,|10,20||null';
    expect(recorded(DEPOSIT).hash).toBe(sha256(`${genesis}|${account.accountId}|${deposit}`));
  });
});

describe('the hash of a transaction', () => {
  const original = recorded();
  const { movement, after } = original;
  const { entries } = movement;
  const fill = movement.fill!;
  const shares = after.shares!;
  const withMovement = (changes: Partial<Movement>): JournalTransaction => ({
    ...original,
    movement: { ...movement, ...changes },
  });
  const withAfter = (changes: Partial<typeof after>): JournalTransaction => ({
    ...original,
    after: { ...after, ...changes },
  });

  const changed: readonly (readonly [string, JournalTransaction])[] = [
    ['account', { ...original, accountId: '0199c3f0-0001-7cc3-9d4a-0d6a1f0e2b11' }],
    ['partition', { ...original, partition: 4 }],
    ['sequence', { ...original, sequence: 2n }],
    ['time', { ...original, recordedAtMs: 8 }],
    ['kind', withMovement({ kind: 'hold' })],
    ['reference', withMovement({ reference: 'another' })],
    ['symbol', withMovement({ symbol: 'ACMF' })],
    ['missing symbol', withMovement({ symbol: null })],
    ...Object.entries(entries).map(
      ([name, amount]) => [`entry ${name}`, withMovement({ entries: { ...entries, [name]: amount + 1n } })] as const,
    ),
    ['price of the fill', withMovement({ fill: { ...fill, priceMicros: 3n } })],
    ['source of the fill', withMovement({ fill: { ...fill, source: 'feed2' } })],
    ['time of the fill', withMovement({ fill: { ...fill, asOfMs: 4 } })],
    ['missing fill', withMovement({ fill: null })],
    ['cash available afterwards', withAfter({ cashAvailableMicros: 11n })],
    ['cash held afterwards', withAfter({ cashHeldMicros: 21n })],
    ...Object.entries(shares).map(
      ([name, amount]) =>
        [`${name} of the shares afterwards`, withAfter({ shares: { ...shares, [name]: amount + 1n } })] as const,
    ),
    ['missing shares', withAfter({ shares: null })],
  ];
  it.each(changed)('is another one with another %s', (_, transaction) => {
    expect(hashOf(emptyHead(3).hash, transaction, sha256)).not.toBe(original.hash);
  });

  it('is another one behind another transaction', () => {
    expect(hashOf('1'.repeat(64), original, sha256)).not.toBe(original.hash);
  });

  it('does not take digits of one number for those of the next', () => {
    const texts = new Set<string>();
    const collect = (text: string) => {
      texts.add(text);
      return '';
    };
    const pairs = [
      [1n, 23n],
      [12n, 3n],
      [-1n, 23n],
      [1n, -23n],
    ] as const;
    for (const [cashAvailableMicros, cashHeldMicros] of pairs) {
      hashOf('', withAfter({ cashAvailableMicros, cashHeldMicros }), collect);
      hashOf(
        '',
        withMovement({ entries: { ...entries, cashAvailable: cashAvailableMicros, cashHeld: cashHeldMicros } }),
        collect,
      );
    }
    expect(texts.size).toBe(8);
  });

  it('does not let a source or a symbol pass for other fields', () => {
    const texts = new Set<string>();
    const collect = (text: string) => {
      texts.add(text);
      return '';
    };
    hashOf('', withMovement({ fill: { ...fill, source: 'feed' }, symbol: '"|"ACME' }), collect);
    hashOf('', withMovement({ fill: { ...fill, source: 'feed"|"' }, symbol: 'ACME' }), collect);
    hashOf('', withMovement({ fill: null, symbol: '2,3,"feed"' }), collect);
    hashOf('', withMovement({ fill: null, symbol: 'null' }), collect);
    hashOf('', withMovement({ fill: null, symbol: null }), collect);
    expect(texts.size).toBe(5);
  });
});

describe('the head with which chains of a later layout begin', () => {
  const ends = [
    { partition: 0, sequence: 7n, hash: 'a' },
    { partition: 1, sequence: 9n, hash: 'b' },
  ];

  it('is the empty one when there was nothing before', () => {
    expect(originHead(4, [], sha256)).toEqual(emptyHead(4));
  });

  it('goes on above every sequence, and is the same in whatever order the ends are given', () => {
    const origin = originHead(4, ends, sha256);
    expect(origin).toMatchObject({ partition: 4, sequence: 9n });
    expect(originHead(4, ends.toReversed(), sha256)).toEqual(origin);
  });

  it('is another one for each partition, and when any end before it is another one', () => {
    const hashes = [
      originHead(4, ends, sha256),
      originHead(5, ends, sha256),
      originHead(4, [ends[0]!], sha256),
      originHead(4, [ends[0]!, { ...ends[1]!, hash: 'c' }], sha256),
      originHead(4, [{ ...ends[0]!, sequence: 6n }, ends[1]!], sha256),
    ].map(({ hash }) => hash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
