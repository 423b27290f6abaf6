import { createLazyRoute } from '@tanstack/react-router';
import { DashboardView } from './dashboard-view.tsx';

/** The route of the dashboard. */
export const Route = createLazyRoute('/inside/')({ component: DashboardView });
