import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { answered } from '@bourse/client/api.ts';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import { announce } from '../app/announcements.ts';
import { api } from '../app/bourse.ts';
import { queryClient } from '../app/query-client.ts';
import { explanationOf } from '../design/states.tsx';
import type { Scope } from './api-keys.ts';
import { apiKeysQuery, SCOPES } from './api-keys.ts';
import classes from './api-keys.module.css';
import { useUser } from './use-user.ts';

const DAY_MS = 86_400_000;

/** Makes a key. It is shown once, here, and never again. */
export function ApiKeyForm(): ReactNode {
  const { role } = useUser();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>([]);
  const [days, setDays] = useState('90');
  const [fault, setFault] = useState<string | null>(null);
  const [made, setMade] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const send = async (): Promise<void> => {
    setMade(null);
    if (name.trim() === '' || scopes.length === 0) {
      setFault('Give the key a name and choose at least one thing that it may do.');
      const missing = name.trim() === '' ? '[name="name"]' : '[type="checkbox"]';
      form.current?.querySelector<HTMLElement>(missing)?.focus();
      return;
    }
    setFault(null);
    setSending(true);
    const expires = days === '' ? {} : { expires_at: new Date(Date.now() + Number(days) * DAY_MS).toISOString() };
    try {
      const { key } = await answered(
        api.POST('/api/v1/api-keys', { body: { name: name.trim(), scopes: [...scopes], ...expires } }),
      );
      setMade(key);
      setName('');
      setScopes([]);
      announce('The key is made. Copy it now: it is not shown again.');
      await queryClient.invalidateQueries(apiKeysQuery);
    } catch (error) {
      setFault(explanationOf(error));
    } finally {
      setSending(false);
    }
  };

  return (
    <form
      ref={form}
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextInput
        label="Name"
        name="name"
        description="To tell your keys apart"
        maxLength={64}
        autoComplete="off"
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
      <fieldset className={classes['scopes']}>
        <legend>It may</legend>
        {SCOPES[role].map(([scope, meaning]) => (
          <Checkbox
            key={scope}
            size="xs"
            label={meaning}
            description={scope}
            checked={scopes.includes(scope)}
            onChange={(event) => {
              const others = scopes.filter((other) => other !== scope);
              setScopes(event.currentTarget.checked ? [...others, scope] : others);
            }}
          />
        ))}
      </fieldset>
      <NativeSelect
        label="Expires"
        data={EXPIRIES}
        value={days}
        onChange={(event) => {
          setDays(event.currentTarget.value);
        }}
      />
      <p className={classes['fault']} role="alert">
        {fault}
      </p>
      <Button type="submit" loading={isSending}>
        Make key
      </Button>
      {made === null ? null : <MadeKey text={made} />}
    </form>
  );
}

function MadeKey({ text }: { readonly text: string }): ReactNode {
  const [isCopied, setCopied] = useState(false);
  return (
    <div className={classes['made']}>
      <p>
        <strong>Copy the key now.</strong> It is not shown again.
      </p>
      <code>{text}</code>
      <Button
        size="compact-xs"
        variant="default"
        // The button that made it has lost the focus while it was disabled.
        autoFocus
        onClick={() => {
          void navigator.clipboard.writeText(text).then(() => {
            setCopied(true);
            announce('The key is copied.');
          });
        }}
      >
        {isCopied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}

const EXPIRIES = [
  { value: '7', label: 'in 7 days' },
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
  { value: '365', label: 'in a year' },
  { value: '', label: 'never' },
];
