import { createLazyRoute } from '@tanstack/react-router';
import { TradesView } from './trades-view.tsx';

/** The route of the trade store. */
export const Route = createLazyRoute('/inside/trades')({ component: TradesView });
