import type { SeriesMarker, UTCTimestamp } from 'lightweight-charts';
import type { Execution } from '../ledger/execution.ts';
import { utcTimestamp } from './chart-time-codec.ts';

/** One's own fills as a chart of candles, of `intervalMs` each, marks them: at the candle they were made in, told by side, letter and colour. */
export function fillMarkers(
  fills: readonly Pick<Execution, 'at' | 'side' | 'quantity'>[],
  intervalMs: number,
  { gain, loss }: { readonly gain: string; readonly loss: string },
): SeriesMarker<UTCTimestamp>[] {
  return fills
    .map(({ at, side, quantity }) => {
      const isBuy = side === 'buy';
      return {
        time: utcTimestamp(Math.floor(Date.parse(at) / intervalMs) * intervalMs),
        position: isBuy ? ('belowBar' as const) : ('aboveBar' as const),
        shape: isBuy ? ('arrowUp' as const) : ('arrowDown' as const),
        color: isBuy ? gain : loss,
        text: `${isBuy ? 'B' : 'S'} ${quantity}`,
      };
    })
    .toSorted((one, other) => one.time - other.time);
}
