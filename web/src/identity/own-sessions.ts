import type { AnswerOf } from '@bourse/client/api.ts';
import { answered } from '@bourse/client/api.ts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../app/bourse.ts';

/** A log-in of one's own. */
export type OwnSession = AnswerOf<'/api/v1/auth/sessions'>['items'][number];

/** Where one is logged in. */
export const ownSessionsQuery = queryOptions({
  queryKey: ['own-sessions'],
  queryFn: async ({ signal }) => (await answered(api.GET('/api/v1/auth/sessions', { signal }))).items,
});
