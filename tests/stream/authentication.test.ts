import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operatorHeaders } from '@bourse/entrypoints/http/testing/callers.ts';
import { watchStream } from '../support/stream-watcher.ts';
import { until } from '../support/until.ts';
import type { StreamSite } from './stream-site.ts';
import { openStreamSite } from './stream-site.ts';

/** A token lasts for seven beats and a half. */
const TOKEN_MS = 900_000;
const HEARTBEAT_MS = 120_000;

let site: StreamSite;

beforeAll(async () => {
  site = await openStreamSite({ heartbeatMs: HEARTBEAT_MS });
  await site.trading.quote('ACME', 100_000_000n);
});

afterAll(() => site.close());

async function apiKey(token: string, scopes: readonly string[], lifetimeMs?: number): Promise<string> {
  const headers = { authorization: `Bearer ${token}` };
  const expiry = lifetimeMs === undefined ? {} : { expires_at: new Date(site.clock.now() + lifetimeMs).toISOString() };
  const made = await site.app.inject({
    method: 'POST',
    url: '/api/v1/api-keys',
    headers,
    payload: { name: 'bot', scopes, ...expiry },
  });
  return made.json<{ key: string }>().key;
}

describe('who is let in to the stream', () => {
  it.each([
    ['a forged token', { authorization: 'Bearer nonsense' }],
    ['an unknown key', { 'x-api-key': 'bourse_unknown' }],
    ['an authorization that is none', { authorization: 'nonsense' }],
  ])('not who shows %s at the door', async (_name, headers) => {
    await expect(watchStream(site.url, { headers })).rejects.toThrow('not let in: 401');
  });

  it('not who puts a token into the address', async () => {
    const { token } = await site.trader();
    const path = `/api/v1/stream?token=${token}`;
    await expect(watchStream(site.url, {}, path)).rejects.toThrow('not let in: 400');
  });

  it('who shows a token or a key at the door is known at once', async () => {
    const { token } = await site.trader();
    for (const headers of [
      { authorization: `Bearer ${token}` },
      { 'x-api-key': await apiKey(token, ['orders:read']) },
      operatorHeaders,
    ]) {
      const watcher = await watchStream(site.url, { headers });
      await watcher.next({ type: 'authenticated', id: null });
      watcher.end();
    }
  });

  it('who says nothing at the door is told nothing before it says who it is', async () => {
    const { token } = await site.trader();
    const watcher = await site.connect(null);
    for (const channel of ['prices', 'orders', 'executions', 'requests']) {
      watcher.send({ type: 'subscribe', channel, id: channel });
      expect(await watcher.next({ id: channel })).toMatchObject({ type: 'error', code: 'authentication-required' });
    }
    await site.trading.quote('ACME', 101_000_000n);
    watcher.send({ type: 'authenticate', token, id: 'now' });
    await watcher.next({ type: 'authenticated', id: 'now' });
    expect(watcher.told.filter(({ type }) => type !== 'error')).toHaveLength(1);
  });

  it('who shows a wrong token in the first message is sent away', async () => {
    const watcher = await site.connect(null);
    watcher.send({ type: 'authenticate', token: 'nonsense' });
    expect(await watcher.closed()).toBe('4001 invalid-credentials');
  });

  it('who takes longer than five seconds is sent away', async () => {
    const watcher = await site.connect(null);
    site.clock.advance(4_999);
    expect(watcher.socket.readyState).toBe(watcher.socket.OPEN);
    site.clock.advance(1);
    expect(await watcher.closed()).toBe('4000 authentication-timeout');
  });

  it('a plain request is told to upgrade', async () => {
    const answer = await site.app.inject({ url: '/api/v1/stream' });
    expect(answer.statusCode).toBe(426);
    expect(answer.headers['upgrade']).toBe('websocket');
    expect(answer.json()).toMatchObject({ type: 'urn:bourse:problem:upgrade-required' });
  });
});

describe('who may read what', () => {
  it('a key needs the scope of the channel', async () => {
    const { token } = await site.trader();
    const headers = { 'x-api-key': await apiKey(token, ['market:read']) };
    const watcher = await watchStream(site.url, { headers });
    watcher.send({ type: 'subscribe', channel: 'orders', id: 'o' });
    expect(await watcher.next({ id: 'o' })).toMatchObject({ type: 'error', code: 'missing-scope' });
    watcher.send({ type: 'subscribe', channel: 'prices', id: 'p' });
    await watcher.next({ type: 'subscribed', id: 'p' });
    watcher.end();
  });

  it('an operator has no orders', async () => {
    const watcher = await watchStream(site.url, { headers: operatorHeaders });
    watcher.send({ type: 'subscribe', channel: 'executions', id: 'e' });
    expect(await watcher.next({ id: 'e' })).toMatchObject({ type: 'error', code: 'wrong-role' });
    watcher.end();
  });
});

