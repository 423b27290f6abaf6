import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Entrance } from './entrance.tsx';
import { LogInForm } from './log-in-form.tsx';

/** The way in. */
export function LogInView(): ReactNode {
  const navigate = useNavigate();
  const { to } = useSearch({ from: '/log-in' });
  return (
    <Entrance title="Log in">
      <LogInForm onDone={() => void navigate({ href: to ?? '/' })} />
      <p>
        New here? <Link to="/register">Register an account</Link>
      </p>
    </Entrance>
  );
}
