import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { Empty, Loading } from '../design/states.tsx';
import { useValue } from '../design/value-store.ts';
import { LogInAgain } from '../identity/log-in-again.tsx';
import { session } from './bourse.ts';
import { Shell } from './shell.tsx';

/** Lets in who is logged in; others are led to the log-in, and come back to where they wanted to go. */
export function SessionGate(): ReactNode {
  const state = useValue(session);
  switch (state.status) {
    case 'somebody':
    case 'expired':
      return (
        <>
          <Shell user={state.user} inert={state.status === 'expired'} />
          {state.status === 'expired' ? <LogInAgain username={state.user.username} /> : null}
        </>
      );
    case 'nobody':
      return <ToLogIn />;
    case 'unreachable':
      return (
        <main>
          <Empty title="Bourse cannot be reached.">
            <Button size="xs" variant="default" onClick={() => void session.start()}>
              Try again
            </Button>
          </Empty>
        </main>
      );
    case 'starting':
      return (
        <main>
          <Loading what="Bourse" />
        </main>
      );
  }
}

/** Leads to the log-in, which leads back to where one was; once, since the address changes while this is still there. */
function ToLogIn(): ReactNode {
  const router = useRouter();
  useEffect(() => {
    void router.navigate({ to: '/log-in', search: { to: router.state.location.href }, replace: true });
  }, [router]);
  return null;
}
