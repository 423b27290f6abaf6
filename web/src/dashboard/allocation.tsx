import type { ReactNode } from 'react';
import { decimalText, moneyText } from '../design/decimal-text.ts';
import type { Account, Position } from '../ledger/account.ts';
import { priceOf } from '../ledger/live-worth.ts';
import { shareOf, sumOf, worthOf } from '../ledger/worth.ts';
import classes from './dashboard.module.css';

/** Parts named one by one; the others are shown as one. */
const MAX_PARTS = 8;

/** What the equity is made of: cash and the largest positions, each as a bar and in numbers. */
export function Allocation({
  account,
  positions,
  equity,
}: {
  readonly account: Account;
  readonly positions: readonly Position[];
  readonly equity: string;
}): ReactNode {
  return (
    <ul className={classes['allocation']} tabIndex={0} aria-label="Allocation">
      {partsOf(account, positions).map(({ name, value, isCash }) => {
        const share = shareOf(value, equity) ?? 0;
        return (
          <li key={name} className={`${classes['part'] ?? ''} ${(isCash ? classes['cash'] : '') ?? ''}`}>
            <span>{name}</span>
            <span className={classes['amount']}>{moneyText(value)}</span>
            <span className={classes['percent']}>{decimalText((share / 100).toFixed(1), { atLeast: 1 })}%</span>
            <span className={classes['track']} aria-hidden="true">
              <span className={classes['bar']} style={{ width: `${Math.min(100, share / 100)}%` }} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}

interface Part {
  readonly name: string;
  readonly value: string;
  readonly share: number;
  readonly isCash: boolean;
}

function partsOf(account: Account, positions: readonly Position[]): readonly Part[] {
  const valued = positions
    .flatMap((position) => {
      const price = priceOf(position);
      const worth = price === null ? null : worthOf(position.quantity, position.average_entry_price, price);
      return worth === null
        ? []
        : [{ name: position.symbol, value: worth.value, share: sizeOf(worth.value), isCash: false }];
    })
    .filter(({ share }) => share > 0)
    .toSorted((one, other) => other.share - one.share);
  const others = valued.slice(MAX_PARTS);
  const rest = sumOf(others.map(({ value }) => value));
  return [
    { name: 'Cash', value: account.cash, share: sizeOf(account.cash), isCash: true },
    ...valued.slice(0, MAX_PARTS),
    ...(others.length === 0
      ? []
      : [{ name: `${others.length} others`, value: rest, share: sizeOf(rest), isCash: false }]),
  ];
}

/** Only to put them in order and to draw bars. */
function sizeOf(value: string): number {
  return Number(value);
}
