import { useId } from 'react';
import type { ReactNode } from 'react';
import classes from './panel.module.css';

/** A part of a view, with its heading and, to its right, what acts on it. The heading takes the focus of what is gone from the panel. */
export function Panel({
  title,
  actions,
  children,
  className,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}): ReactNode {
  const id = useId();
  return (
    <section className={`${classes['panel'] ?? ''} ${className ?? ''}`} aria-labelledby={id}>
      <header className={classes['head']}>
        <h2 id={id} tabIndex={-1}>
          {title}
        </h2>
        {actions === undefined ? null : <div className={classes['actions']}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}
