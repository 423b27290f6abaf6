import { Button, PasswordInput, TextInput } from '@mantine/core';
import { ApiProblem } from '@bourse/client/problem.ts';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import { session } from '../app/bourse.ts';
import { explanationOf } from '../design/states.tsx';
import classes from './identity.module.css';

/** Asks for user name and password. With `username` only the password: the same person goes on. */
export function LogInForm({
  username,
  onDone,
}: {
  readonly username?: string;
  readonly onDone: () => void;
}): ReactNode {
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const passwordField = useRef<HTMLInputElement>(null);

  const send = async (form: FormData): Promise<void> => {
    setSending(true);
    setFault(null);
    try {
      await session.logIn({ username: username ?? textOf(form, 'username'), password: textOf(form, 'password') });
      onDone();
    } catch (error) {
      setFault(error instanceof ApiProblem && error.status === 401 ? WRONG : explanationOf(error));
      setSending(false);
      // To be written anew; the button that had the focus lost it while it was disabled.
      passwordField.current?.focus();
      passwordField.current?.select();
    }
  };

  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void send(new FormData(event.currentTarget));
      }}
    >
      {username === undefined ? (
        <TextInput
          label="User name"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          autoFocus
        />
      ) : (
        // So that a password manager knows whose password it is.
        <input type="hidden" name="username" autoComplete="username" value={username} readOnly />
      )}
      <PasswordInput
        ref={passwordField}
        label="Password"
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        autoFocus={username !== undefined}
      />
      <p className={classes['fault']} role="alert">
        {fault}
      </p>
      <Button type="submit" loading={isSending} fullWidth>
        Log in
      </Button>
    </form>
  );
}

const WRONG = 'User name and password do not belong together.';

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
