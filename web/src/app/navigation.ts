import type { SessionUser } from '../identity/session-service.ts';

type Role = SessionUser['role'];

/** An entry of the navigation. A capability that is not built yet has none: there are no dead links. */
export interface NavigationEntry {
  readonly to:
    '/' | '/market' | '/orders' | '/executions' | '/ledger' | '/account' | '/api-keys' | '/trades' | '/operations';
  readonly label: string;
  /** The picture's path in a square of 24. */
  readonly icon: string;
  /** Who alone can use it, and what is below its address; everybody when left out. */
  readonly only?: Role;
}

/** Entries that belong together, under a heading. History, analytics, reports and compliance will be entries here. */
export interface NavigationGroup {
  readonly label: string;
  readonly entries: readonly NavigationEntry[];
}

const DASHBOARD: NavigationEntry = {
  to: '/',
  label: 'Dashboard',
  icon: 'M4 19V5m0 14h16M8 15l4-5 3 3 5-7',
  only: 'trader',
};
const MARKET: NavigationEntry = { to: '/market', label: 'Market', icon: 'M5 20V10m5 10V4m5 16v-8m5 8V7' };
const ORDERS: NavigationEntry = { to: '/orders', label: 'Orders', icon: 'M5 6h14M5 12h14M5 18h9', only: 'trader' };
const EXECUTIONS: NavigationEntry = { to: '/executions', label: 'Executions', icon: 'm5 12 5 5L20 7', only: 'trader' };
const LEDGER: NavigationEntry = { to: '/ledger', label: 'Ledger', icon: 'M6 4h12v16H6zM9 9h6M9 13h6', only: 'trader' };
const ACCOUNT: NavigationEntry = {
  to: '/account',
  label: 'Account',
  icon: 'M4 7h16v11H4zM4 11h16M15 15h2',
  only: 'trader',
};
const API_KEYS: NavigationEntry = {
  to: '/api-keys',
  label: 'API keys',
  icon: 'M14 10a4 4 0 1 0-3.6 4L13 16.500h2v2h2v2h3v-3l-6.200-6.200',
};

const OPERATIONS: NavigationEntry = {
  to: '/operations',
  label: 'Operations',
  icon: 'M3 12h4l3-7 4 14 3-7h4',
  only: 'operator',
};

const TRADES: NavigationEntry = {
  to: '/trades',
  label: 'Trade store',
  icon: 'M4 7h16M4 12h16M4 17h16M9 7v10',
  only: 'operator',
};

const GROUPS: Readonly<Record<Role, readonly NavigationGroup[]>> = {
  trader: [
    { label: 'Trading', entries: [DASHBOARD, MARKET, ORDERS, EXECUTIONS] },
    { label: 'Books', entries: [LEDGER, ACCOUNT] },
  ],
  operator: [
    { label: 'Middle office', entries: [TRADES] },
    { label: 'Prices', entries: [MARKET] },
    { label: 'Platform', entries: [OPERATIONS] },
    { label: 'Access', entries: [API_KEYS] },
  ],
};

/** What somebody of this role can go to. */
export function navigationOf(role: Role): readonly NavigationGroup[] {
  return GROUPS[role];
}

/** Where somebody of this role begins. */
export const START_OF: Readonly<Record<Role, NavigationEntry['to']>> = { trader: '/', operator: '/operations' };

/** Who alone can use what is at this address; null where everybody can. */
export function onlyRoleAt(path: string): Role | null {
  const entries = Object.values(GROUPS).flatMap((groups) => groups.flatMap((group) => group.entries));
  return entries.find(({ to }) => path === to || (to !== '/' && path.startsWith(`${to}/`)))?.only ?? null;
}
