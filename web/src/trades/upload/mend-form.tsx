import type { ReactNode } from 'react';
import type { TradeField } from '@bourse/client/trade-fields.ts';
import { TRADE_FIELDS } from '@bourse/client/trade-fields.ts';
import { countText } from '../../design/decimal-text.ts';
import { FIELD_LABELS, faultAt } from '../trade-fields.ts';
import type { RejectedLine } from './source-line.ts';
import { mendCell } from './upload-store.ts';
import classes from './upload.module.css';

/** One field of a rejected line, to be mended. */
export function MendableCell({ line, field }: { readonly line: RejectedLine; readonly field: TradeField }): ReactNode {
  const fault = faultAt(line.faults, field);
  return (
    <input
      className={classes['cell']}
      value={line.texts[field] ?? ''}
      aria-label={`${FIELD_LABELS[field]} of line ${line.line}`}
      aria-invalid={fault !== undefined}
      title={fault}
      spellCheck={false}
      autoCapitalize="off"
      onChange={(event) => mendCell(line.line, field, event.currentTarget.value)}
    />
  );
}

/** All fields of a rejected line below each other, under what is said of it. */
export function MendForm({ line, said }: { readonly line: RejectedLine; readonly said: string }): ReactNode {
  return (
    <div className={classes['form']}>
      <p className={classes['said']}>
        <b>Line {countText(line.line)}</b> · {said}
      </p>
      {TRADE_FIELDS.map((field) => (
        <label key={field} className={classes['field']}>
          <span>{FIELD_LABELS[field]}</span>
          <MendableCell line={line} field={field} />
        </label>
      ))}
    </div>
  );
}
