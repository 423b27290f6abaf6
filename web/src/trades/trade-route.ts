import { createLazyRoute } from '@tanstack/react-router';
import { TradeView } from './trade-view.tsx';

/** The route of one trade. */
export const Route = createLazyRoute('/inside/trades/id/$tradeId')({ component: TradeView });
