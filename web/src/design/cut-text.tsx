import type { ReactNode } from 'react';
import classes from './data-table.module.css';

/**
 * A text that is cut off where there is no room for it, and whole when one points at it. It has one line, or as many as its column lets it take:
 * see `wraps` of TableColumn.
 */
export function CutText({ text }: { readonly text: string }): ReactNode {
  return (
    <span className={classes['text']} title={text}>
      {text}
    </span>
  );
}
