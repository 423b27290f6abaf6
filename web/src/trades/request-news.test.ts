import type { RequestState } from '@bourse/client/request-states.ts';
import { describe, expect, it } from 'vitest';
import { createRequestNews } from './request-news.ts';

const state = (id: string, status: RequestState['status'] = 'SUCCESS'): RequestState => ({
  ...{ request_id: id, status, trade_id: id, version: 1, failure_reason: null, created_at: '', updated_at: '' },
});

describe('the news of requests', () => {
  it('remember the newest, and no more of them than they may', () => {
    const news = createRequestNews(2);
    news.take([state('A'), state('B'), state('C')]);
    expect(['A', 'B', 'C'].map((id) => news.told(id)?.request_id)).toEqual([undefined, 'B', 'C']);
  });

  it('are told to those who listen, also that something was missed, until they stop', () => {
    const news = createRequestNews(2);
    const heard: unknown[] = [];
    const stop = news.subscribe((states) => heard.push(states?.length ?? null));
    news.take([state('A')]);
    news.take(null);
    stop();
    news.take([state('B')]);
    expect(heard).toEqual([1, null]);
  });
});
