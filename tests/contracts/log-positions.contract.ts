import { isFault } from '@bourse/application/ports/fault.ts';
import type { Log } from '@bourse/application/ports/log.ts';
import type { LogPositions, PositionStep } from '@bourse/application/ports/log-positions.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import { expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';
import { jsonRecord } from './log-reading.ts';

/** Positions, and a log whose appends share their transactions: what else a consumer writes. */
export interface LogPositionsSubject {
  readonly positions: LogPositions;
  readonly transactions: Transactions;
  readonly log: Log;
  /** A topic of the log with one partition. */
  readonly effects: string;
}

/** What every fence has to do. `open` answers a log with an unused topic; groups may share a store. */
export function logPositionsContract(adapter: string, open: () => Promise<LogPositionsSubject>): void {
  let opened = 0;
  const openGroup = async () => {
    opened += 1;
    const subject = await open();
    const group = `group-${opened}`;
    const topic = 'orders';
    /** A transaction as a consumer makes it: an effect, and the steps. */
    const commit = (steps: readonly PositionStep[]) =>
      subject.transactions.run(async (transaction) => {
        await subject.log.appendWithin(transaction, subject.effects, [jsonRecord('a', 'effect')]);
        await subject.positions.advance(transaction, group, topic, steps);
      });
    const effects = () => subject.log.end(subject.effects, 0);
    return { ...subject, group, topic, commit, effectCount: effects };
  };
  const fenced = (error: unknown): boolean => isFault(error, 'fenced');

  contractSuite('LogPositions', adapter, () => {
    it('starts a partition at position 0 and goes on where it was left', async () => {
      const { positions, group, topic, commit } = await openGroup();
      const first = await positions.take({ group, topic, partition: 0 });
      expect(first.position).toBe(0n);
      await commit([{ partition: 0, from: 0n, to: 5n, epoch: first.epoch }]);
      await commit([{ partition: 0, from: 5n, to: 9n, epoch: first.epoch }]);
      expect((await positions.take({ group, topic, partition: 0 })).position).toBe(9n);
    });

    it('gives a new epoch to each holder, also when the same one takes a partition again', async () => {
      const { positions, group, topic } = await openGroup();
      const epochs: bigint[] = [];
      for (let count = 0; count < 4; count += 1)
        epochs.push((await positions.take({ group, topic, partition: 0 })).epoch);
      expect(new Set(epochs).size).toBe(4);
      expect(epochs).toEqual([...epochs].sort((one, other) => Number(one - other)));
    });

    it('fences a holder whose partition was taken, and nothing else of its transaction remains', async () => {
      const { positions, group, topic, commit, effectCount } = await openGroup();
      const zombie = await positions.take({ group, topic, partition: 0 });
      await commit([{ partition: 0, from: 0n, to: 1n, epoch: zombie.epoch }]);
      const successor = await positions.take({ group, topic, partition: 0 });

      await expect(commit([{ partition: 0, from: 1n, to: 2n, epoch: zombie.epoch }])).rejects.toSatisfy(fenced);
      expect(await effectCount()).toBe(1n);
      expect(await positions.positions(group, topic)).toEqual(new Map([[0, 1n]]));

      await commit([{ partition: 0, from: 1n, to: 2n, epoch: successor.epoch }]);
      expect(await effectCount()).toBe(2n);
    });

    it.each([
      ['behind', 1n],
      ['ahead', 4n],
    ])('fences a step from a position %s of the stored one', async (_, from) => {
      const { positions, group, topic, commit, effectCount } = await openGroup();
      const { epoch } = await positions.take({ group, topic, partition: 0 });
      await commit([{ partition: 0, from: 0n, to: 3n, epoch }]);
      await expect(commit([{ partition: 0, from, to: 7n, epoch }])).rejects.toSatisfy(fenced);
      expect(await effectCount()).toBe(1n);
      expect(await positions.positions(group, topic)).toEqual(new Map([[0, 3n]]));
    });

    it('fences a step in a partition that nobody has taken', async () => {
      const { commit, effectCount } = await openGroup();
      await expect(commit([{ partition: 0, from: 0n, to: 1n, epoch: 1n }])).rejects.toSatisfy(fenced);
      expect(await effectCount()).toBe(0n);
    });

    it('moves in several partitions at once', async () => {
      const { positions, group, topic, commit } = await openGroup();
      const steps: PositionStep[] = [];
      for (const partition of [3, 0, 7]) {
        const { epoch } = await positions.take({ group, topic, partition });
        steps.push({ partition, from: 0n, to: BigInt(partition + 1), epoch });
      }
      await commit(steps);
      const expected = new Map([
        [0, 1n],
        [3, 4n],
        [7, 8n],
      ]);
      expect(await positions.positions(group, topic)).toEqual(expected);
    });

    it('moves in none of several partitions when one of them is fenced', async () => {
      const { positions, group, topic, commit, effectCount } = await openGroup();
      const first = await positions.take({ group, topic, partition: 0 });
      const second = await positions.take({ group, topic, partition: 1 });
      await positions.take({ group, topic, partition: 1 });
      const steps = [
        { partition: 0, from: 0n, to: 1n, epoch: first.epoch },
        { partition: 1, from: 0n, to: 1n, epoch: second.epoch },
      ];
      await expect(commit(steps)).rejects.toSatisfy(fenced);
      expect(await effectCount()).toBe(0n);
      expect([...(await positions.positions(group, topic)).values()]).toEqual([0n, 0n]);
    });

    it('lets one of many commits from the same position through', async () => {
      const { positions, group, topic, commit, effectCount } = await openGroup();
      const { epoch } = await positions.take({ group, topic, partition: 0 });
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, () => commit([{ partition: 0, from: 0n, to: 1n, epoch }])),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toSatisfy(fenced);
      expect(await effectCount()).toBe(1n);
    });

    it('lets nothing through of many fenced transactions that hand over all their writes at once', async () => {
      const { positions, transactions, log, effects, group, topic, effectCount } = await openGroup();
      const { epoch } = await positions.take({ group, topic, partition: 0 });
      await positions.take({ group, topic, partition: 0 });
      const runs = Array.from({ length: 200 }, (_, index) =>
        transactions.run(async (transaction) => {
          const writes = Array.from(
            { length: 6 },
            () => () => log.appendWithin(transaction, effects, [jsonRecord('a', 'effect')]),
          );
          const advance = () =>
            positions.advance(transaction, group, topic, [{ partition: 0, from: 0n, to: 1n, epoch }]);
          await Promise.all(writes.toSpliced(index % 6, 0, advance).map((write) => write()));
        }),
      );
      for (const outcome of await Promise.allSettled(runs)) {
        expect(outcome.status === 'rejected' && fenced(outcome.reason)).toBe(true);
      }
      expect(await effectCount()).toBe(0n);
      expect(await positions.positions(group, topic)).toEqual(new Map([[0, 0n]]));
    });

    it('commits or fences, never half, when a partition is taken while its holder commits', async () => {
      const { positions, group, topic, commit, effectCount } = await openGroup();
      let { position, epoch } = await positions.take({ group, topic, partition: 0 });
      let committed = 0n;
      for (let round = 0; round < 30; round += 1) {
        const [outcome, taken] = await Promise.allSettled([
          commit([{ partition: 0, from: position, to: position + 1n, epoch }]),
          positions.take({ group, topic, partition: 0 }),
        ]);
        if (outcome.status === 'fulfilled') committed += 1n;
        else expect(outcome.reason).toSatisfy(fenced);
        if (taken.status === 'rejected') throw taken.reason;
        epoch = taken.value.epoch;
        position = (await positions.positions(group, topic)).get(0)!;
        expect(position).toBe(committed);
      }
      expect(await effectCount()).toBe(committed);
    });

    it('knows the positions of a group only, and only of partitions that were taken', async () => {
      const { positions, group, topic } = await openGroup();
      await positions.take({ group, topic, partition: 2 });
      expect(await positions.positions(group, topic)).toEqual(new Map([[2, 0n]]));
      expect(await positions.positions(`${group}-other`, topic)).toEqual(new Map());
      expect(await positions.positions(group, `${topic}-other`)).toEqual(new Map());
    });

    it('keeps groups and topics apart', async () => {
      const { positions, transactions, group, topic, commit } = await openGroup();
      const { epoch } = await positions.take({ group, topic, partition: 0 });
      const other = await positions.take({ group: `${group}-other`, topic, partition: 0 });
      await positions.take({ group, topic: `${topic}-other`, partition: 0 });
      await commit([{ partition: 0, from: 0n, to: 4n, epoch }]);
      await transactions.run((transaction) =>
        positions.advance(transaction, `${group}-other`, topic, [
          { partition: 0, from: 0n, to: 2n, epoch: other.epoch },
        ]),
      );
      expect((await positions.positions(group, topic)).get(0)).toBe(4n);
      expect((await positions.positions(`${group}-other`, topic)).get(0)).toBe(2n);
      expect((await positions.positions(group, `${topic}-other`)).get(0)).toBe(0n);
    });
  });
}
