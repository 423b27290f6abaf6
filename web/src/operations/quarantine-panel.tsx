import { Button } from '@mantine/core';
import { answered } from '@bourse/client/api.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Watched } from '../api/watched.tsx';
import { announce } from '../app/announcements.ts';
import { api } from '../app/bourse.ts';
import { moneyText } from '../design/decimal-text.ts';
import { Panel } from '../design/panel.tsx';
import { Empty, explanationOf } from '../design/states.tsx';
import { momentText } from '../design/time-text.ts';
import { Money } from '../design/values.tsx';
import classes from './operations.module.css';
import type { QuarantinedQuote } from './operations.ts';
import { changesQuery, quarantineQuery } from './operations.ts';

const REASONS = { unreadable: 'cannot be read', 'not-positive': 'is not above zero', jump: 'jumped too far' } as const;

/** Quotes that are not believed. A jump that is genuine can be accepted at the price that is shown. */
export function QuarantinePanel(): ReactNode {
  const query = useQuery(quarantineQuery);
  const client = useQueryClient();
  const accept = useMutation({
    mutationFn: ({ symbol, price }: { readonly symbol: string; readonly price: string }) =>
      answered(
        api.POST('/api/v1/market/quarantine/{symbol}/accept', {
          params: { path: { symbol } },
          body: { expected_price: price },
        }),
      ),
    onSuccess: ({ symbol, price }) => announce(`${symbol} is ${moneyText(price)} from now on.`),
    onSettled: () => Promise.all([client.invalidateQueries(quarantineQuery), client.invalidateQueries(changesQuery)]),
  });
  return (
    <Panel title="Quarantine">
      <p className={`${classes['note'] ?? ''} ${(accept.isError ? classes['bad'] : '') ?? ''}`} role="status">
        {accept.isError
          ? explanationOf(accept.error)
          : accept.isSuccess
            ? `${accept.data.symbol} is ${moneyText(accept.data.price)} from now on.`
            : 'Quotes that are not believed. Accept a jump that is genuine, after a split say.'}
      </p>
      <Watched what="the quarantine" query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="Nothing is in quarantine.">Every quote that comes in is believed.</Empty>
          ) : (
            <QuarantineTable
              quotes={items}
              acceptingSymbol={accept.isPending ? accept.variables.symbol : null}
              onAccept={(symbol, price) => accept.mutate({ symbol, price })}
            />
          )
        }
      </Watched>
    </Panel>
  );
}

function QuarantineTable({
  quotes,
  acceptingSymbol,
  onAccept,
}: {
  readonly quotes: readonly QuarantinedQuote[];
  readonly acceptingSymbol: string | null;
  readonly onAccept: (symbol: string, price: string) => void;
}): ReactNode {
  return (
    <div className={classes['scroller']}>
      <table className={classes['table']} aria-label="Quarantine">
        <thead>
          <tr>
            <th scope="col">Symbol</th>
            <th scope="col">Its quote</th>
            <th scope="col" className={classes['end']}>
              Newest quote
            </th>
            <th scope="col" className={classes['end']}>
              Last good price
            </th>
            <th scope="col" className={classes['spare']}>
              Last seen
            </th>
            <th scope="col">Accept</th>
          </tr>
        </thead>
        <tbody>
          {quotes.map(({ symbol, reason, price, last_good_price: lastGood, last_at: lastAt }) => (
            <tr key={`${symbol} ${reason}`}>
              <th scope="row">{symbol}</th>
              <td>{REASONS[reason]}</td>
              <td className={classes['end']}>
                <Money value={price} />
              </td>
              <td className={classes['end']}>
                <Money value={lastGood} />
              </td>
              <td className={classes['spare']}>{momentText(lastAt)}</td>
              <td>
                {reason === 'jump' && price !== null ? (
                  <Button
                    size="compact-xs"
                    variant="default"
                    loading={acceptingSymbol === symbol}
                    aria-label={`Accept ${symbol} at ${price}`}
                    onClick={() => onAccept(symbol, price)}
                  >
                    Accept
                  </Button>
                ) : (
                  'no'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
