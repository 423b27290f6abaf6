import type { ReactNode } from 'react';
import { useValue } from '../design/value-store.ts';
import classes from './connection-state.module.css';
import { liveStatus } from './live-stream.ts';

const WORDS = { connecting: 'Connecting …', live: 'Live', lost: 'Not live: reconnecting …' } as const;

/** Whether the values on the page are live. */
export function ConnectionState(): ReactNode {
  const status = useValue(liveStatus);
  return (
    <span className={classes['state']} data-status={status} role="status">
      <span className={classes['light']} aria-hidden="true" />
      {WORDS[status]}
    </span>
  );
}
