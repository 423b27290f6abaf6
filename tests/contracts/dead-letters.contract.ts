import type { DeadLetter, DeadLetters } from '@bourse/application/ports/dead-letters.ts';
import { LISTED_CHARACTERS } from '@bourse/application/ports/dead-letters.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import { expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';

/** Dead letters in an empty store. */
export interface DeadLettersSubject {
  readonly deadLetters: DeadLetters;
  readonly transactions: Transactions;
}

const LETTER: DeadLetter = {
  group: 'orders',
  topic: 'orders',
  partition: 3,
  position: 9_007_199_254_740_993n,
  record: { key: 'account', value: '{"v":1}', headers: { 'trace-id': 'abc' } },
  reason: 'unknown command version 9',
  step: 'decode',
  atMs: 1_790_000_000_000,
};

/** What every store of dead letters has to do. */
export function deadLettersContract(adapter: string, open: () => Promise<DeadLettersSubject>): void {
  const openStore = async () => {
    const { deadLetters, transactions } = await open();
    const add = (letters: readonly DeadLetter[]) =>
      transactions.run((transaction) => deadLetters.add(transaction, letters));
    return { deadLetters, transactions, add };
  };

  contractSuite('DeadLetters', adapter, () => {
    it('is empty at first, and stays so when nothing is added', async () => {
      const { deadLetters, add } = await openStore();
      await add([]);
      expect(await deadLetters.depth()).toBe(0);
    });

    it('counts what waits', async () => {
      const { deadLetters, add } = await openStore();
      await add([LETTER, { ...LETTER, position: 2n, step: 'decide' }]);
      await add([{ ...LETTER, partition: 4, step: 'save' }]);
      expect(await deadLetters.depth()).toBe(3);
    });

    it('stores the same record of a group once, within one call and later', async () => {
      const { deadLetters, add } = await openStore();
      await add([LETTER, { ...LETTER, reason: 'another reason' }]);
      await add([{ ...LETTER, atMs: LETTER.atMs + 1 }]);
      expect(await deadLetters.depth()).toBe(1);
    });

    it('stores the same record for each group that could not process it', async () => {
      const { deadLetters, add } = await openStore();
      await add([LETTER, { ...LETTER, group: 'history' }, { ...LETTER, topic: 'executions' }]);
      expect(await deadLetters.depth()).toBe(3);
    });

    it('finds the letters of a group by their places, and nothing where there is none', async () => {
      const { deadLetters, add } = await openStore();
      const other = { ...LETTER, partition: 0, position: 2n, step: 'save' as const };
      await add([
        LETTER,
        other,
        { ...LETTER, group: 'history', position: 7n },
        { ...LETTER, topic: 'else', position: 8n },
      ]);
      const places = [2n, 7n, 8n].map((position) => ({ partition: 0, position }));
      const { partition, position } = LETTER;
      expect(await deadLetters.find('orders', 'orders', [...places, { partition, position }])).toEqual([
        other,
        undefined,
        undefined,
        LETTER,
      ]);
      expect(await deadLetters.find('orders', 'orders', [])).toEqual([]);
    });

    it('lists what waits, newest first and page by page', async () => {
      const { deadLetters, add } = await openStore();
      const letters = [1n, 2n, 3n].map((position) => ({ ...LETTER, position }));
      for (const letter of letters) await add([letter]);
      const first = await deadLetters.list(null, 2);
      expect(first.map(({ letter }) => letter)).toEqual([letters[2], letters[1]]);
      expect(first.map(({ valueLength }) => valueLength)).toEqual([
        LETTER.record.value.length,
        LETTER.record.value.length,
      ]);
      const second = await deadLetters.list(first[1]!.id, 2);
      expect(second.map(({ letter }) => letter)).toEqual([letters[0]]);
      expect(await deadLetters.list(second[0]!.id, 2)).toEqual([]);
    });

    it('lists only the beginning of long texts, and how long the record is', async () => {
      const { deadLetters, add } = await openStore();
      const long = '\u{1f98b}'.repeat(LISTED_CHARACTERS + 5);
      await add([{ ...LETTER, reason: long, record: { ...LETTER.record, key: long, value: long } }]);
      const [listed] = await deadLetters.list(null, 10);
      const beginning = '\u{1f98b}'.repeat(LISTED_CHARACTERS);
      expect(listed?.letter.reason).toBe(beginning);
      expect(listed?.letter.record).toMatchObject({ key: beginning, value: beginning });
      expect(listed?.valueLength).toBe(LISTED_CHARACTERS + 5);
    });

    it('stores nothing when the transaction rolls back', async () => {
      const { deadLetters, transactions } = await openStore();
      const run = transactions.run(async (transaction) => {
        await deadLetters.add(transaction, [LETTER]);
        throw new RangeError('rolled back');
      });
      await expect(run).rejects.toThrow('rolled back');
      expect(await deadLetters.depth()).toBe(0);
    });

    it.each([
      ['NUL', '\0'],
      ['half a surrogate pair', '\ud83e'],
      ['the other half', '\udd89'],
      ['a line break and a quote', '\n"'],
    ])('stores a record with %s in any of its texts: nothing may keep a partition from going on', async (_, odd) => {
      const { deadLetters, add } = await openStore();
      const text = `before${odd}after`;
      await add([
        { ...LETTER, position: 1n, record: { ...LETTER.record, key: text } },
        { ...LETTER, position: 2n, record: { ...LETTER.record, value: text } },
        { ...LETTER, position: 3n, record: { ...LETTER.record, headers: { name: text } } },
        { ...LETTER, position: 4n, record: { ...LETTER.record, headers: { [text]: 'value' } } },
        { ...LETTER, position: 5n, reason: text },
      ]);
      expect(await deadLetters.depth()).toBe(5);
    });

    it('stores a long value and a long reason', async () => {
      const { deadLetters, add } = await openStore();
      const long = 'x'.repeat(1_000_000);
      await add([{ ...LETTER, reason: long, record: { ...LETTER.record, key: long, value: long } }]);
      expect(await deadLetters.depth()).toBe(1);
    });
  });
}
