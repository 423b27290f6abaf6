import { Button, Checkbox, Popover } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './column-chooser.module.css';
import type { TableColumn } from './table-column.ts';

/** Chooses which columns of a table are there. */
export function ColumnChooser<Row>({
  columns,
  visibility,
  onChoose,
}: {
  readonly columns: readonly TableColumn<Row>[];
  readonly visibility: Readonly<Record<string, boolean>>;
  readonly onChoose: (visibility: Readonly<Record<string, boolean>>) => void;
}): ReactNode {
  return (
    <Popover position="bottom-end" shadow="md" trapFocus withRoles>
      <Popover.Target>
        <Button size="compact-xs" variant="default">
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <div className={classes['choices']}>
          {columns.map(({ id, header }) => (
            <Checkbox
              key={id}
              size="xs"
              label={header}
              checked={visibility[id] === true}
              onChange={(event) => {
                onChoose({ ...visibility, [id]: event.currentTarget.checked });
              }}
            />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
