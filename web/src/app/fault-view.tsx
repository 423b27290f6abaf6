import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Empty } from '../design/states.tsx';

/** Shown when a view could not be drawn or loaded; a newer build may have taken its parts away. */
export function FaultView(): ReactNode {
  return (
    <div role="alert">
      <Empty title="This view could not be shown.">
        <p>Bourse may have been updated since the page was opened.</p>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            location.reload();
          }}
        >
          Load the page anew
        </Button>
      </Empty>
    </div>
  );
}
