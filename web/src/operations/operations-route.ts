import { createLazyRoute } from '@tanstack/react-router';
import { OperationsView } from './operations-view.tsx';

/** The route of operations. */
export const Route = createLazyRoute('/inside/operations')({ component: OperationsView });
