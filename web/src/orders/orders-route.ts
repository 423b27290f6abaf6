import { createLazyRoute } from '@tanstack/react-router';
import { OrdersView } from './orders-view.tsx';

/** The route of the blotter. */
export const Route = createLazyRoute('/inside/orders')({ component: OrdersView });
