import { useEffect, useMemo, useState } from 'react';
import type { EquityPoint } from '../ledger/account.ts';

/** What the account is worth at the prices of this moment. */
export type EquityNow = Omit<EquityPoint, 'at'>;

const LIVE_POINT_EVERY_MS = 5_000;
const MAX_LIVE_POINTS = 1_000;

/** The points that were read, and behind them what the equity was while one looked, up to what it is now (null when that is not known). */
export function useCurve(points: readonly EquityPoint[], now: EquityNow | null): readonly EquityPoint[] {
  const [seen, setSeen] = useState<readonly EquityPoint[]>([]);
  const { equity, cash, market_value: value } = now ?? NOTHING;
  useEffect(() => {
    if (equity === null) return;
    const point = { at: new Date().toISOString(), equity, cash, market_value: value };
    setSeen((before) => withPoint(before, point));
  }, [equity, cash, value]);
  return useMemo(() => {
    const last = points.at(-1);
    const lastMs = last === undefined ? 0 : Date.parse(last.at);
    return [...points, ...seen.filter(({ at }) => Date.parse(at) >= lastMs)];
  }, [points, seen]);
}

const NOTHING = { equity: null, cash: null, market_value: null };

/** The points with the newest: the one before it goes where both are in the same few seconds. */
function withPoint(points: readonly EquityPoint[], point: EquityPoint): readonly EquityPoint[] {
  const before = points.at(-2);
  const isClose = before !== undefined && Date.parse(point.at) - Date.parse(before.at) < LIVE_POINT_EVERY_MS;
  return [...(isClose ? points.slice(0, -1) : points), point].slice(-MAX_LIVE_POINTS);
}
