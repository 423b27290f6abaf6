import { createLazyRoute } from '@tanstack/react-router';
import { RequestsView } from './requests-view.tsx';

/** The route that tracks requests. */
export const Route = createLazyRoute('/inside/trades/requests')({ component: RequestsView });
