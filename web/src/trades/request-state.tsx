import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { announce } from '../app/announcements.ts';
import { Badge } from '../design/badge.tsx';
import { Empty, Failed, Loading } from '../design/states.tsx';
import { momentText } from '../design/time-text.ts';
import { failureText } from './trade-words.ts';
import { isUnknown, requestQuery } from './trades.ts';
import classes from './trades.module.css';

const TONES = { PENDING: 'accent', SUCCESS: 'good', FAILED: 'bad' } as const;

/** Where a request stands, followed until it is decided; what became of it is also said. */
export function RequestStateFacts({ requestId }: { readonly requestId: string }): ReactNode {
  const { data, error, refetch } = useQuery(requestQuery(requestId));
  const said = useRef<string | null>(null);
  const outcome = data === undefined || data.status === 'PENDING' ? null : outcomeOf(data);
  useEffect(() => {
    if (outcome === null || said.current === requestId) return;
    said.current = requestId;
    announce(outcome);
  }, [outcome, requestId]);
  if (data === undefined && error !== null) {
    if (isUnknown(error)) {
      return (
        <Empty title="You have no request with this id.">
          Requests of others are not shown, and old ones are removed.
        </Empty>
      );
    }
    return <Failed what="the request" error={error} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Loading what="the request" rows={3} />;
  return (
    <dl className={classes['facts']}>
      <dt>State</dt>
      <dd>
        <Badge tone={TONES[data.status]}>{data.status}</Badge> {outcome ?? 'It is durable, and about to be decided.'}
      </dd>
      <dt>Trade</dt>
      <dd>
        <Link to="/trades/id/$tradeId" params={{ tradeId: data.trade_id }}>
          {data.trade_id}
        </Link>
        , version {data.version}
      </dd>
      <dt>Request</dt>
      <dd>
        <code>{data.request_id}</code>
      </dd>
      <dt>Handed in</dt>
      <dd>{momentText(data.created_at)}</dd>
      {data.status === 'PENDING' ? null : (
        <>
          <dt>Decided</dt>
          <dd>{momentText(data.updated_at)}</dd>
        </>
      )}
    </dl>
  );
}

function outcomeOf({
  failure_reason: reason,
}: {
  readonly failure_reason: Parameters<typeof failureText>[0] | null;
}): string {
  return reason === null ? 'The trade is stored.' : `Not stored: ${failureText(reason)}`;
}
