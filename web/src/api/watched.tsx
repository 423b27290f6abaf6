import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failed, Loading, StaleNotice } from '../design/states.tsx';
import { clockText } from '../design/time-text.ts';
import { useLoadingError } from './loading-error.ts';

/** Draws what is read over and over: what was read last stays when the next reading fails, and it is said since when. */
export function Watched<Data>({
  what,
  query,
  rows = 3,
  children,
}: {
  readonly what: string;
  readonly query: UseQueryResult<Data>;
  readonly rows?: number;
  readonly children: (data: Data) => ReactNode;
}): ReactNode {
  const { data, error, dataUpdatedAt } = query;
  const loadingError = useLoadingError(query);
  if (loadingError !== null) {
    return <Failed what={what} error={loadingError} onRetry={() => void query.refetch()} />;
  }
  if (data === undefined) return <Loading what={what} rows={rows} />;
  return (
    <>
      {error === null ? null : (
        <StaleNotice>Not read since {clockText(dataUpdatedAt)}. It is tried again by itself.</StaleNotice>
      )}
      {children(data)}
    </>
  );
}
