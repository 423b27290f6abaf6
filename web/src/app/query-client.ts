import { ApiProblem } from '@bourse/client/problem.ts';
import { QueryClient } from '@tanstack/react-query';
import { SessionEnded } from '../identity/session.ts';

/** What was asked of the API, and how old an answer may be. The client package repeats what is worth repeating, so nothing is repeated here. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 1 && !(error instanceof ApiProblem) && !(error instanceof SessionEnded),
      staleTime: 5_000,
      gcTime: 300_000,
      refetchOnWindowFocus: true,
    },
  },
});
