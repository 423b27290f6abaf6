import { createLazyRoute } from '@tanstack/react-router';
import { InstrumentView } from './instrument-view.tsx';

/** The route of an instrument. */
export const Route = createLazyRoute('/inside/market/$symbol')({ component: InstrumentView });
