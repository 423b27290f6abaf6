import { Button } from '@mantine/core';
import {
  columnVisibilityFeature,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import type { ColumnDef, RowData } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { CSSProperties, ReactNode } from 'react';
import { memo, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { csvText } from './csv-text.ts';
import classes from './data-table.module.css';
import { countText } from './decimal-text.ts';
import { saveFile } from './save-file.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { CutText } from './cut-text.tsx';
import { createRowFilter } from './row-filter.ts';
import type { SortKey, TableColumn } from './table-column.ts';
import { compareKeys } from './table-column.ts';
import { useIsNarrow } from './use-media.ts';

/** What a table shows. */
export interface DataTableProps<Row> {
  /** What the rows are, "Orders": names the table, its filter and the exported file. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly TableColumn<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly sortedBy?: { readonly column: string; readonly descending: boolean };
  /** Shown in place of rows where there are none. */
  readonly empty: ReactNode;
  /** Buttons and fields of this table, beside its filter. */
  readonly tools?: ReactNode;
  /** Rows that are on the server and not here yet; the reader can have them brought. */
  readonly more?: { readonly load: () => void; readonly isLoading: boolean } | null;
  /** Where the server searches: what is typed goes there, and the rows that come are all shown. */
  readonly search?: { readonly text: string; readonly onChange: (text: string) => void };
  /** Left out where there is a file with all of it, and more, to be had beside the table. */
  readonly exports?: false;
  /** How high its rows may be together; left out: as many as fit the place that the table is given. */
  readonly height?: string;
}

const features = tableFeatures({
  rowSortingFeature,
  columnVisibilityFeature,
  sortedRowModel: createSortedRowModel(),
});

const ROW_HEIGHT = 32;
/** Rows drawn beyond the edges, so that none is missing while it scrolls. */
const OVERSCAN = 8;

/** A table of any length: sorted, filtered and exported here, drawn only where it is seen. */
export function DataTable<Row extends RowData & object>(props: DataTableProps<Row>): ReactNode {
  const { label, rows, columns, rowKey, sortedBy, empty, tools, more, exports, height, search } = props;
  const isNarrow = useIsNarrow();
  const [filter, setFilter] = useState('');
  const wanted = useDeferredValue(filter);
  const matching = useMemo(() => createRowFilter(columns), [columns]);
  const found = useMemo(() => matching(rows, wanted), [matching, rows, wanted]);
  const definitions = useMemo(() => columns.map((column) => definitionOf(column)), [columns]);
  const [chosen, setChosen] = useState<Readonly<Record<string, boolean>>>({});
  const visibility = useMemo(
    () => ({ ...Object.fromEntries(columns.map(({ id, shown }) => [id, isShown(shown, isNarrow)])), ...chosen }),
    [columns, chosen, isNarrow],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: found,
    getRowId: rowKey,
    initialState: { sorting: sortedBy === undefined ? [] : [{ id: sortedBy.column, desc: sortedBy.descending }] },
    state: { columnVisibility: visibility },
  });
  const visible = useMemo(() => columns.filter(({ id }) => visibility[id] === true), [columns, visibility]);
  const wraps = visible.some((column) => (isNarrow ? column.wraps !== undefined : column.wraps === 'whole'));
  const BodyRow = useMemo(() => createBodyRow(visible, wraps), [visible, wraps]);
  const sortedRows = table.getRowModel().rows;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: sortedRows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    getItemKey: (index) => sortedRows[index]?.id ?? index,
  });
  // What was measured does not hold for rows of another kind.
  useEffect(() => {
    virtualizer.measure();
  }, [virtualizer, wraps]);
  const sorting = table.state.sorting[0];
  const tracks: CSSProperties & Record<'--tracks' | '--least', string> = {
    '--tracks': visible.map(({ width }) => width).join(' '),
    '--least': `${leastWidth(visible)}rem`,
  };

  const exportRows = (): void => {
    const header = visible.map(({ id }) => id);
    const cells = sortedRows.map(({ original }) => visible.map((column) => column.text(original)));
    saveFile(`${label.toLowerCase().replaceAll(' ', '-')}.csv`, csvText(header, cells));
  };

  return (
    <div className={classes['table']}>
      <div className={classes['tools']}>
        <input
          className={classes['filter']}
          type="search"
          placeholder={search === undefined ? 'Filter' : 'Search'}
          aria-label={`${search === undefined ? 'Filter' : 'Search'} ${label.toLowerCase()}`}
          value={search?.text ?? filter}
          onChange={(event) => {
            (search?.onChange ?? setFilter)(event.currentTarget.value);
          }}
        />
        {tools}
        <span className={classes['count']} role="status">
          {countText(sortedRows.length)}
          {sortedRows.length === rows.length ? '' : ` of ${countText(rows.length)}`}
          {more === null || more === undefined ? '' : '+'} {sortedRows.length === 1 ? 'row' : 'rows'}
        </span>
        <ColumnChooser columns={columns} visibility={visibility} onChoose={setChosen} />
        {exports === false ? null : (
          <Button size="compact-xs" variant="default" onClick={exportRows} disabled={sortedRows.length === 0}>
            Export CSV
          </Button>
        )}
      </div>
      <div
        ref={scroller}
        className={classes['scroller']}
        style={height === undefined ? undefined : { flex: 'none', maxHeight: height }}
        role="region"
        aria-label={`${label}, scrollable`}
        tabIndex={0}
      >
        <div
          role="table"
          className={classes['grid']}
          aria-label={label}
          aria-rowcount={sortedRows.length + 1}
          style={tracks}
        >
          <div role="rowgroup" className={classes['head']}>
            <div role="row" aria-rowindex={1} className={classes['row']}>
              {visible.map((column) => (
                <HeaderCell
                  key={column.id}
                  column={column}
                  sorted={sorting?.id === column.id ? (sorting.desc ? 'descending' : 'ascending') : 'none'}
                  onSort={() => {
                    table.getColumn(column.id)?.toggleSorting();
                  }}
                />
              ))}
            </div>
          </div>
          <div role="rowgroup" className={classes['body']} style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ index, key, start }) => {
              const row = sortedRows[index];
              return row === undefined ? null : (
                <BodyRow
                  key={key}
                  row={row.original}
                  index={index}
                  start={start}
                  measure={virtualizer.measureElement}
                />
              );
            })}
          </div>
        </div>
        {sortedRows.length > 0 ? null : rows.length > 0 ? (
          <p className={classes['none']}>No row matches “{filter}”.</p>
        ) : (
          empty
        )}
        {more === null || more === undefined ? null : (
          <p className={classes['more']}>
            Sorting, filter and export cover the {countText(rows.length)} rows that are here.{' '}
            <Button size="compact-xs" variant="default" onClick={more.load} loading={more.isLoading}>
              Load the rest
            </Button>
          </p>
        )}
      </div>
    </div>
  );
}

