import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { queryClient } from '../app/query-client.ts';
import classes from './identity.module.css';
import { LogInForm } from './log-in-form.tsx';

/** Asks the one who was logged in to log in again, over the view and what was typed there, which stay. */
export function LogInAgain({ username }: { readonly username: string }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={classes['again']}
      aria-labelledby="log-in-again"
      onCancel={(event) => {
        event.preventDefault();
      }}
    >
      <h2 id="log-in-again">Your log-in has ended</h2>
      <p>Log in again as {username} to go on. What you have typed is still there.</p>
      <LogInForm
        username={username}
        onDone={() => {
          dialog.current?.close();
          // What could not be read meanwhile.
          void queryClient.invalidateQueries();
        }}
      />
    </dialog>
  );
}
