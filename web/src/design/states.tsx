import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiProblem } from '@bourse/client/problem.ts';
import classes from './states.module.css';

/** Bars where rows will be, so that nothing jumps when they come. */
export function Loading({ what, rows = 6 }: { readonly what: string; readonly rows?: number }): ReactNode {
  return (
    <div className={classes['loading']} role="status">
      <span className={classes['hidden']}>Loading {what} …</span>
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} className={classes['bar']} aria-hidden="true" />
      ))}
    </div>
  );
}

/** Said where there is nothing (yet), with what to do about it. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }): ReactNode {
  return (
    <div className={classes['state']}>
      <p className={classes['title']}>{title}</p>
      {children === undefined ? null : <div className={classes['text']}>{children}</div>}
    </div>
  );
}

/** Said where something could not be had, with a button to try again. */
export function Failed({
  what,
  error,
  onRetry,
}: {
  readonly what: string;
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}): ReactNode {
  return (
    <div className={classes['state']} role="alert">
      <p className={classes['title']}>Could not load {what}.</p>
      <p className={classes['text']}>{explanationOf(error)}</p>
      {onRetry === undefined ? null : (
        <Button size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** A line over values that are old: they stay readable, and it is said since when they are. */
export function StaleNotice({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <p className={classes['stale']} role="status">
      <span aria-hidden="true">⏱</span> {children}
    </p>
  );
}

/** What went wrong, in words for a reader; with the number that names it in the logs where there is one. */
export function explanationOf(error: unknown): string {
  if (error instanceof ApiProblem) {
    const faults = error.errors.map(({ pointer, message }) => `${fieldOf(pointer)} ${message}`).join('; ');
    const text = faults === '' ? error.message : faults;
    return error.status >= 500 && error.correlationId !== null ? `${text} (reference ${error.correlationId})` : text;
  }
  return 'Bourse cannot be reached just now. It is tried again when you ask for it.';
}

function fieldOf(pointer: string): string {
  return pointer.split('/').slice(1).join(' ').replaceAll('_', ' ');
}
