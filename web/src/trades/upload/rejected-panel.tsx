import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { CutText } from '../../design/cut-text.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { countText } from '../../design/decimal-text.ts';
import { Panel } from '../../design/panel.tsx';
import { saveFile } from '../../design/save-file.ts';
import { Empty } from '../../design/states.tsx';
import type { TableColumn } from '../../design/table-column.ts';
import { useIsNarrow } from '../../design/use-media.ts';
import type { TradeField } from '@bourse/client/trade-fields.ts';
import { TRADE_FIELDS } from '@bourse/client/trade-fields.ts';
import { FIELD_LABELS } from '../trade-fields.ts';
import { MendableCell, MendForm } from './mend-form.tsx';
import { reasonOf, rejectedFile } from './rejected-file.ts';
import type { RejectedLine } from './source-line.ts';
import type { UploadState } from './upload-store.ts';
import { sendMended } from './upload-store.ts';
import classes from './upload.module.css';

/** The lines that are not in, with why; they can be mended here and sent again, or taken away as a file. */
export function RejectedPanel({ state }: { readonly state: UploadState }): ReactNode {
  const { rejected, phase, columns, dates, name } = state;
  const isNarrow = useIsNarrow();
  const mended = rejected.filter(({ isMended }) => isMended).length;
  const isUnderWay = phase === 'sending' || phase === 'waiting';
  const inFile = columns.header.length;
  const shown = useMemo(() => (isNarrow ? formColumns(inFile) : cellColumns(inFile)), [isNarrow, inFile]);
  const download = (): void => {
    saveFile(`rejected-${name.replace(/\.\w+$/, '')}.csv`, rejectedFile(rejected, columns));
  };
  return (
    <Panel
      title="Rejected lines"
      actions={
        <>
          <Button size="xs" variant="default" onClick={download}>
            Download CSV with reasons
          </Button>
          <Button size="xs" disabled={mended === 0 || isUnderWay} onClick={sendMended}>
            {mended === 0 ? 'Send mended lines' : `Send ${countText(mended)} mended ${mended === 1 ? 'line' : 'lines'}`}
          </Button>
        </>
      }
    >
      <p className={classes['help']}>
        Mend lines in place and send them again, or download them with the reasons, mend the file and upload it. Dates
        are written {dates === 'iso' ? '2027-05-20' : '20/05/2027'} here.
      </p>
      <DataTable
        key={isNarrow ? 'forms' : 'cells'}
        label="Rejected lines"
        rows={rejected}
        columns={shown}
        rowKey={({ line }) => String(line)}
        exports={false}
        height={isNarrow ? '75vh' : '26rem'}
        empty={<Empty title="No line was rejected." />}
      />
    </Panel>
  );
}

/** What is said of a line: whether it is mended, why it was rejected, and what stands where no column of the file is. */
function saidOf(line: RejectedLine, columns: number): string {
  const behind = line.cells.slice(columns).map((cell) => `“${cell}”`);
  return [
    line.isMended ? 'mended' : '',
    reasonOf(line),
    behind.length === 0 ? '' : `behind the last column: ${behind.join(', ')}`,
  ]
    .filter((part) => part !== '')
    .join('; ');
}

const WIDTHS: Readonly<Record<TradeField, string>> = {
  trade_id: 'minmax(7rem, 1fr)',
  version: '5rem',
  counterparty_id: 'minmax(7rem, 1fr)',
  book_id: 'minmax(7rem, 1fr)',
  maturity_date: '7.75rem',
  created_date: '7.75rem',
};

const LINE: TableColumn<RejectedLine> = {
  id: 'line',
  header: 'Line',
  width: '4rem',
  align: 'end',
  text: ({ line }) => String(line),
  sortKey: ({ line }) => line,
  cell: ({ line }) => countText(line),
};

/** One cell for each field, beside each other. */
function cellColumns(columns: number): readonly TableColumn<RejectedLine>[] {
  return [
    LINE,
    {
      id: 'reason',
      header: 'Reason',
      width: 'minmax(14rem, 2fr)',
      text: reasonOf,
      cell: (line) => <CutText text={saidOf(line, columns)} />,
      wraps: 'whole',
    },
    ...TRADE_FIELDS.map((field) => ({
      id: field,
      header: FIELD_LABELS[field],
      width: WIDTHS[field],
      text: ({ texts }: RejectedLine) => texts[field] ?? '',
      cell: (line: RejectedLine) => <MendableCell line={line} field={field} />,
      // A row must not run away while it is being mended.
      sortable: false as const,
    })),
  ];
}

/** Where there is no room beside each other: all fields below the reason. */
function formColumns(columns: number): readonly TableColumn<RejectedLine>[] {
  return [
    {
      id: 'line',
      header: 'Line, reason, and what stands there',
      width: 'minmax(14rem, 1fr)',
      text: (line) =>
        [String(line.line), reasonOf(line), ...TRADE_FIELDS.map((field) => line.texts[field] ?? '')].join(' '),
      sortKey: ({ line }) => line,
      cell: (line) => <MendForm line={line} said={saidOf(line, columns)} />,
      wraps: 'whole',
    },
  ];
}
