import type { DeadLetter, DeadLetters } from '../ports/dead-letters.ts';
import type { LogRecord } from '../ports/log.ts';
import type { LogPositions, PositionStep } from '../ports/log-positions.ts';
import type { Transaction, Transactions } from '../ports/transactions.ts';
import type { Located, Processor } from './processor.ts';

/** The ports that one attempt writes through. */
export interface AttemptPorts {
  readonly transactions: Transactions;
  readonly positions: LogPositions;
  readonly deadLetters: DeadLetters;
  readonly nowMs: () => number;
}

/** What became of a batch that was committed. */
export interface AttemptOutcome {
  readonly decided: number;
  /** What went to the dead letters. */
  readonly setAside: readonly LogRecord[];
}

/** A batch that is decided and not committed yet. */
export interface DecidedBatch<Effect> {
  readonly effects: readonly Effect[];
  readonly letters: readonly DeadLetter[];
}

/**
 * Decides the records of a batch and commits effects, dead letters and the steps of the position in one transaction.
 * Throws whatever prevented the commit, in particular Fault('fenced'); the caller then discards the processor's working state.
 */
export async function attemptBatch<Command, Effect>(
  processor: Processor<Command, Effect>,
  records: readonly Located<unknown>[],
  steps: readonly PositionStep[],
  ports: AttemptPorts,
): Promise<AttemptOutcome> {
  const decided = await decideBatch(processor, records, ports);
  const outcome = await commitBatch(processor, { ...decided, steps }, ports);
  processor.committed(decided.effects);
  return outcome;
}

/** The first half: nothing is written yet. Throws Fault('unavailable'). */
export async function decideBatch<Command, Effect>(
  processor: Processor<Command, Effect>,
  records: readonly Located<unknown>[],
  ports: Pick<AttemptPorts, 'nowMs'>,
): Promise<DecidedBatch<Effect>> {
  const letters: DeadLetter[] = [];
  const setAside = (located: Located<unknown>, step: DeadLetter['step'], error: unknown): void => {
    letters.push({ ...deadLetterOf(processor, located, step, error), atMs: ports.nowMs() });
  };
  const commands = decodeAll(processor, records, setAside);
  await processor.prepare(commands);
  return { effects: decideAll(processor, commands, setAside), letters };
}

/** What a batch that is decided has to be written with: the steps of the position, and whatever else belongs to it. */
export interface BatchCommit<Effect> extends DecidedBatch<Effect> {
  readonly steps: readonly PositionStep[];
  readonly writeToo?: (transaction: Transaction) => Promise<void>;
}

/** The second half: whatever is thrown, `committed` has not been called. */
export async function commitBatch<Command, Effect>(
  processor: Processor<Command, Effect>,
  { effects, letters, steps, writeToo }: BatchCommit<Effect>,
  ports: Pick<AttemptPorts, 'positions' | 'deadLetters'> & { readonly transactions: Pick<Transactions, 'runAtOnce'> },
): Promise<AttemptOutcome> {
  await ports.transactions.runAtOnce(async (transaction) => {
    // The fence stands first and fails all of them.
    await Promise.all([
      ports.positions.advance(transaction, processor.group, processor.topic, steps),
      ...(writeToo === undefined ? [] : [writeToo(transaction)]),
      ...(effects.length > 0 ? [processor.save(transaction, effects)] : []),
      ...(letters.length > 0 ? [ports.deadLetters.add(transaction, letters)] : []),
    ]);
  });
  return { decided: effects.length, setAside: letters.map(({ record }) => record) };
}

/** Moves past one record that cannot be stored: it becomes a dead letter and has no effect. */
export async function setAsideRecord(
  processor: Pick<Processor<unknown, unknown>, 'group' | 'topic'>,
  { located, error }: { readonly located: Located<unknown>; readonly error: unknown },
  steps: readonly PositionStep[],
  ports: AttemptPorts,
): Promise<void> {
  const letter = { ...deadLetterOf(processor, located, 'save', error), atMs: ports.nowMs() };
  await ports.transactions.run(async (transaction) => {
    await ports.positions.advance(transaction, processor.group, processor.topic, steps);
    await ports.deadLetters.add(transaction, [letter]);
  });
}

type SetAside = (located: Located<unknown>, step: DeadLetter['step'], error: unknown) => void;

function decodeAll<Command>(
  processor: Processor<Command, unknown>,
  records: readonly Located<unknown>[],
  setAside: SetAside,
): Located<Command>[] {
  const commands: Located<Command>[] = [];
  for (const located of records) {
    try {
      commands.push({ ...located, value: processor.decode(located.record) });
    } catch (error) {
      setAside(located, 'decode', error);
    }
  }
  return commands;
}

function decideAll<Command, Effect>(
  processor: Processor<Command, Effect>,
  commands: readonly Located<Command>[],
  setAside: SetAside,
): Effect[] {
  const effects: Effect[] = [];
  for (const located of commands) {
    try {
      effects.push(processor.decide(located));
    } catch (error) {
      setAside(located, 'decide', error);
    }
  }
  return effects;
}

function deadLetterOf(
  processor: Pick<Processor<unknown, unknown>, 'group' | 'topic'>,
  located: Located<unknown>,
  step: DeadLetter['step'],
  error: unknown,
): Omit<DeadLetter, 'atMs'> {
  const { partition, position, record } = located;
  const reason = error instanceof Error ? error.message : String(error);
  return { group: processor.group, topic: processor.topic, partition, position, record, reason, step };
}
