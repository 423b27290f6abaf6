import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { until } from '../until.ts';

/** Somebody who can be killed, and comes back by itself. */
export interface Victim {
  readonly name: string;
  /** How often it is drawn, compared with the others. */
  readonly share: number;
  kill(): void;
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

  async function killOne(): Promise<void> {
    if (deck.length === 0) deck = shuffled(victims, random);
    const victim = deck.pop()!;
    await delay(random() * LONGEST_PAUSE_MS);
    victim.kill();
    kills[victim.name]! += 1;
  }

  for (let round = 0; round < rounds; round += 1) {
    const before = answered();
    await until(`answers in round ${round}`, () => answered() >= before + ANSWERED_BETWEEN, 120_000);
    await killOne();
    if (random() < TWICE) await killOne();
  }
  return kills;
}

/** Each victim as often as its share says, so that none is forgotten, in random order. */
function shuffled(victims: readonly Victim[], random: Random): Victim[] {
  return victims
    .flatMap((victim) => Array.from({ length: victim.share }, () => ({ victim, place: random() })))
    .sort((one, other) => one.place - other.place)
    .map(({ victim }) => victim);
}
