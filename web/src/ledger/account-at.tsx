import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Stat, Stats } from '../design/stat.tsx';
import { Empty, Failed, Loading } from '../design/states.tsx';
import { momentText } from '../design/time-text.ts';
import { Money, Quantity } from '../design/values.tsx';
import { accountAtQuery, positionsAtQuery } from './account.ts';
import classes from './account.module.css';

/** Balances and positions as they were at a moment, from the journal. */
export function AccountAt(): ReactNode {
  const [moment, setMoment] = useState<string | null>(null);
  return (
    <div className={classes['form']}>
      <form
        className={classes['line']}
        onSubmit={(event) => {
          event.preventDefault();
          const typed = new FormData(event.currentTarget).get('moment');
          const at = new Date(typeof typed === 'string' ? typed : '');
          // Of what is to come the books know nothing.
          setMoment(Number.isNaN(at.getTime()) ? null : new Date(Math.min(at.getTime(), Date.now())).toISOString());
        }}
      >
        <label className={classes['moment']}>
          Moment, in your time zone
          <input type="datetime-local" name="moment" step="1" required />
        </label>
        <Button type="submit" variant="default">
          Show
        </Button>
      </form>
      {moment === null ? (
        <p className={classes['hint']}>Choose a moment to see what the books said then.</p>
      ) : (
        <Past moment={moment} />
      )}
    </div>
  );
}

function Past({ moment }: { readonly moment: string }): ReactNode {
  const account = useQuery(accountAtQuery(moment));
  const positions = useQuery(positionsAtQuery(moment));
  if (account.isPending || positions.isPending) return <Loading what="the account of then" rows={3} />;
  if (account.isLoadingError)
    return <Failed what="the account of then" error={account.error} onRetry={() => void account.refetch()} />;
  if (positions.isLoadingError) {
    return <Failed what="the positions of then" error={positions.error} onRetry={() => void positions.refetch()} />;
  }
  return (
    <>
      <p className={classes['hint']}>As of {momentText(moment)}</p>
      <Stats>
        <Stat name="Cash">
          <Money value={account.data.cash} />
        </Stat>
        <Stat name="Held">
          <Money value={account.data.held} />
        </Stat>
        <Stat name="Market value">
          <Money value={account.data.market_value} />
        </Stat>
        <Stat name="Equity">
          <Money value={account.data.equity} />
        </Stat>
      </Stats>
      {positions.data.length === 0 ? (
        <Empty title="No shares were owned then." />
      ) : (
        <ul className={classes['owned']}>
          {positions.data.map(({ symbol, quantity }) => (
            <li key={symbol}>
              <span>{symbol}</span>
              <Quantity value={quantity} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
