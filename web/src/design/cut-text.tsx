import { Fragment } from 'react';
import type { ReactNode } from 'react';
import classes from './data-table.module.css';

/**
 * A text that is cut off where there is no room for it, and whole when one points at it. It has one line, or as many as its column lets it take:
 * see `wraps` of TableColumn. A text without blanks may go on in the next line behind the character `breakAfter`, rather than anywhere.
 */
export function CutText({ text, breakAfter }: { readonly text: string; readonly breakAfter?: string }): ReactNode {
  return (
    <span className={classes['text']} title={text}>
      {breakAfter === undefined
        ? text
        : text.split(breakAfter).map((part, index) => (
            <Fragment key={index}>
              {index === 0 ? null : (
                <>
                  {breakAfter}
                  <wbr />
                </>
              )}
              {part}
            </Fragment>
          ))}
    </span>
  );
}
