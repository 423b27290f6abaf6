import type { ReactNode } from 'react';
import { useEffect } from 'react';
import classes from './identity.module.css';

/** What is around the forms of those who are not logged in. */
export function Entrance({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  useEffect(() => {
    document.title = `${title} · Bourse`;
  }, [title]);
  return (
    <main className={classes['entrance']}>
      <div className={classes['card']}>
        <p className={classes['brand']}>Bourse</p>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
