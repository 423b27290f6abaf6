import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import type { PrivateServer } from '../private-server.ts';
import { until } from '../until.ts';

/** Somebody who can be killed, and comes back by itself. */
export interface Victim {
  readonly name: string;
  /** How often it is drawn, compared with the others. */
  readonly share: number;
  /** Whether nobody else may be killed in the same round. */
  readonly alone?: boolean;
  /** `alone` says that nobody else is killed in this round. What it answers is waited for before the round ends. */
  kill(alone: boolean): unknown;
}

/** How long and how hard. */
export interface KillingOptions {
  readonly rounds: number;
  readonly random: Random;
  /** Requests answered so far: a round begins only after some more, so that there is something to interrupt. */
  readonly answered: () => number;
}

const ANSWERED_BETWEEN = 40;
const LONGEST_PAUSE_MS = 700;
/** Share of the rounds that kill a second one while the first is coming back. */
const TWICE = 0.3;

/** Kills one or two victims in each round, at a moment and in an order that the random numbers decide. Answers how often each. */
export async function killInRounds(
  victims: readonly Victim[],
  { rounds, random, answered }: KillingOptions,
): Promise<Readonly<Record<string, number>>> {
  const kills: Record<string, number> = Object.fromEntries(victims.map(({ name }) => [name, 0]));
  let deck: Victim[] = [];

  function draw(): Victim {
    if (deck.length === 0) deck = shuffled(victims, random);
    return deck.pop()!;
  }
  async function kill(victim: Victim, alone: boolean): Promise<{ readonly settled: Promise<unknown> }> {
    await delay(random() * LONGEST_PAUSE_MS);
    kills[victim.name]! += 1;
    return { settled: Promise.resolve(victim.kill(alone)) };
  }

  for (let round = 0; round < rounds; round += 1) {
    const before = answered();
    await until(`answers in round ${round}`, () => answered() >= before + ANSWERED_BETWEEN, 120_000);
    const first = draw();
    const second = random() < TWICE && first.alone !== true ? draw() : undefined;
    const partner = second?.alone === true ? undefined : second;
    // Its turn comes later.
    if (second !== partner && second !== undefined) deck.unshift(second);
    const killed = [await kill(first, partner === undefined)];
    if (partner !== undefined) killed.push(await kill(partner, false));
    await Promise.all(killed.map(({ settled }) => settled));
  }
  return kills;
}

/** Kills a database server; the next one is killed only when there is one again. */
export function killDatabase({ server }: PrivateServer): void {
  try {
    process.kill(server.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Each victim as often as its share says, so that none is forgotten, in random order. */
function shuffled(victims: readonly Victim[], random: Random): Victim[] {
  return victims
    .flatMap((victim) => Array.from({ length: victim.share }, () => ({ victim, place: random() })))
    .sort((one, other) => one.place - other.place)
    .map(({ victim }) => victim);
}
