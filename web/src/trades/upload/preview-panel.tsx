import { Button, Checkbox, NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { countText } from '../../design/decimal-text.ts';
import { Panel } from '../../design/panel.tsx';
import type { TradeField } from '@bourse/client/trade-fields.ts';
import { mappingFault } from './columns.ts';
import type { FilePreview } from './file-preview.ts';
import { PreviewColumns } from './preview-columns.tsx';
import classes from './upload.module.css';

/** Shows the beginning of a file and what its columns are taken for, before anything is sent. */
export function PreviewPanel({
  preview,
  onChange,
  onStart,
  onBack,
}: {
  readonly preview: FilePreview;
  readonly onChange: (preview: FilePreview) => void;
  readonly onStart: (asHistory: boolean) => void;
  readonly onBack: () => void;
}): ReactNode {
  const { file, mapping, dates } = preview;
  const [asHistory, setAsHistory] = useState(false);
  const fault = mappingFault(mapping);
  const assign = (column: number, field: TradeField | null): void => {
    onChange({ ...preview, mapping: mapping.map((before, index) => (index === column ? field : before)) });
  };
  return (
    <Panel title={`${file.name}, ${countText(file.size)} bytes`}>
      <PreviewColumns preview={preview} onAssign={assign} />
      <div className={classes['options']}>
        <NativeSelect
          label="Dates are written"
          value={dates}
          data={[
            { value: 'iso', label: 'year-month-day (2027-05-20)' },
            { value: 'dd/mm/yyyy', label: 'day/month/year (20/05/2027)' },
          ]}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...preview, dates: value === 'dd/mm/yyyy' ? 'dd/mm/yyyy' : 'iso' })
          }
        />
        <Checkbox
          label="Load of history: take any version and any maturity date"
          checked={asHistory}
          onChange={(event) => setAsHistory(event.currentTarget.checked)}
        />
      </div>
      <p className={classes['fault']} role="alert">
        {fault}
      </p>
      <div className={classes['buttons']}>
        <Button disabled={fault !== null} onClick={() => onStart(asHistory)}>
          Send
        </Button>
        <Button variant="default" onClick={onBack}>
          Another file
        </Button>
      </div>
    </Panel>
  );
}
