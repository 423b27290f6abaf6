import type { ReactNode } from 'react';
import { Money, Quantity } from '../design/values.tsx';
import type { Order } from './orders.ts';
import type { TicketEstimate } from './ticket-estimate.ts';
import classes from './ticket.module.css';

/** What an order is expected to cost or bring, line by line. */
export function EstimateList({
  side,
  estimate,
}: {
  readonly side: Order['side'];
  readonly estimate: TicketEstimate;
}): ReactNode {
  const isBuy = side === 'buy';
  return (
    <dl className={classes['estimate']} aria-label="Estimate">
      <dt>Price reckoned with</dt>
      <dd>
        <Money value={estimate.price} />
      </dd>
      <dt>Notional</dt>
      <dd>
        <Money value={estimate.notional} />
      </dd>
      <dt>Commission</dt>
      <dd>
        <Money value={estimate.commission} />
      </dd>
      <dt className={classes['total']}>{isBuy ? 'Estimated cost' : 'Estimated proceeds'}</dt>
      <dd className={classes['total']}>
        <Money value={estimate.total} />
      </dd>
      <dt>Buying power after</dt>
      <dd>
        <Money value={estimate.buyingPowerAfter} />
      </dd>
      <dt>Shares after</dt>
      <dd>
        <Quantity value={estimate.availableAfter} />
      </dd>
    </dl>
  );
}
