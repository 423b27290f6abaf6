import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';

/** What tells of a query whether it was ever read. */
type ReadOrNot = Pick<UseQueryResult, 'data' | 'error' | 'errorUpdateCount' | 'isPlaceholderData'>;

/**
 * Why something could never be read; null once it was read, and before the first try has failed. It stays while it is tried again, so that the
 * button to do so keeps its place and the focus. A query by itself forgets it then.
 */
export function useLoadingError({ data, error, errorUpdateCount, isPlaceholderData }: ReadOrNot): unknown {
  const [last, setLast] = useState<unknown>(null);
  if (error !== null && error !== last) setLast(error);
  const isRead = data !== undefined && !isPlaceholderData;
  return isRead || errorUpdateCount === 0 ? null : (error ?? last);
}
