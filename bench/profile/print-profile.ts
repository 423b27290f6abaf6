import type { SelfTime } from './cpu-profile.ts';

const PLACES = 30;
const AREAS = 16;

/** Prints where the processor time of a process went: by area, then the functions that took most. */
export function printProfile(times: readonly SelfTime[]): void {
  if (times.length === 0) return;
  const busy = times.filter(({ area }) => area !== '(idle)');
  const total = busy.reduce((sum, { seconds }) => sum + seconds, 0);
  const share = (seconds: number): string => `${((100 * seconds) / total).toFixed(1).padStart(5)} %`;
  const areas = new Map<string, number>();
  for (const { area, seconds } of busy) areas.set(area, (areas.get(area) ?? 0) + seconds);
  const sorted = [...areas].sort(([, one], [, other]) => other - one);
  console.log(`  Bourse was busy for ${total.toFixed(1)} s, by area (its own code only, not what it called):`);
  for (const [area, seconds] of sorted.slice(0, AREAS)) console.log(`  ${share(seconds)}  ${area}`);
  console.log('  and by function:');
  for (const { place, area, seconds } of busy.slice(0, PLACES)) console.log(`  ${share(seconds)}  ${area}  ${place}`);
}
