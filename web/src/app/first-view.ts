import { readDashboard } from '../dashboard/dashboard-reads.ts';
import { session } from './bourse.ts';
import { START_OF } from './navigation.ts';
import { VIEWS } from './views.ts';

/** Asks for the code of the view at this address, where there is one; the router, which asks again, says what it does not get. */
export function fetchViewAt(path: string): void {
  const found = Object.entries(VIEWS).find(([address]) => isAt(address, path));
  if (found !== undefined) void found[1]();
}

/** Goes on with the log-in that the browser has, and reads what the view at this address begins with. */
export async function readFor(path: string): Promise<void> {
  await session.start();
  const state = session.get();
  if (path !== '/' || state.status !== 'somebody') return;
  if (state.user.role === 'trader') readDashboard();
  else fetchViewAt(START_OF[state.user.role]);
}

function isAt(address: string, path: string): boolean {
  const parts = path.split('/');
  const asked = address.split('/');
  return parts.length === asked.length && asked.every((part, index) => part.startsWith('$') || part === parts[index]);
}
