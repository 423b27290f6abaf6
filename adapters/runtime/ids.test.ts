import { describe, expect, it } from 'vitest';
import { createUuidIds } from './ids.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([78])[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const ACCOUNT = '0190a000-0000-7000-8000-000000000001';

describe('new ids', () => {
  it('are UUIDs version 7 that carry the time', () => {
    const id = createUuidIds({ now: () => 0x0123_4567_89ab }).next();
    expect(UUID.exec(id)?.[1]).toBe('7');
    expect(id.slice(0, 13)).toBe('01234567-89ab');
  });

  it('are unique and sort in the order in which they were made, also within a millisecond and when the clock goes back', () => {
    let nowMs = 1_000;
    const ids = createUuidIds({ now: () => nowMs });
    const made = Array.from({ length: 20_000 }, (_, index) => {
      if (index === 5_000) nowMs = 2_000;
      if (index === 10_000) nowMs = 500;
      return ids.next();
    });
    expect(new Set(made).size).toBe(made.length);
    expect(made.toSorted()).toEqual(made);
    expect(made.every((id) => UUID.test(id))).toBe(true);
  });
});

describe('derived ids', () => {
  const ids = createUuidIds({ now: () => 0 });

  it('are UUIDs version 8, the same for the same names on any machine and in any version', () => {
    expect(UUID.exec(ids.orderIdOf(ACCOUNT, 'my-order'))?.[1]).toBe('8');
    expect(ids.orderIdOf(ACCOUNT, 'my-order')).toBe(createUuidIds({ now: () => 99 }).orderIdOf(ACCOUNT, 'my-order'));
    // Kept orders are found by these: they must never change.
    expect(ids.orderIdOf(ACCOUNT, 'my-order')).toBe('75f77a98-775b-8b55-8381-959972adf3c6');
    expect(ids.transactionIdOf(ACCOUNT, 'my-key')).toBe('f04806a2-f859-8e91-88a0-28204afecd4c');
  });

  it('differ by account, by name, and by what they name', () => {
    const other = ACCOUNT.replace(/1$/, '2');
    const all = [
      ids.orderIdOf(ACCOUNT, 'x'),
      ids.orderIdOf(other, 'x'),
      ids.orderIdOf(ACCOUNT, 'y'),
      ids.transactionIdOf(ACCOUNT, 'x'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
