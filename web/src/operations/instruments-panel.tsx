import { Button, TextInput } from '@mantine/core';
import { answered } from '@bourse/client/api.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Watched } from '../api/watched.tsx';
import { announce } from '../app/announcements.ts';
import { api } from '../app/bourse.ts';
import { Panel } from '../design/panel.tsx';
import { Empty, explanationOf } from '../design/states.tsx';
import { momentText } from '../design/time-text.ts';
import { Money } from '../design/values.tsx';
import classes from './operations.module.css';
import { changesQuery, marketStatusQuery } from './operations.ts';

type Status = 'active' | 'halted';

const CHANGES = { halted: 'halted', resumed: 'resumed', 'price-accepted': 'price accepted' } as const;

/** Halts and resumes instruments, and shows what was done to them lately. */
export function InstrumentsPanel(): ReactNode {
  const [symbol, setSymbol] = useState('');
  const client = useQueryClient();
  const changes = useQuery(changesQuery);
  const change = useMutation({
    mutationFn: async (wanted: { readonly symbol: string; readonly status: Status }) => {
      const params = { path: { symbol: wanted.symbol } };
      await answered(api.PUT('/api/v1/assets/{symbol}/status', { params, body: { status: wanted.status } }));
      return wanted;
    },
    onSuccess: (done) => announce(sentenceOf(done)),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries(changesQuery),
        client.invalidateQueries(marketStatusQuery),
        client.invalidateQueries({ queryKey: ['assets'] }),
      ]),
  });
  const wanted = symbol.trim().toUpperCase();
  const send = (status: Status): void => change.mutate({ symbol: wanted, status });
  return (
    <Panel title="Halt and resume">
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
        }}
      >
        <TextInput
          label="Symbol"
          value={symbol}
          onChange={(event) => setSymbol(event.currentTarget.value)}
          autoCapitalize="characters"
          spellCheck={false}
          autoComplete="off"
        />
        <Button variant="default" disabled={wanted === '' || change.isPending} onClick={() => send('halted')}>
          Halt
        </Button>
        <Button variant="default" disabled={wanted === '' || change.isPending} onClick={() => send('active')}>
          Resume
        </Button>
      </form>
      <p className={`${classes['outcome'] ?? ''} ${(change.isError ? classes['bad'] : '') ?? ''}`} role="status">
        {change.isError ? explanationOf(change.error) : change.isSuccess ? sentenceOf(change.data) : ''}
      </p>
      <Watched what="the changes of instruments" query={changes}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No instrument was halted or resumed yet." />
          ) : (
            <div className={classes['scroller']}>
              <table className={classes['table']} aria-label="Changes of instruments">
                <thead>
                  <tr>
                    <th scope="col">Symbol</th>
                    <th scope="col">Change</th>
                    <th scope="col" className={classes['end']}>
                      Price
                    </th>
                    <th scope="col">When</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((item) => (
                    <tr key={item.sequence}>
                      <th scope="row">{item.symbol}</th>
                      <td>{CHANGES[item.change]}</td>
                      <td className={classes['end']}>
                        <Money value={item.price} />
                      </td>
                      <td>{momentText(item.at)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Watched>
    </Panel>
  );
}

function sentenceOf({ symbol, status }: { readonly symbol: string; readonly status: Status }): string {
  return status === 'halted' ? `${symbol} is halted: it takes no orders.` : `${symbol} takes orders again.`;
}
