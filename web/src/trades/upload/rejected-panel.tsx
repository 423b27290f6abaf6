import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { csvText } from '../../design/csv-text.ts';
import { CutText } from '../../design/cut-text.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { countText } from '../../design/decimal-text.ts';
import { Panel } from '../../design/panel.tsx';
import { saveFile } from '../../design/save-file.ts';
import { Empty } from '../../design/states.tsx';
import type { TableColumn } from '../../design/table-column.ts';
import { LINE_COLUMN, REASON_COLUMN } from '@bourse/client/rejected-lines.ts';
import type { TradeField } from '@bourse/client/trade-fields.ts';
import { TRADE_FIELDS } from '@bourse/client/trade-fields.ts';
import { FIELD_LABELS, faultAt } from '../trade-fields.ts';
import type { RejectedLine } from './source-line.ts';
import type { UploadState } from './upload-store.ts';
import { mendCell, sendMended } from './upload-store.ts';
import classes from './upload.module.css';

/** The lines that are not in, with why; they can be mended here and sent again, or taken away as a file. */
export function RejectedPanel({ state }: { readonly state: UploadState }): ReactNode {
  const { rejected, phase, dates, name } = state;
  const mended = rejected.filter(({ isMended }) => isMended).length;
  const isUnderWay = phase === 'sending' || phase === 'waiting';
  const download = (): void => {
    const header = [LINE_COLUMN, ...TRADE_FIELDS, REASON_COLUMN];
    const rows = rejected.map((line) => [
      String(line.line),
      ...TRADE_FIELDS.map((field) => line.texts[field] ?? ''),
      reasonOf(line),
    ]);
    saveFile(`rejected-${name.replace(/\.\w+$/, '')}.csv`, csvText(header, rows));
  };
  return (
    <Panel
      title="Rejected lines"
      actions={
        <>
          <Button size="xs" variant="default" onClick={download}>
            Download with reasons
          </Button>
          <Button size="xs" disabled={mended === 0 || isUnderWay} onClick={sendMended}>
            {mended === 0 ? 'Send mended lines' : `Send ${countText(mended)} mended ${mended === 1 ? 'line' : 'lines'}`}
          </Button>
        </>
      }
    >
      <p className={classes['help']}>
        Mend lines in place and send them again. Dates are written {dates === 'iso' ? '2027-05-20' : '20/05/2027'} here.
      </p>
      <DataTable
        label="Rejected lines"
        rows={rejected}
        columns={COLUMNS}
        rowKey={({ line }) => String(line)}
        height="26rem"
        empty={<Empty title="No line was rejected." />}
      />
    </Panel>
  );
}

function reasonOf({ faults }: RejectedLine): string {
  return faults
    .map(({ field, message }) => (field === null ? message : `${FIELD_LABELS[field]}: ${message}`))
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

const COLUMNS: readonly TableColumn<RejectedLine>[] = [
  {
    id: 'line',
    header: 'Line',
    width: '4rem',
    align: 'end',
    text: ({ line }) => String(line),
    sortKey: ({ line }) => line,
    cell: ({ line }) => countText(line),
  },
  {
    // Beside the number of the line, so that it is seen on a narrow screen before what is to be mended.
    id: 'reason',
    header: 'Reason',
    width: 'minmax(14rem, 2fr)',
    text: reasonOf,
    cell: (line) => <CutText text={`${line.isMended ? 'mended; ' : ''}${reasonOf(line)}`} />,
    wraps: 'always',
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

function MendableCell({ line, field }: { readonly line: RejectedLine; readonly field: TradeField }): ReactNode {
  const fault = faultAt(line.faults, field);
  return (
    <input
      className={classes['cell']}
      value={line.texts[field] ?? ''}
      aria-label={`${FIELD_LABELS[field]} of line ${line.line}`}
      aria-invalid={fault !== undefined}
      title={fault}
      spellCheck={false}
      onChange={(event) => mendCell(line.line, field, event.currentTarget.value)}
    />
  );
}
