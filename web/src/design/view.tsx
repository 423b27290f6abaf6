import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import classes from './view.module.css';

/** A view: its heading, which takes the focus when the view is gone to and names the document, what acts on all of it, and its parts. */
export function View({
  title,
  actions,
  children,
  fills = false,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Whether it takes the height of the window, so that its tables scroll inside and not the page. */
  readonly fills?: boolean;
}): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Bourse`;
  }, [title]);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={`${classes['view'] ?? ''} ${(fills ? classes['fills'] : '') ?? ''}`}>
      <header className={classes['head']}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions === undefined ? null : <div className={classes['actions']}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
