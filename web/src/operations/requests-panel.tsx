import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Watched } from '../api/watched.tsx';
import { CutText } from '../design/cut-text.tsx';
import { DataTable } from '../design/data-table.tsx';
import { countText } from '../design/decimal-text.ts';
import { Panel } from '../design/panel.tsx';
import { Empty } from '../design/states.tsx';
import type { TableColumn } from '../design/table-column.ts';
import { NoValue } from '../design/values.tsx';
import classes from './operations.module.css';
import { operationsQuery } from './operations.ts';
import type { RouteRate } from './request-rates.ts';
import { rateText } from './request-rates.ts';

/** How requests are answered, route by route. */
export function RequestsPanel(): ReactNode {
  const query = useQuery(operationsQuery);
  return (
    <Panel title="Requests" className={classes['whole']}>
      <Watched what="the requests" query={query} rows={8}>
        {({ rates }) => (
          <>
            <p className={classes['note']}>
              Of the process that answers, since it began; the rate is that of the last half minute.
            </p>
            <DataTable
              label="Requests by route"
              rows={rates}
              columns={COLUMNS}
              rowKey={({ method, route }) => `${method} ${route}`}
              sortedBy={{ column: 'requests', descending: true }}
              height="22rem"
              empty={<Empty title="No request has been answered yet." />}
            />
          </>
        )}
      </Watched>
    </Panel>
  );
}

const COLUMNS: readonly TableColumn<RouteRate>[] = [
  { id: 'method', header: 'Method', width: '4.25rem', text: ({ method }) => method },
  {
    id: 'route',
    header: 'Route',
    width: 'minmax(8.5rem, 1fr)',
    text: ({ route }) => route,
    cell: ({ route }) => <CutText text={route} breakAfter="/" />,
    wraps: 'narrow',
  },
  {
    id: 'per_second',
    header: 'A second',
    shown: 'wide',
    width: '6rem',
    align: 'end',
    text: ({ perSecond }) => (perSecond === null ? '' : rateText(perSecond)),
    sortKey: ({ perSecond }) => perSecond,
    cell: ({ perSecond }) => (perSecond === null ? <NoValue /> : rateText(perSecond)),
  },
  countColumn('requests', 'Requests', ({ requests }) => requests, 'always'),
  countColumn('client_errors', '4xx', ({ client_errors: errors }) => errors, 'wide'),
  countColumn('server_errors', '5xx', ({ server_errors: errors }) => errors, 'always'),
  {
    id: 'mean_ms',
    shown: 'wide',
    header: 'Mean ms',
    width: '6rem',
    align: 'end',
    text: ({ mean_ms: mean }) => mean.toFixed(2),
    sortKey: ({ mean_ms: mean }) => mean,
  },
  {
    id: 'p99_ms',
    shown: 'wide',
    header: '99% within ms',
    width: '8rem',
    align: 'end',
    text: ({ p99_ms: p99 }) => (p99 === null ? 'over 10000' : String(p99)),
    cell: ({ p99_ms: p99 }) => (p99 === null ? `over ${countText(10_000)}` : countText(p99)),
    sortKey: ({ p99_ms: p99 }) => p99,
  },
];

function countColumn(
  id: string,
  header: string,
  countOf: (row: RouteRate) => number,
  shown: 'always' | 'wide',
): TableColumn<RouteRate> {
  return {
    id,
    header,
    width: shown === 'always' ? '5rem' : '6rem',
    align: 'end',
    text: (row) => String(countOf(row)),
    sortKey: countOf,
    shown,
    cell: (row) => countText(countOf(row)),
  };
}
