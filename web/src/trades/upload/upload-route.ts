import { createLazyRoute } from '@tanstack/react-router';
import { UploadView } from './upload-view.tsx';

/** The route of uploads. */
export const Route = createLazyRoute('/inside/trades/upload')({ component: UploadView });
