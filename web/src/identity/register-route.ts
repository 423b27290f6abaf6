import { createLazyRoute } from '@tanstack/react-router';
import { RegisterView } from './register-view.tsx';

/** The route of the registration. */
export const Route = createLazyRoute('/register')({ component: RegisterView });
