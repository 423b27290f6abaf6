import { session } from '../app/bourse.ts';
import { useValue } from '../design/value-store.ts';
import type { SessionUser } from './session-service.ts';
import { SessionEnded } from './session.ts';

/** Who is logged in, for views that are there only then. Throws SessionEnded otherwise. */
export function useUser(): SessionUser {
  const state = useValue(session);
  if (!('user' in state)) throw new SessionEnded();
  return state.user;
}
