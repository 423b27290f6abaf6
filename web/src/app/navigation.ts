import type { SessionUser } from '../identity/session-service.ts';

/** An entry of the navigation. A capability that is not built yet has none: there are no dead links. */
export interface NavigationEntry {
  readonly to: '/' | '/market';
  readonly label: string;
  /** The picture's path in a square of 24. */
  readonly icon: string;
}

/** Entries that belong together, under a heading. History, analytics, reports and compliance will be entries here. */
export interface NavigationGroup {
  readonly label: string;
  readonly entries: readonly NavigationEntry[];
}

const MARKET: NavigationEntry = { to: '/market', label: 'Market', icon: 'M4 20V10m5 10V4m6 16v-8m5 8V7' };

const GROUPS: Readonly<Record<SessionUser['role'], readonly NavigationGroup[]>> = {
  trader: [{ label: 'Trading', entries: [MARKET] }],
  operator: [{ label: 'Market', entries: [MARKET] }],
};

/** What somebody of this role can go to. */
export function navigationOf(role: SessionUser['role']): readonly NavigationGroup[] {
  return GROUPS[role];
}
