import { createLazyRoute } from '@tanstack/react-router';
import { MarketView } from './market-view.tsx';

/** The route of the market. */
export const Route = createLazyRoute('/inside/market')({ component: MarketView });
