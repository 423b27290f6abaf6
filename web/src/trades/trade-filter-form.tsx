import { Button, NativeSelect, TextInput } from '@mantine/core';
import { ApiProblem } from '@bourse/client/problem.ts';
import type { ReactNode } from 'react';
import { useState } from 'react';
import classes from './trades.module.css';
import type { TradeFilter } from './trades.ts';
import { EVERY_TRADE, tradeFilter } from './trades.ts';

/** What finds trades. It takes effect when it is sent; faults stand at their fields. */
export function TradeFilterForm({
  filter,
  error,
}: {
  readonly filter: TradeFilter;
  readonly error: unknown;
}): ReactNode {
  const [draft, setDraft] = useState(filter);
  const change = (part: Partial<TradeFilter>): void => setDraft({ ...draft, ...part });
  const faultAt = (name: keyof TradeFilter): string | undefined =>
    error instanceof ApiProblem ? error.errors.find(({ pointer }) => pointer === `/query/${name}`)?.message : undefined;
  const field = (name: 'book_id' | 'counterparty_id' | 'maturity_from' | 'maturity_to', label: string) => (
    <TextInput
      label={label}
      size="xs"
      type={name.startsWith('maturity') ? 'date' : 'text'}
      value={draft[name]}
      error={faultAt(name)}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
      spellCheck={false}
      autoComplete="off"
    />
  );
  return (
    <form
      className={classes['filters']}
      aria-label="Find trades"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        tradeFilter.set({ ...draft, book_id: draft.book_id.trim(), counterparty_id: draft.counterparty_id.trim() });
      }}
    >
      {field('book_id', 'Book')}
      {field('counterparty_id', 'Counterparty')}
      {field('maturity_from', 'Matures from')}
      {field('maturity_to', 'Matures until')}
      <NativeSelect
        label="Expired"
        size="xs"
        value={draft.expired}
        data={[
          { value: '', label: 'Live and expired' },
          { value: 'false', label: 'Live' },
          { value: 'true', label: 'Expired' },
        ]}
        onChange={({ currentTarget: { value } }) =>
          change({ expired: value === 'true' || value === 'false' ? value : '' })
        }
      />
      <NativeSelect
        label="Versions"
        size="xs"
        value={draft.versions}
        data={[
          { value: 'current', label: 'The highest' },
          { value: 'all', label: 'All' },
        ]}
        onChange={({ currentTarget: { value } }) => change({ versions: value === 'all' ? 'all' : 'current' })}
      />
      <Button type="submit" size="xs">
        Find
      </Button>
      <Button
        size="xs"
        variant="default"
        onClick={() => {
          setDraft(EVERY_TRADE);
          tradeFilter.set(EVERY_TRADE);
        }}
      >
        Clear
      </Button>
    </form>
  );
}
