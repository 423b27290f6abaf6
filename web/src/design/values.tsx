import type { ReactNode } from 'react';
import { changeText, moneyPieces, moneyText, quantityText } from './decimal-text.ts';
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

/** An amount in a column of amounts: their decimal marks stand below each other, with every digit they have. */
export function AlignedMoney({ value }: { readonly value: string | null | undefined }): ReactNode {
  return value === null || value === undefined ? <NoValue /> : <Pieces value={value} signed={false} />;
}

/** A gain or loss in a column of such. */
export function AlignedChange({ value }: { readonly value: string | null | undefined }): ReactNode {
  if (value === null || value === undefined) return <NoValue />;
  const direction = directionOf(value);
  return (
    <span className={classes[direction]}>
      <Arrow direction={direction} />
      <Pieces value={value} signed />
    </span>
  );
}

function Pieces({ value, signed }: { readonly value: string; readonly signed: boolean }): ReactNode {
  const [main, rest] = moneyPieces(value, signed);
  return (
    <span className={classes['number']}>
      {main}
      <span className={classes['rest']}>{rest}</span>
    </span>
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
      <Arrow direction={direction} />
      {changeText(value)}
      {suffix}
    </span>
  );
}

/** Where no value is known, or, which is something else for who does not see the dash, where there is none. */
export function NoValue({ because = 'not known' }: { readonly because?: 'not known' | 'none' }): ReactNode {
  return (
    <span className={classes['none']}>
      <span aria-hidden="true">–</span>
      <span className={classes['hidden']}>{because}</span>
    </span>
  );
}

function Arrow({ direction }: { readonly direction: Direction }): ReactNode {
  if (direction === 'same') return null;
  return (
    <span className={classes['arrow']} aria-hidden="true">
      {ARROWS[direction]}
    </span>
  );
}

type Direction = 'up' | 'down' | 'same';

const ARROWS = { up: '▲', down: '▼' } as const;

function directionOf(value: string): Direction {
  if (/^-?[0.]*$/.test(value)) return 'same';
  return value.startsWith('-') ? 'down' : 'up';
}
