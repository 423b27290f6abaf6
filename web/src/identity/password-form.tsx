import { Button, PasswordInput } from '@mantine/core';
import { ApiProblem } from '@bourse/client/problem.ts';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import { announce } from '../app/announcements.ts';
import { api } from '../app/bourse.ts';
import { queryClient } from '../app/query-client.ts';
import { explanationOf } from '../design/states.tsx';
import classes from './security.module.css';
import { ownSessionsQuery } from './own-sessions.ts';

interface Faults {
  readonly current: string | null;
  readonly next: string | null;
  /** What belongs to no field. */
  readonly other: string | null;
}

const NO_FAULTS: Faults = { current: null, next: null, other: null };
const CHANGED = 'The password is changed, and you are logged out everywhere else.';

/** Changes one's password, which ends every other log-in. */
export function PasswordForm({ username }: { readonly username: string }): ReactNode {
  const [faults, setFaults] = useState(NO_FAULTS);
  const [isSending, setSending] = useState(false);
  const [isChanged, setChanged] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const send = async (fields: FormData): Promise<void> => {
    setSending(true);
    setChanged(false);
    setFaults(NO_FAULTS);
    const body = { current_password: textOf(fields, 'current'), new_password: textOf(fields, 'next') };
    try {
      await api.POST('/api/v1/auth/password', { body });
      form.current?.reset();
      setChanged(true);
      announce(CHANGED);
      await queryClient.invalidateQueries(ownSessionsQuery);
    } catch (error) {
      const found = faultsOf(error);
      setFaults(found);
      const wrong = found.current === null ? 'next' : 'current';
      form.current?.querySelector<HTMLInputElement>(`[name="${wrong}"]`)?.focus();
    } finally {
      setSending(false);
    }
  };

  return (
    <form
      ref={form}
      className={classes['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send(new FormData(event.currentTarget));
      }}
    >
      <input type="hidden" name="username" value={username} autoComplete="username" />
      <PasswordInput
        label="Current password"
        name="current"
        autoComplete="current-password"
        error={faults.current}
        required
        withAsterisk={false}
      />
      <PasswordInput
        label="New password"
        description="8 to 128 characters"
        name="next"
        autoComplete="new-password"
        error={faults.next}
        required
        withAsterisk={false}
      />
      <p className={classes['fault']} role="alert">
        {faults.other}
      </p>
      <Button type="submit" loading={isSending}>
        Change password
      </Button>
      {isChanged ? <p className={classes['done']}>{CHANGED}</p> : null}
    </form>
  );
}

function faultsOf(error: unknown): Faults {
  if (!(error instanceof ApiProblem)) return { ...NO_FAULTS, other: explanationOf(error) };
  if (error.code === 'wrong-password') return { ...NO_FAULTS, current: error.message };
  const about = (pointer: string): string | null => {
    const messages = error.errors.filter((one) => one.pointer === pointer).map(({ message }) => message);
    return messages.length === 0 ? null : messages.join('; ');
  };
  const [current, next] = [about('/current_password'), about('/new_password')];
  return { current, next, other: current === null && next === null ? explanationOf(error) : null };
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