interface HeaderCellProps<Row> {
  readonly column: TableColumn<Row>;
  readonly sorted: 'ascending' | 'descending' | 'none';
  readonly onSort: () => void;
}

function HeaderCell<Row>({ column, sorted, onSort }: HeaderCellProps<Row>): ReactNode {
  const className = `${cellClass(column)} ${(column.align === 'decimal' ? classes['decimal'] : '') ?? ''}`;
  if (column.sortable === false) {
    return (
      <div role="columnheader" className={className}>
        {column.header}
      </div>
    );
  }
  return (
    <div role="columnheader" className={className} aria-sort={sorted}>
      <button type="button" className={classes['sort']} onClick={onSort}>
        {column.header}
        <span aria-hidden="true" className={classes['arrow']}>
          {SORT_ARROWS[sorted]}
        </span>
      </button>
    </div>
  );
}

const SORT_ARROWS = { ascending: '↑', descending: '↓', none: '' } as const;

interface BodyRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly start: number;
  /** Told of a row whose height is its own. */
  readonly measure: (element: HTMLElement | null) => void;
}

/** Makes the row of a table with these columns; it is drawn again only when it or its place changes. Rows that wrap are as high as they need. */
function createBodyRow<Row>(columns: readonly TableColumn<Row>[], wraps: boolean) {
  const rowClass = `${classes['row'] ?? ''} ${classes['data'] ?? ''} ${(wraps ? classes['wrapping'] : '') ?? ''}`;
  return memo(function BodyRow({ row, index, start, measure }: BodyRowProps<Row>): ReactNode {
    return (
      <div
        ref={wraps ? measure : undefined}
        data-index={index}
        role="row"
        aria-rowindex={index + 2}
        className={rowClass}
        style={{ transform: `translateY(${start}px)` }}
      >
        {columns.map((column) => (
          <div key={column.id} role="cell" className={cellClass(column)}>
            {column.cell === undefined ? <CutText text={column.text(row)} /> : column.cell(row)}
          </div>
        ))}
      </div>
    );
  });
}

function cellClass({ align = 'start', wraps }: Pick<TableColumn<unknown>, 'align' | 'wraps'>): string {
  const names = [
    classes['cell'],
    align === 'start' ? '' : classes['end'],
    wraps === 'always' ? classes['sentence'] : '',
  ];
  return names.filter(Boolean).join(' ');
}

/** What columns need at least, in rem: the first length of each of their tracks. */
function leastWidth(columns: readonly { readonly width: string }[]): number {
  return columns.reduce((sum, { width }) => sum + Number.parseFloat(width.replace('minmax(', '')), 0);
}

function definitionOf<Row extends RowData>(column: TableColumn<Row>): ColumnDef<typeof features, Row> {
  const keyOf: (row: Row) => SortKey = column.sortKey ?? column.text;
  return {
    id: column.id,
    header: column.header,
    accessorFn: keyOf,
    enableSorting: column.sortable !== false,
    sortFn:
      column.isLive === true
        ? (one, other) => compareKeys(keyOf(one.original), keyOf(other.original))
        : (one, other) => compareKeys(one.getValue<SortKey>(column.id), other.getValue<SortKey>(column.id)),
  };
}

function isShown(shown: TableColumn<unknown>['shown'], isNarrow: boolean): boolean {
  if (shown === 'on-demand') return false;
  return shown !== 'wide' || !isNarrow;
}
