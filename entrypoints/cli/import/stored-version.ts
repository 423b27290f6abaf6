import type { Api } from '@bourse/client/api.ts';
import { answered } from '@bourse/client/api.ts';
import { UnexpectedAnswer } from '@bourse/client/unexpected-answer.ts';
import type { paths } from '@bourse/client/generated/api-types.ts';
import { ApiProblem } from '@bourse/client/problem.ts';
import type { NewTrade } from '@bourse/core/trades/trade.ts';

type VersionPage = paths['/api/v1/trades/{trade_id}']['get']['responses'][200]['content']['application/json'];
type StoredVersion = VersionPage['items'][number];

/** One read of the API, given up by the signal. */
type Reading = <Answer>(read: (api: Api, signal: AbortSignal) => Promise<Answer>) => Promise<Answer>;

const VERSIONS_PER_PAGE = '500';

/** Whether this version of the trade is stored with this content; a created date that is left open is not compared. */
export async function isStored(trade: NewTrade, reading: Reading): Promise<boolean> {
  let cursor: string | null = null;
  do {
    const behind: string | null = cursor;
    const page: VersionPage = await reading((api, signal) => versionsOf(trade.tradeId, behind, { api, signal }));
    const found = page.items.find(({ version }) => version === trade.version);
    if (found !== undefined) return isSame(trade, found);
    // The newest version comes first.
    cursor = page.items.some(({ version }) => version < trade.version) ? null : page.next_cursor;
  } while (cursor !== null);
  return false;
}

/** A page of the versions of a trade; an empty one for a trade that is not there. */
async function versionsOf(
  tradeId: string,
  cursor: string | null,
  { api, signal }: { readonly api: Api; readonly signal: AbortSignal },
): Promise<VersionPage> {
  const query = { limit: VERSIONS_PER_PAGE, ...(cursor === null ? {} : { cursor }) };
  try {
    const path = { trade_id: tradeId };
    const page = await answered(api.GET('/api/v1/trades/{trade_id}', { params: { path, query }, signal }));
    if (!Array.isArray(page.items)) throw new UnexpectedAnswer('it does not tell the versions of a trade');
    return page;
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'unknown-trade') return { items: [], next_cursor: null };
    throw error;
  }
}

function isSame(trade: NewTrade, stored: StoredVersion): boolean {
  return (
    trade.tradeId === stored.trade_id &&
    trade.counterpartyId === stored.counterparty_id &&
    trade.bookId === stored.book_id &&
    trade.maturityDate === stored.maturity_date &&
    (trade.createdDate === null || trade.createdDate === stored.created_date)
  );
}
