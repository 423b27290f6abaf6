import { queryClient } from './query-client.ts';

/** Drops everything that was read for the one who was logged in. */
export function forgetEverything(): void {
  queryClient.clear();
}
