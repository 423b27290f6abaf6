/**
 * The code of each view by its address, "$" standing for a part that varies. It comes when a view is gone to, and for the first view before
 * everything else.
 */
export const VIEWS = {
  '/register': async () => (await import('../identity/register-route.ts')).Route,
  '/market': async () => (await import('../market/market-route.ts')).Route,
  '/market/$symbol': async () => (await import('../market/instrument-route.ts')).Route,
  '/orders': async () => (await import('../orders/orders-route.ts')).Route,
  '/executions': async () => (await import('../ledger/executions-route.ts')).Route,
  '/ledger': async () => (await import('../ledger/ledger-route.ts')).Route,
  '/account': async () => (await import('../ledger/account-route.ts')).Route,
  '/api-keys': async () => (await import('../identity/api-keys-route.ts')).Route,
  '/security': async () => (await import('../identity/security-route.ts')).Route,
  '/trades': async () => (await import('../trades/trades-route.ts')).Route,
  '/trades/id/$tradeId': async () => (await import('../trades/trade-route.ts')).Route,
  '/trades/new': async () => (await import('../trades/new-trade-route.ts')).Route,
  '/trades/upload': async () => (await import('../trades/upload/upload-route.ts')).Route,
  '/trades/requests': async () => (await import('../trades/requests-route.ts')).Route,
  '/operations': async () => (await import('../operations/operations-route.ts')).Route,
  '/': async () => (await import('../dashboard/dashboard-route.ts')).Route,
};
