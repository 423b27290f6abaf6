import { describe, expect, it } from 'vitest';
import { createMemoryHttpApp } from './testing/memory-http-app.ts';

const working = { check: async () => undefined };
const broken = { check: () => Promise.reject(new Error('password=hunter2')) };

describe('health', () => {
  it('is ok when all parts are', async () => {
    const { app } = await createMemoryHttpApp();
    for (const url of ['/api/v1/health', '/api/v1/health/ready']) {
      const response = await app.inject(url);
      expect([response.statusCode, response.json()]).toEqual([200, { status: 'ok', db: 'ok', kafka: 'ok' }]);
    }
  });

  it('is degraded when a part is down: the process lives, but is not ready', async () => {
    const { app } = await createMemoryHttpApp({ health: { db: broken, kafka: working } });
    const degraded = { status: 'degraded', db: 'down', kafka: 'ok' };
    const [report, ready, live] = [
      await app.inject('/api/v1/health'),
      await app.inject('/api/v1/health/ready'),
      await app.inject('/api/v1/health/live'),
    ];
    expect([report.statusCode, report.json()]).toEqual([200, degraded]);
    expect([ready.statusCode, ready.json()]).toEqual([503, degraded]);
    expect([live.statusCode, live.json()]).toEqual([200, { status: 'ok' }]);
  });
});

describe('health where Redis is configured', () => {
  it('is degraded without it, and ready all the same', async () => {
    const { app } = await createMemoryHttpApp({ health: { db: working, kafka: working, redis: broken } });
    const ready = await app.inject('/api/v1/health/ready');
    const report = { status: 'degraded', db: 'ok', kafka: 'ok', redis: 'down' };
    expect([ready.statusCode, ready.json()]).toEqual([200, report]);
  });
});

describe('metrics', () => {
  it('are given as Prometheus reads them', async () => {
    const metrics = {
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
      exposition: async () => 'bourse_up 1\n',
    };
    const { app } = await createMemoryHttpApp({ metrics });
    const response = await app.inject('/metrics');
    expect(response.headers['content-type']).toBe(metrics.contentType);
    expect(response.body).toBe('bourse_up 1\n');
  });
});
