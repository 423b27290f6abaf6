import { createLazyRoute } from '@tanstack/react-router';
import { AccountView } from './account-view.tsx';

/** The route of the account view. */
export const Route = createLazyRoute('/inside/account')({ component: AccountView });
