import { createLazyRoute } from '@tanstack/react-router';
import { NewTradeView } from './new-trade-view.tsx';

/** The route of the form for one trade. */
export const Route = createLazyRoute('/inside/trades/new')({ component: NewTradeView });
