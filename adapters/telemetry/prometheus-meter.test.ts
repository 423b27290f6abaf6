import { describe, expect, it } from 'vitest';
import { createPrometheusMeter } from './prometheus-meter.ts';

describe('the Prometheus meter', () => {
  it('counts, sets and measures under names that begin with bourse_', async () => {
    const meter = createPrometheusMeter();
    meter.count('orders', { side: 'buy' }, 2);
    meter.count('orders', { side: 'buy' }, 1);
    meter.gauge('consumer_lag', { topic: 'orders' }, 7);
    meter.duration('http_request_duration_seconds', { route: '/x' }, 0.02);
    const text = await meter.exposition();
    expect(text).toContain('bourse_orders_total{side="buy"} 3');
    expect(text).toContain('bourse_consumer_lag{topic="orders"} 7');
    expect(text).toContain('bourse_http_request_duration_seconds_bucket{le="0.025",route="/x"} 1');
    expect(text).toContain('bourse_http_request_duration_seconds_bucket{le="0.01",route="/x"} 0');
    expect(text).toContain('bourse_process_cpu_seconds_total');
    expect(meter.contentType).toContain('text/plain');
  });

  it('ends names as Prometheus asks, once', async () => {
    const meter = createPrometheusMeter();
    meter.count('things_total', {}, 1);
    meter.duration('batch', {}, 1);
    const text = await meter.exposition();
    expect(text).toContain('bourse_things_total 1');
    expect(text).toContain('bourse_batch_seconds_count 1');
    expect(text).not.toContain('total_total');
  });

  it('keeps a thousand combinations of labels of a metric, and counts what it leaves out', async () => {
    const meter = createPrometheusMeter();
    for (let n = 0; n < 1_005; n += 1) meter.count('visits', { path: n.toString() }, 1);
    meter.count('visits', { path: '7' }, 1);
    const text = await meter.exposition();
    expect(text.match(/^bourse_visits_total\{/gm)).toHaveLength(1_000);
    expect(text).toContain('bourse_visits_total{path="7"} 2');
    expect(text).toContain('bourse_metric_series_left_out_total{metric="visits"} 5');
  });

  it('reads durations back, by labels, with how many stayed below each bound', async () => {
    const meter = createPrometheusMeter();
    meter.duration('http_request_duration_seconds', { route: '/x', status: '200' }, 0.02);
    meter.duration('http_request_duration_seconds', { route: '/x', status: '200' }, 30);
    meter.duration('http_request_duration_seconds', { route: '/x', status: '404' }, 0.002);
    const figures = await meter.durations('http_request_duration_seconds');
    expect(figures.map(({ labels, count }) => [labels, count])).toEqual([
      [{ route: '/x', status: '200' }, 2],
      [{ route: '/x', status: '404' }, 1],
    ]);
    expect(figures[0]?.seconds).toBeCloseTo(30.02);
    expect(figures[0]?.buckets.find(({ upToSeconds }) => upToSeconds === 0.01)?.count).toBe(0);
    expect(figures[0]?.buckets.at(-1)).toEqual({ upToSeconds: 10, count: 1 });
    expect(await meter.durations('never_used_seconds')).toEqual([]);
  });
});
