import { DEFAULT_STREAM_LIMITS } from '@bourse/application/stream/stream-limits.ts';
import type { StreamLimits } from '@bourse/application/stream/stream-limits.ts';
import type { Principal } from '@bourse/core/identity/principal.ts';
import { scopesOf } from '@bourse/core/identity/scope.ts';
import type { MemoryHttpApp } from '@bourse/entrypoints/http/testing/memory-http-app.ts';
import { createMemoryHttpApp } from '@bourse/entrypoints/http/testing/memory-http-app.ts';
import type { StreamWatcher } from '../support/stream-watcher.ts';
import { watchStream } from '../support/stream-watcher.ts';

/** A server on memory that listens, and whoever talks to it. Time stands still until a test moves it. */
export interface StreamSite extends MemoryHttpApp {
  readonly url: string;
  /** A new trader: who it is, and a token. */
  readonly trader: () => Promise<{
    readonly principal: Principal & { readonly accountId: string };
    readonly token: string;
  }>;
  /** A connection of somebody who has said who it is, or of nobody yet (null). */
  connect(token: string | null): Promise<StreamWatcher>;
  close(): Promise<void>;
}

/** Opens a site with these limits. */
export async function openStreamSite(limits: Partial<StreamLimits> = {}): Promise<StreamSite> {
  const memory = await createMemoryHttpApp({}, () => undefined, { ...DEFAULT_STREAM_LIMITS, ...limits });
  const url = await memory.app.listen({ host: '127.0.0.1', port: 0 });
  const watchers: StreamWatcher[] = [];
  let traders = 0;
  return {
    ...memory,
    url,
    async trader() {
      traders += 1;
      const [userId, accountId] = [idOf(traders, 1), idOf(traders, 2)];
      const principal = { kind: 'user', userId, accountId, role: 'trader', scopes: scopesOf('trader') } as const;
      const { token } = await memory.dependencies.identity.accessTokens.issue(principal);
      return { principal, token };
    },
    async connect(token) {
      const watcher = await watchStream(url);
      watchers.push(watcher);
      if (token !== null) {
        watcher.send({ type: 'authenticate', token });
        await watcher.next({ type: 'authenticated' });
      }
      return watcher;
    },
    async close() {
      for (const watcher of watchers) watcher.end();
      await memory.app.close();
      await memory.trading.stop();
    },
  };
}

function idOf(number: number, kind: number): string {
  return `0190a000-0000-7000-800${kind}-${String(number).padStart(12, '0')}`;
}
