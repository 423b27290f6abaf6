import { queryClient } from '../app/query-client.ts';
import { accountQuery, equityHistoryQuery, positionsQuery } from '../ledger/account.ts';

const HOUR_MS = 3_600_000;

/** The times that the equity curve can be shown for. */
export const RANGES = [
  { value: '1', label: '1 h', ms: HOUR_MS },
  { value: '24', label: '1 d', ms: 24 * HOUR_MS },
  { value: '168', label: '1 w', ms: 168 * HOUR_MS },
  { value: '720', label: '30 d', ms: 720 * HOUR_MS },
] as const;

/** The one that is shown first. */
export const FIRST_RANGE = RANGES[1];

/** Reads what the dashboard shows at first, so that it is there when its code is. What fails is asked for again by the view, which says so. */
export function readDashboard(): void {
  const asked = [
    queryClient.query(accountQuery),
    queryClient.query(equityHistoryQuery(FIRST_RANGE.ms)),
    queryClient.query(positionsQuery),
  ];
  void Promise.allSettled(asked);
}
