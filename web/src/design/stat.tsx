import type { ReactNode } from 'react';
import classes from './stat.module.css';

/** Some figures beside each other, each with its name. */
export function Stats({ children }: { readonly children: ReactNode }): ReactNode {
  return <dl className={classes['stats']}>{children}</dl>;
}

/** One of them. */
export function Stat({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className={classes['stat']}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
