import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Watched } from '../api/watched.tsx';
import { Badge } from '../design/badge.tsx';
import { countText } from '../design/decimal-text.ts';
import { useNow } from '../design/now.ts';
import { Panel } from '../design/panel.tsx';
import { Empty } from '../design/states.tsx';
import { ageText } from '../design/time-text.ts';
import { NoValue } from '../design/values.tsx';
import classes from './operations.module.css';
import type { MarketStatus } from './operations.ts';
import { marketStatusQuery } from './operations.ts';

type Feed = MarketStatus['feeds'][number];

/** How old the prices are, and how the feeds are that bring them. */
export function FeedsPanel(): ReactNode {
  const query = useQuery(marketStatusQuery);
  return (
    <Panel title="Prices and feeds">
      <Watched what="the prices and feeds" query={query}>
        {(status) => (
          <>
            <dl className={classes['facts']}>
              <dt>Instruments</dt>
              <dd>
                {countText(status.instruments)}, {countText(status.halted)} halted
              </dd>
              <dt>Prices</dt>
              <dd>
                {countText(status.fresh)} fresh, {countText(status.stale)} stale, {countText(status.missing)} missing
              </dd>
              <dt>Age in the cache</dt>
              <dd>
                {status.newest_age_ms === null || status.oldest_age_ms === null ? (
                  <NoValue />
                ) : (
                  `${ageText(status.newest_age_ms)} to ${ageText(status.oldest_age_ms)}`
                )}
              </dd>
            </dl>
            {status.feeds.length === 0 ? (
              <Empty title="No feed brings prices.">Set VENDOR_URL, or replay a recording with FEED_SOURCE=csv.</Empty>
            ) : (
              status.feeds.map((feed) => <FeedFacts key={feed.member} feed={feed} />)
            )}
          </>
        )}
      </Watched>
    </Panel>
  );
}

/** Whether the vendor is called just now. */
export function BreakerState({ breaker }: { readonly breaker: Feed['breaker'] }): ReactNode {
  if (breaker === null) return <Badge>no vendor</Badge>;
  return <Badge tone={BREAKER_TONES[breaker]}>{breaker}</Badge>;
}

const BREAKER_TONES = { closed: 'good', 'half-open': 'warn', open: 'bad' } as const;

function FeedFacts({ feed }: { readonly feed: Feed }): ReactNode {
  const nowMs = useNow();
  const since = (time: string | null): ReactNode =>
    time === null ? <NoValue /> : `${ageText(nowMs - Date.parse(time))} ago`;
  return (
    <dl className={classes['facts']}>
      <dt>Feed</dt>
      <dd>
        {feed.member} <Badge tone={feed.state === 'reporting' ? 'good' : 'bad'}>{feed.state}</Badge>
      </dd>
      <dt>Source</dt>
      <dd>{feed.source}</dd>
      <dt>Breaker</dt>
      <dd>
        <BreakerState breaker={feed.breaker} />
      </dd>
      <dt>Calls under way</dt>
      <dd>{countText(feed.calls_in_flight)}</dd>
      <dt>Last success</dt>
      <dd>{since(feed.last_success_at)}</dd>
      <dt>Catalogue read</dt>
      <dd>{since(feed.last_refresh_at)}</dd>
      <dt>Reported</dt>
      <dd>{since(feed.reported_at)}</dd>
    </dl>
  );
}
