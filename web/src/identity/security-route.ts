import { createLazyRoute } from '@tanstack/react-router';
import { SecurityView } from './security-view.tsx';

export const Route = createLazyRoute('/inside/security')({ component: SecurityView });
