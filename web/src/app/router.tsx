import { Outlet, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { LogInView } from '../identity/log-in-view.tsx';
import { FaultView } from './fault-view.tsx';
import { NotFoundView } from './not-found-view.tsx';
import { SessionGate } from './session-gate.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundView, errorComponent: FaultView });

const logIn = createRoute({
  getParentRoute: () => root,
  path: '/log-in',
  validateSearch: ({ to }): { to?: string } => (isOwnAddress(to) ? { to } : {}),
  component: LogInView,
});

const register = createRoute({ getParentRoute: () => root, path: '/register' }).lazy(() =>
  import('../identity/register-route.ts').then(({ Route }) => Route),
);

/** What is for those who are logged in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: SessionGate,
});

const market = createRoute({ getParentRoute: () => inside, path: '/market' }).lazy(() =>
  import('../market/market-route.ts').then(({ Route }) => Route),
);

const instrument = createRoute({ getParentRoute: () => inside, path: '/market/$symbol' }).lazy(() =>
  import('../market/instrument-route.ts').then(({ Route }) => Route),
);

const orders = createRoute({ getParentRoute: () => inside, path: '/orders' }).lazy(() =>
  import('../orders/orders-route.ts').then(({ Route }) => Route),
);

const executions = createRoute({ getParentRoute: () => inside, path: '/executions' }).lazy(() =>
  import('../ledger/executions-route.ts').then(({ Route }) => Route),
);

const ledger = createRoute({ getParentRoute: () => inside, path: '/ledger' }).lazy(() =>
  import('../ledger/ledger-route.ts').then(({ Route }) => Route),
);

const account = createRoute({ getParentRoute: () => inside, path: '/account' }).lazy(() =>
  import('../ledger/account-route.ts').then(({ Route }) => Route),
);

const apiKeys = createRoute({ getParentRoute: () => inside, path: '/api-keys' }).lazy(() =>
  import('../identity/api-keys-route.ts').then(({ Route }) => Route),
);

const security = createRoute({ getParentRoute: () => inside, path: '/security' }).lazy(() =>
  import('../identity/security-route.ts').then(({ Route }) => Route),
);

const trades = createRoute({ getParentRoute: () => inside, path: '/trades' }).lazy(() =>
  import('../trades/trades-route.ts').then(({ Route }) => Route),
);

const trade = createRoute({ getParentRoute: () => inside, path: '/trades/id/$tradeId' }).lazy(() =>
  import('../trades/trade-route.ts').then(({ Route }) => Route),
);

const newTrade = createRoute({ getParentRoute: () => inside, path: '/trades/new' }).lazy(() =>
  import('../trades/new-trade-route.ts').then(({ Route }) => Route),
);

const upload = createRoute({ getParentRoute: () => inside, path: '/trades/upload' }).lazy(() =>
  import('../trades/upload/upload-route.ts').then(({ Route }) => Route),
);

const requests = createRoute({ getParentRoute: () => inside, path: '/trades/requests' }).lazy(() =>
  import('../trades/requests-route.ts').then(({ Route }) => Route),
);

const operations = createRoute({ getParentRoute: () => inside, path: '/operations' }).lazy(() =>
  import('../operations/operations-route.ts').then(({ Route }) => Route),
);

const start = createRoute({ getParentRoute: () => inside, path: '/' }).lazy(() =>
  import('../dashboard/dashboard-route.ts').then(({ Route }) => Route),
);

/** Every view by its address. Views come when they are gone to; what all have is in the first script. */
export const router = createRouter({
  routeTree: root.addChildren([
    logIn,
    register,
    inside.addChildren([
      start,
      market,
      instrument,
      orders,
      executions,
      ledger,
      account,
      apiKeys,
      security,
      trades,
      trade,
      newTrade,
      upload,
      requests,
      operations,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: FaultView,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/** An address within the page; anything else could lead somewhere else after a log-in. */
function isOwnAddress(to: unknown): to is string {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to);
}
