import { NativeSelect } from '@mantine/core';
import type { TradeField } from '@bourse/client/trade-fields.ts';
import { TRADE_FIELDS } from '@bourse/client/trade-fields.ts';
import type { ReactNode } from 'react';
import { useIsNarrow } from '../../design/use-media.ts';
import { FIELD_LABELS } from '../trade-fields.ts';
import type { FilePreview } from './file-preview.ts';
import classes from './upload.module.css';

interface PreviewProps {
  readonly preview: FilePreview;
  readonly onAssign: (column: number, field: TradeField | null) => void;
}

/** The beginning of a file, where each column can be told what it holds. */
export function PreviewColumns(props: PreviewProps): ReactNode {
  return useIsNarrow() ? <PreviewList {...props} /> : <PreviewTable {...props} />;
}

/** The beginning of the file as it stands there. */
function PreviewTable({ preview: { header, rows, mapping }, onAssign }: PreviewProps): ReactNode {
  return (
    <div className={classes['scroller']} role="region" aria-label="Preview, scrollable" tabIndex={0}>
      <table className={classes['preview']} aria-label="Preview">
        <thead>
          <tr>
            {header.map((name, column) => (
              // The columns of a file have nothing but their place.
              <th key={column} scope="col">
                <span>{name}</span>
                <HoldsSelect
                  name={name}
                  field={mapping[column] ?? null}
                  onChoose={(field) => onAssign(column, field)}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {header.map((_, column) => (
                <td key={column} data-used={mapping[column] !== null}>
                  {cells[column] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where there is no room beside each other: column below column, each with what the first lines say in it. */
function PreviewList({ preview: { header, rows, mapping }, onAssign }: PreviewProps): ReactNode {
  return (
    <ul className={classes['previews']} aria-label="Preview">
      {header.map((name, column) => (
        <li key={column}>
          <div className={classes['field']}>
            <span>{name}</span>
            <HoldsSelect name={name} field={mapping[column] ?? null} onChoose={(field) => onAssign(column, field)} />
          </div>
          <p className={classes['values']} data-used={mapping[column] !== null}>
            {rows
              .map((cells) => cells[column] ?? '')
              .filter((cell) => cell !== '')
              .join(' · ')}
          </p>
        </li>
      ))}
    </ul>
  );
}

function HoldsSelect({
  name,
  field,
  onChoose,
}: {
  readonly name: string;
  readonly field: TradeField | null;
  readonly onChoose: (field: TradeField | null) => void;
}): ReactNode {
  return (
    <NativeSelect
      size="xs"
      aria-label={`What column ${name} holds`}
      value={field ?? ''}
      data={CHOICES}
      onChange={({ currentTarget: { value } }) => onChoose(TRADE_FIELDS.find((one) => one === value) ?? null)}
    />
  );
}

const CHOICES = [
  { value: '', label: 'not used' },
  ...TRADE_FIELDS.map((field) => ({ value: field, label: FIELD_LABELS[field] })),
];
