import type { ReactNode } from 'react';
import { Badge } from '../design/badge.tsx';
import { moneyText } from '../design/decimal-text.ts';
import { useNow } from '../design/now.ts';
import { ageText } from '../design/time-text.ts';
import { NoValue } from '../design/values.tsx';
import { useIsStale, usePrice } from '../live/live.ts';
import classes from './live-price.module.css';

/** The price of an instrument as it moves: an arrow tells where it went last. Only this cell is drawn when it changes. */
export function LivePriceCell({ symbol }: { readonly symbol: string }): ReactNode {
  const price = usePrice(symbol);
  const isStale = useIsStale(symbol);
  if (price === undefined) return <NoValue />;
  const { direction, value } = price;
  return (
    <span className={`${classes['price'] ?? ''} ${(isStale ? classes['stale'] : classes[direction]) ?? ''}`}>
      <span className={classes['arrow']} aria-hidden="true">
        {direction === 'up' ? '▲' : direction === 'down' ? '▼' : ''}
      </span>
      {moneyText(value)}
    </span>
  );
}

/** How old the price of an instrument is, and whether that is too old to trade on. */
export function PriceAge({ symbol }: { readonly symbol: string }): ReactNode {
  const price = usePrice(symbol);
  const isStale = useIsStale(symbol);
  const nowMs = useNow();
  if (price === undefined) return <Badge tone="warn">no price</Badge>;
  const age = ageText(nowMs - price.asOfMs);
  if (!isStale) return <span className={classes['age']}>{age}</span>;
  return (
    <Badge tone="warn" title="Too old to trade on">
      stale · {age}
    </Badge>
  );
}
