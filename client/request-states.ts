import type { Api } from './api.ts';
import { answered } from './api.ts';
import type { paths } from './generated/api-types.ts';
import { UnexpectedAnswer } from './unexpected-answer.ts';

/** Where a request stands, as the API tells it. */
export type RequestState =
  paths['/api/v1/requests']['get']['responses'][200]['content']['application/json']['items'][number];

/** Most requests that one call may ask about. */
export const MAX_STATES = 200;

/** Where requests stand, at most MAX_STATES of them, by their ids; those that Bourse does not know, or not any more, are left out. */
export async function requestStates(
  api: Api,
  requestIds: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, RequestState>> {
  if (requestIds.length === 0) return new Map();
  if (requestIds.length > MAX_STATES) throw new RangeError(`ask about at most ${MAX_STATES} requests at once`);
  const query = { ids: requestIds.join(',') };
  const { items } = await answered(
    api.GET('/api/v1/requests', { params: { query }, ...(signal === undefined ? {} : { signal }) }),
  );
  if (!Array.isArray(items)) throw new UnexpectedAnswer('it does not tell where requests stand');
  return new Map(items.map((state) => [state.request_id, state]));
}
