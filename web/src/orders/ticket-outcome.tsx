import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { Badge } from '../design/badge.tsx';
import { useValue } from '../design/value-store.ts';
import { outcomeText } from './order-words.ts';
import type { Order } from './orders.ts';
import { isOpen, orders } from './orders.ts';
import type { SentOrder } from './send-order.ts';
import { readOrder } from './send-order.ts';
import { StatusBadge } from './status-badge.tsx';
import classes from './ticket.module.css';

/** While an order is only accepted it is looked at so often, in case the stream is away, milliseconds. */
const LOOK_EVERY_MS = 1_500;

/** What becomes of an order, as it happens. */
export function TicketOutcome({
  order: { clientOrderId },
  onAgain,
  onBack,
}: {
  readonly order: SentOrder;
  readonly onAgain: () => void;
  readonly onBack: () => void;
}): ReactNode {
  const { rows } = useValue(orders);
  const order = rows.find(({ client_order_id: name }) => name === clientOrderId);
  const againButton = useRef<HTMLButtonElement>(null);
  useLook(order);
  useEffect(() => {
    againButton.current?.focus();
  }, []);
  return (
    <section className={classes['ticket']} aria-label="Outcome of the order">
      <ol className={classes['steps']}>
        <li>
          <Badge tone="good">accepted</Badge> It is recorded and will be decided.
        </li>
        {order === undefined || order.status === 'accepted' ? (
          <li>
            <Badge>waiting</Badge> For the decision …
          </li>
        ) : (
          <li>
            <StatusBadge order={order} /> {outcomeText(order)}
          </li>
        )}
      </ol>
      <div className={classes['pair']}>
        {order?.status === 'rejected' ? (
          <Button variant="default" onClick={onBack}>
            Change it
          </Button>
        ) : (
          <span />
        )}
        <Button ref={againButton} onClick={onAgain}>
          New order
        </Button>
      </div>
    </section>
  );
}

function useLook(order: Order | undefined): void {
  const id = order !== undefined && isOpen(order) && order.status === 'accepted' ? order.id : null;
  useEffect(() => {
    if (id === null) return undefined;
    const timer = setInterval(() => {
      // The next look, or the stream, tells as well.
      void readOrder(id).catch(() => undefined);
    }, LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }, [id]);
}