describe('a credential that ends', () => {
  /** Lets heartbeats pass, each answered by the client. */
  async function beats(watcher: Awaited<ReturnType<StreamSite['connect']>>, count: number): Promise<void> {
    for (let beat = 0; beat < count; beat += 1) {
      const before = watcher.told.length;
      let pinged = false;
      watcher.socket.once('ping', () => {
        pinged = true;
      });
      site.clock.advance(HEARTBEAT_MS);
      await until('a heartbeat', () => pinged && watcher.told.length > before);
      // The answer to the ping has arrived when the answer to a later message has.
      await answered(watcher, `beat-${beat}-${before}`);
    }
  }

  /** Sends a message with this id, and waits for the answer. */
  async function answered(watcher: Awaited<ReturnType<StreamSite['connect']>>, id: string): Promise<void> {
    watcher.send({ type: 'unsubscribe', channel: 'orders', id });
    await watcher.next({ id });
  }

  /** Shows a newer token of the same user, and waits until it is taken. */
  async function renew(
    watcher: Awaited<ReturnType<StreamSite['connect']>>,
    principal: Awaited<ReturnType<StreamSite['trader']>>['principal'],
  ): Promise<void> {
    const { token } = await site.dependencies.identity.accessTokens.issue(principal);
    watcher.send({ type: 'authenticate', token, id: 'renewed' });
    await watcher.next({ type: 'authenticated', id: 'renewed' });
  }

  it('ends the connection, unless a newer token of the same user comes', async () => {
    const { token, principal } = await site.trader();
    const watcher = await site.connect(token);
    await beats(watcher, 6);
    await renew(watcher, principal);
    await beats(watcher, 3);
    expect(watcher.socket.readyState).toBe(watcher.socket.OPEN);
    const other = await site.trader();
    watcher.send({ type: 'authenticate', token: other.token });
    expect(await watcher.closed()).toBe('4003 other-user');
  });

  it('is a token that has expired', async () => {
    const { token } = await site.trader();
    const watcher = await site.connect(token);
    await beats(watcher, 7);
    site.clock.advance(TOKEN_MS - 7 * HEARTBEAT_MS - 1);
    await answered(watcher, 'just before');
    site.clock.advance(1);
    expect(await watcher.closed()).toBe('4002 credential-expired');
  });

  it('is not a token that was followed by a newer one since the last beat', async () => {
    const { token, principal } = await site.trader();
    const watcher = await site.connect(token);
    await beats(watcher, 7);
    await renew(watcher, principal);
    const pinged = once(watcher.socket, 'ping');
    site.clock.advance(TOKEN_MS - 7 * HEARTBEAT_MS);
    await pinged;
    await answered(watcher, 'just after');
    expect(watcher.socket.readyState).toBe(watcher.socket.OPEN);
  });

  it('is a key that has expired', async () => {
    const { token } = await site.trader();
    const lifetimeMs = 1_000;
    const headers = { 'x-api-key': await apiKey(token, ['orders:read'], lifetimeMs) };
    const watcher = await watchStream(site.url, { headers });
    await watcher.next({ type: 'authenticated' });
    site.clock.advance(lifetimeMs - 1);
    await answered(watcher, 'just before');
    site.clock.advance(1);
    expect(await watcher.closed()).toBe('4002 credential-expired');
  });

  it('is a key that was revoked', async () => {
    const { token } = await site.trader();
    const headers = { 'x-api-key': await apiKey(token, ['orders:read']) };
    const watcher = await watchStream(site.url, { headers });
    await watcher.next({ type: 'authenticated' });
    const bearer = { authorization: `Bearer ${token}` };
    const { items } = (await site.app.inject({ url: '/api/v1/api-keys', headers: bearer })).json<{
      items: { id: string }[];
    }>();
    await site.app.inject({ method: 'DELETE', url: `/api/v1/api-keys/${items[0]!.id}`, headers: bearer });
    site.clock.advance(HEARTBEAT_MS);
    expect(await watcher.closed()).toBe('4002 credential-expired');
  });
});
