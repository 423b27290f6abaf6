import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { coresFor, rateOfOneMachine } from './capacity-model.ts';

/** How far the model may be from what was measured. */
const TOLERANCE = 0.15;

interface Recorded {
  readonly machine: { readonly cores: number };
  readonly figures: readonly { readonly figure: string; readonly median: number }[];
}

function recorded(file: string) {
  const path = fileURLToPath(new URL(`../results/${file}`, import.meta.url));
  const { machine, figures } = JSON.parse(readFileSync(path, 'utf8')) as Recorded;
  const median = (name: string): number => {
    const found = figures.find(({ figure }) => figure === name);
    if (found === undefined) throw new RangeError(`${file} has no figure ${name}`);
    return found.median;
  };
  return {
    cores: machine.cores,
    cost: { bourseMicros: median('processor time, bourse'), databaseMicros: median('processor time, database') },
    generatorMicros: median('processor time, generator'),
    median,
  };
}

describe('the capacity model', () => {
  it.each([
    ['2026-11-20-orders-spread.json', 'orders completed'],
    ['2026-11-21-trades-completed.json', 'trades completed'],
  ])('says of %s what was measured as %s', (file, figure) => {
    const { cores, cost, generatorMicros, median } = recorded(file);
    const measured = median(figure);
    const modelled = rateOfOneMachine(cores, cost, generatorMicros);
    expect(Math.abs(modelled - measured) / measured).toBeLessThan(TOLERANCE);
  });

  it('adds loads up, and gives back the rate of the machine that it asks for', () => {
    const cost = { bourseMicros: 80, databaseMicros: 60 };
    const { bourseCores, databaseCores } = coresFor([
      { perSecond: 3_000, cost },
      { perSecond: 2_000, cost },
    ]);
    expect(rateOfOneMachine(bourseCores + databaseCores, cost)).toBeCloseTo(5_000);
    expect(bourseCores / databaseCores).toBeCloseTo(80 / 60);
  });
});
