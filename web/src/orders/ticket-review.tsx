import { Button } from '@mantine/core';
import { ApiProblem } from '@bourse/client/problem.ts';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { announce } from '../app/announcements.ts';
import { moneyText, quantityText } from '../design/decimal-text.ts';
import { explanationOf } from '../design/states.tsx';
import { useIsStale, usePrice } from '../live/live.ts';
import { PriceAge } from '../market/live-price.tsx';
import { EstimateList } from './estimate-list.tsx';
import { REASON_WORDS, TIME_IN_FORCE_WORDS, TYPE_WORDS } from './order-words.ts';
import type { SentOrder } from './send-order.ts';
import { sendOrder } from './send-order.ts';
import type { TicketSurroundings } from './ticket-estimate.ts';
import { estimateOrder, toleratedPrices } from './ticket-estimate.ts';
import classes from './ticket.module.css';

/** The order once more before it is sent: what it is, what it costs at the price of now, within which prices it goes through. */
export function TicketReview({
  order,
  surroundings,
  onBack,
  onSent,
}: {
  readonly order: SentOrder;
  readonly surroundings: TicketSurroundings;
  readonly onBack: () => void;
  readonly onSent: () => void;
}): ReactNode {
  const { symbol, terms, timeInForce, expectedPrice } = order;
  const price = usePrice(symbol);
  const isStale = useIsStale(symbol);
  const sendButton = useRef<HTMLButtonElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  // A button that is disabled loses the focus, so it gets it again when sending has failed.
  useEffect(() => {
    if (!isSending) sendButton.current?.focus();
  }, [isSending]);
  const estimate = estimateOrder(terms, surroundings);
  const tolerated = expectedPrice === null ? null : toleratedPrices(expectedPrice, surroundings.rules);

  const send = async (): Promise<void> => {
    setSending(true);
    setFault(null);
    try {
      await sendOrder(order);
      announce('The order is accepted.');
      onSent();
    } catch (error) {
      const text = error instanceof ApiProblem ? explanationOf(error) : NO_ANSWER;
      setFault(text);
      announce(text);
      setSending(false);
    }
  };

  return (
    <section
      className={classes['ticket']}
      aria-label="Review of the order"
      onKeyDown={({ key }) => {
        if (key === 'Escape' && !isSending) onBack();
      }}
    >
      <p className={classes['order']}>
        {terms.side === 'buy' ? 'Buy' : 'Sell'} {quantityText(terms.quantity)} {symbol}
      </p>
      <p>
        {TYPE_WORDS[terms.type]}
        {terms.stopPrice === null ? '' : `, stop ${moneyText(terms.stopPrice)}`}
        {terms.limitPrice === null ? '' : `, limit ${moneyText(terms.limitPrice)}`} · {TIME_IN_FORCE_WORDS[timeInForce]}
      </p>
      <EstimateList side={terms.side} estimate={estimate} />
      <p className={classes['hint']}>
        Price now {price === undefined ? 'not known' : moneyText(price.value)}, <PriceAge symbol={symbol} /> old.{' '}
        {expectedPrice === null || tolerated === null
          ? 'The order goes through at any price of the market.'
          : `You saw ${moneyText(expectedPrice)}: the order is rejected if the market is below ${moneyText(tolerated.low)} or above ${moneyText(tolerated.high)}.`}
      </p>
      {isStale ? <p className={classes['obstacle']}>{REASON_WORDS['price-stale']}</p> : null}
      {estimate.obstacles.map((obstacle) => (
        <p key={obstacle} className={classes['obstacle']}>
          {REASON_WORDS[obstacle]} The order would be rejected.
        </p>
      ))}
      <p className={classes['fault']} role="alert">
        {fault}
      </p>
      <div className={classes['pair']}>
        <Button variant="default" onClick={onBack} disabled={isSending}>
          Back
        </Button>
        <Button ref={sendButton} onClick={() => void send()} loading={isSending}>
          {fault === null ? 'Send order' : 'Send it again'}
        </Button>
      </div>
    </section>
  );
}

const NO_ANSWER =
  'No answer came, so it is not known whether the order was placed. Send it again: it has the same name and takes effect once.';
