import type { ReactNode } from 'react';
import { changeText, moneyText, quantityText } from './decimal-text.ts';
import classes from './values.module.css';

/** An amount or a price; a dash where there is none. */
export function Money({ value }: { readonly value: string | null | undefined }): ReactNode {
  return value === null || value === undefined ? (
    <NoValue />
  ) : (
    <span className={classes['number']}>{moneyText(value)}</span>
  );
}

/** A number of shares. */
export function Quantity({ value }: { readonly value: string | null | undefined }): ReactNode {
  return value === null || value === undefined ? (
    <NoValue />
  ) : (
    <span className={classes['number']}>{quantityText(value)}</span>
  );
}

/** A gain or loss: an arrow and a sign say which, and colour says it once more. */
export function Change({
  value,
  suffix = '',
}: {
  readonly value: string | null | undefined;
  readonly suffix?: string;
}): ReactNode {
  if (value === null || value === undefined) return <NoValue />;
  const direction = directionOf(value);
  return (
    <span className={`${classes['number'] ?? ''} ${classes[direction] ?? ''}`}>
      <span className={classes['arrow']} aria-hidden="true">
        {ARROWS[direction]}
      </span>
      {changeText(value)}
      {suffix}
    </span>
  );
}

/** Where no value is known. */
export function NoValue(): ReactNode {
  return (
    <span className={classes['none']}>
      <span aria-hidden="true">–</span>
      <span className={classes['hidden']}>not known</span>
    </span>
  );
}

type Direction = 'up' | 'down' | 'same';

const ARROWS: Readonly<Record<Direction, string>> = { up: '▲', down: '▼', same: '' };

function directionOf(value: string): Direction {
  if (/^-?[0.]*$/.test(value)) return 'same';
  return value.startsWith('-') ? 'down' : 'up';
}
