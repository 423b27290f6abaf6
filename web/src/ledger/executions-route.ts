import { createLazyRoute } from '@tanstack/react-router';
import { ExecutionsView } from './executions-view.tsx';

/** The route of the executions view. */
export const Route = createLazyRoute('/inside/executions')({ component: ExecutionsView });
