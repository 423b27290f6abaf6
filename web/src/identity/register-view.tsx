import { Button, PasswordInput, TextInput } from '@mantine/core';
import { answered } from '@bourse/client/api.ts';
import { ApiProblem } from '@bourse/client/problem.ts';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { publicApi, session } from '../app/bourse.ts';
import { explanationOf } from '../design/states.tsx';
import { Entrance } from './entrance.tsx';
import classes from './identity.module.css';

const FIELDS = ['username', 'email', 'password'] as const;
type Field = (typeof FIELDS)[number];

interface Faults {
  readonly fields: Readonly<Partial<Record<Field, string>>>;
  /** What belongs to no field. */
  readonly other: string | null;
}

const NO_FAULTS: Faults = { fields: {}, other: null };

/** Makes a trader with an account, and logs in. */
export function RegisterView(): ReactNode {
  const navigate = useNavigate();
  const [faults, setFaults] = useState(NO_FAULTS);
  const [isSending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [faults]);

  const send = async (fields: FormData): Promise<void> => {
    setSending(true);
    setFaults(NO_FAULTS);
    const body = {
      username: textOf(fields, 'username'),
      email: textOf(fields, 'email'),
      password: textOf(fields, 'password'),
    };
    try {
      await answered(publicApi.POST('/api/v1/auth/register', { body }));
      await session.logIn({ username: body.username, password: body.password });
      await navigate({ to: '/' });
    } catch (error) {
      setFaults(faultsOf(error));
      setSending(false);
    }
  };

  return (
    <Entrance title="Register">
      <form
        ref={form}
        className={classes['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send(new FormData(event.currentTarget));
        }}
      >
        <TextInput
          label="User name"
          description="3 to 32 letters, digits, dots, hyphens and underscores"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          error={faults.fields.username}
          autoFocus
        />
        <TextInput label="E-mail" name="email" type="email" autoComplete="email" error={faults.fields.email} />
        <PasswordInput
          label="Password"
          description="8 to 128 characters"
          name="password"
          autoComplete="new-password"
          error={faults.fields.password}
        />
        <p className={classes['fault']} role="alert">
          {faults.other}
        </p>
        <Button type="submit" loading={isSending} fullWidth>
          Register
        </Button>
      </form>
      <p>
        Registered already? <Link to="/log-in">Log in</Link>
      </p>
    </Entrance>
  );
}

function faultsOf(error: unknown): Faults {
  if (!(error instanceof ApiProblem)) return { fields: {}, other: explanationOf(error) };
  if (error.code === 'username-taken') return { fields: { username: error.message }, other: null };
  if (error.code === 'email-taken') return { fields: { email: error.message }, other: null };
  const known = error.errors.flatMap(({ pointer, message }) => {
    const field = FIELDS.find((name) => pointer === `/${name}`);
    return field === undefined ? [] : [[field, message] as const];
  });
  return { fields: Object.fromEntries(known), other: known.length > 0 ? null : explanationOf(error) };
}

function textOf(fields: FormData, name: Field): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
}
