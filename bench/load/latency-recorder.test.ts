import { expect, it } from 'vitest';
import { latencyRecorder } from './latency-recorder.ts';

it('answers percentiles by nearest rank, also of more times than it began with room for', () => {
  const recorder = latencyRecorder();
  for (let ms = 100_000; ms >= 1; ms -= 1) recorder.record(ms);
  expect(recorder.summary()).toEqual({ count: 100_000, p50: 50_000, p99: 99_000, p999: 99_900, max: 100_000 });
});

it('gives the largest of few times as every high percentile', () => {
  const recorder = latencyRecorder();
  for (const ms of [3, 1, 2]) recorder.record(ms);
  expect(recorder.summary()).toEqual({ count: 3, p50: 2, p99: 3, p999: 3, max: 3 });
});
