import { Outlet, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { LogInView } from '../identity/log-in-view.tsx';
import { FaultView } from './fault-view.tsx';
import { NotFoundView } from './not-found-view.tsx';
import { SessionGate } from './session-gate.tsx';
import { VIEWS } from './views.ts';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundView, errorComponent: FaultView });

const logIn = createRoute({
  getParentRoute: () => root,
  path: '/log-in',
  validateSearch: ({ to }): { to?: string } => (isOwnAddress(to) ? { to } : {}),
  component: LogInView,
});

const register = createRoute({ getParentRoute: () => root, path: '/register' }).lazy(VIEWS['/register']);

/** What is for those who are logged in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: SessionGate,
});

const market = createRoute({ getParentRoute: () => inside, path: '/market' }).lazy(VIEWS['/market']);

const instrument = createRoute({ getParentRoute: () => inside, path: '/market/$symbol' }).lazy(
  VIEWS['/market/$symbol'],
);

const orders = createRoute({ getParentRoute: () => inside, path: '/orders' }).lazy(VIEWS['/orders']);

const executions = createRoute({ getParentRoute: () => inside, path: '/executions' }).lazy(VIEWS['/executions']);

const ledger = createRoute({ getParentRoute: () => inside, path: '/ledger' }).lazy(VIEWS['/ledger']);

const account = createRoute({ getParentRoute: () => inside, path: '/account' }).lazy(VIEWS['/account']);

const apiKeys = createRoute({ getParentRoute: () => inside, path: '/api-keys' }).lazy(VIEWS['/api-keys']);

const security = createRoute({ getParentRoute: () => inside, path: '/security' }).lazy(VIEWS['/security']);

const trades = createRoute({ getParentRoute: () => inside, path: '/trades' }).lazy(VIEWS['/trades']);

const trade = createRoute({ getParentRoute: () => inside, path: '/trades/id/$tradeId' }).lazy(
  VIEWS['/trades/id/$tradeId'],
);

const newTrade = createRoute({ getParentRoute: () => inside, path: '/trades/new' }).lazy(VIEWS['/trades/new']);

const upload = createRoute({ getParentRoute: () => inside, path: '/trades/upload' }).lazy(VIEWS['/trades/upload']);

const requests = createRoute({ getParentRoute: () => inside, path: '/trades/requests' }).lazy(
  VIEWS['/trades/requests'],
);

const operations = createRoute({ getParentRoute: () => inside, path: '/operations' }).lazy(VIEWS['/operations']);

const start = createRoute({ getParentRoute: () => inside, path: '/' }).lazy(VIEWS['/']);

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
