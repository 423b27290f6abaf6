import type { ReactNode } from 'react';
import { AlignedChange, AlignedMoney } from '../design/values.tsx';
import { usePrice } from '../live/live.ts';
import type { Position } from './account.ts';
import { worthOf } from './worth.ts';

/** What a position is worth at this moment. */
export function MarketValueCell({ position }: { readonly position: Position }): ReactNode {
  const worth = useWorth(position);
  return <AlignedMoney value={worth?.value} />;
}

/** What was gained or lost on a position at this moment. */
export function UnrealizedCell({ position }: { readonly position: Position }): ReactNode {
  const worth = useWorth(position);
  return <AlignedChange value={worth?.profit} />;
}

function useWorth({ symbol, quantity, average_entry_price: entry, market_price: price }: Position) {
  const value = usePrice(symbol)?.value ?? price;
  return value === null ? null : worthOf(quantity, entry, value);
}
