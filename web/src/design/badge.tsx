import type { ReactNode } from 'react';
import classes from './badge.module.css';

/** A word that tells a state; its tone only repeats what the word says. */
export function Badge({
  tone = 'plain',
  children,
  title,
}: {
  readonly tone?: 'plain' | 'good' | 'bad' | 'warn' | 'accent';
  readonly children: ReactNode;
  readonly title?: string | undefined;
}): ReactNode {
  return (
    <span className={`${classes['badge'] ?? ''} ${classes[tone] ?? ''}`} title={title}>
      {children}
    </span>
  );
}
