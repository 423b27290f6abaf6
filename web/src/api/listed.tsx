import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { explanationOf, Failed, Loading, StaleNotice } from '../design/states.tsx';
import type { ListStore } from './list-store.ts';
import { useList } from './list-store.ts';

/** The rows of a list that are not here yet, as a table takes them; null when all are here. */
export type MoreRows = { readonly load: () => void; readonly isLoading: boolean } | null;

/** Draws a list: rows that are there stay when the next reading fails, and it is said that they may be old. */
export function Listed<Row>({
  what,
  list,
  loadingRows,
  children,
}: {
  readonly what: string;
  readonly list: ListStore<Row>;
  /** How many bars stand for the rows while they are read. */
  readonly loadingRows?: number;
  readonly children: (rows: readonly Row[], more: MoreRows) => ReactNode;
}): ReactNode {
  const { rows, status, error, cursor, isLoadingMore } = useList(list);
  const readAgain = (): void => void list.refresh();
  if (status === 'loading')
    return <Loading what={what} {...(loadingRows === undefined ? {} : { rows: loadingRows })} />;
  if (status === 'failed') return <Failed what={what} error={error} onRetry={readAgain} />;
  return (
    <>
      {error === null ? null : (
        <StaleNotice>
          Not the newest, or not all: they could not be read. {explanationOf(error)}{' '}
          <Button size="compact-xs" variant="default" onClick={readAgain}>
            Try again
          </Button>
        </StaleNotice>
      )}
      {children(rows, cursor === null ? null : { load: () => void list.loadRest(), isLoading: isLoadingMore })}
    </>
  );
}
