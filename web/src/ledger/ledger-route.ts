import { createLazyRoute } from '@tanstack/react-router';
import { LedgerView } from './ledger-view.tsx';

/** The route of the ledger view. */
export const Route = createLazyRoute('/inside/ledger')({ component: LedgerView });
