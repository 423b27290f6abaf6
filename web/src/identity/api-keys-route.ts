import { createLazyRoute } from '@tanstack/react-router';
import { ApiKeysView } from './api-keys-view.tsx';

/** The route of API keys. */
export const Route = createLazyRoute('/inside/api-keys')({ component: ApiKeysView });
