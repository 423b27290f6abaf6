import { Button, Checkbox, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { LOCALES, moneyText, quantityText } from '../design/decimal-text.ts';
import type { Asset } from '../market/assets.ts';
import { LivePriceCell, PriceAge } from '../market/live-price.tsx';
import type { Draft, DraftFaults } from './draft.ts';
import { hasLimit, hasStop, readDraft, timesInForce } from './draft.ts';
import { EstimateList } from './estimate-list.tsx';
import { REASON_WORDS, TIME_IN_FORCE_WORDS, TYPE_WORDS } from './order-words.ts';
import type { SentOrder } from './send-order.ts';
import type { TicketSurroundings } from './ticket-estimate.ts';
import { estimateOrder } from './ticket-estimate.ts';
import classes from './ticket.module.css';

const LOCALE = LOCALES[0] ?? 'en-US';
const NO_FAULTS: DraftFaults = {};

/** Where an order is asked for; what it will cost or bring is reckoned while it is typed. */
export function TicketForm({
  asset,
  draft,
  onDraft,
  surroundings,
  takesFocus,
  onReview,
}: {
  readonly asset: Asset;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly surroundings: TicketSurroundings;
  /** Whether one comes back to it, so that the focus, which was on what is gone now, goes to its first number. */
  readonly takesFocus: boolean;
  readonly onReview: (order: SentOrder) => void;
}): ReactNode {
  const [faults, setFaults] = useState(NO_FAULTS);
  const form = useRef<HTMLFormElement>(null);
  const quantityField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takesFocus) quantityField.current?.focus();
  }, [takesFocus]);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [faults]);
  const read = readDraft(draft, LOCALE);
  const change = (part: Partial<Draft>): void => {
    const next = { ...draft, ...part };
    const isPossible = timesInForce(next.type).includes(next.timeInForce);
    onDraft(isPossible ? next : { ...next, timeInForce: 'day' });
    setFaults(NO_FAULTS);
  };
  const review = (): void => {
    if ('faults' in read) {
      setFaults(read.faults);
      return;
    }
    onReview({
      symbol: asset.symbol,
      terms: read.terms,
      timeInForce: draft.timeInForce,
      expectedPrice: draft.checksPrice ? surroundings.price : null,
      clientOrderId: crypto.randomUUID(),
    });
  };
  const estimate = 'terms' in read ? estimateOrder(read.terms, surroundings) : null;

  return (
    <form
      ref={form}
      className={classes['ticket']}
      aria-label="Order ticket"
      onSubmit={(event) => {
        event.preventDefault();
        review();
      }}
    >
      <div className={classes['price']}>
        <LivePriceCell symbol={asset.symbol} />
        <PriceAge symbol={asset.symbol} />
      </div>
      <SegmentedControl
        fullWidth
        size="sm"
        aria-label="Side"
        value={draft.side}
        onChange={(side) => {
          change({ side: side === 'sell' ? 'sell' : 'buy' });
        }}
        data={SIDES}
      />
      <div className={classes['pair']}>
        <NativeSelect
          label="Type"
          value={draft.type}
          onChange={(event) => {
            change({ type: TYPES.find((type) => type === event.currentTarget.value) ?? 'market' });
          }}
          data={TYPES.map((value) => ({ value, label: TYPE_WORDS[value] }))}
        />
        <NativeSelect
          label="Time in force"
          value={draft.timeInForce}
          onChange={(event) => {
            const { value } = event.currentTarget;
            change({ timeInForce: timesInForce(draft.type).find((time) => time === value) ?? 'day' });
          }}
          data={timesInForce(draft.type).map((value) => ({ value, label: TIME_IN_FORCE_WORDS[value] }))}
        />
      </div>
      <TextInput
        ref={quantityField}
        label="Quantity"
        description={draft.side === 'sell' ? `You can sell ${quantityText(surroundings.available)}` : undefined}
        inputMode="decimal"
        autoComplete="off"
        value={draft.quantity}
        error={faults.quantity}
        onChange={(event) => {
          change({ quantity: event.currentTarget.value });
        }}
      />
      {hasStop(draft.type) ? (
        <TextInput
          label="Stop price"
          inputMode="decimal"
          autoComplete="off"
          value={draft.stopPrice}
          error={faults.stopPrice}
          onChange={(event) => {
            change({ stopPrice: event.currentTarget.value });
          }}
        />
      ) : null}
      {hasLimit(draft.type) ? (
        <TextInput
          label="Limit price"
          inputMode="decimal"
          autoComplete="off"
          value={draft.limitPrice}
          error={faults.limitPrice}
          onChange={(event) => {
            change({ limitPrice: event.currentTarget.value });
          }}
        />
      ) : null}
      <Checkbox
        size="xs"
        label={`Reject if the market is more than ${quantityText(surroundings.rules.price_tolerance_percent)}% away from the price I see`}
        checked={draft.checksPrice}
        onChange={(event) => {
          change({ checksPrice: event.currentTarget.checked });
        }}
      />
      {estimate === null ? (
        <p className={classes['hint']}>
          Buying power {moneyText(surroundings.buyingPower)}. Enter a quantity to see what the order is expected to{' '}
          {draft.side === 'buy' ? 'cost' : 'bring'}.
        </p>
      ) : (
        <EstimateList side={draft.side} estimate={estimate} />
      )}
      {estimate?.obstacles.map((obstacle) => (
        <p key={obstacle} className={classes['obstacle']} role="status">
          {REASON_WORDS[obstacle]}
        </p>
      ))}
      <Button type="submit" fullWidth>
        Review {draft.side === 'buy' ? 'purchase' : 'sale'}
      </Button>
    </form>
  );
}

const SIDES = [
  { value: 'buy', label: 'Buy' },
  { value: 'sell', label: 'Sell' },
];
const TYPES = ['market', 'limit', 'stop', 'stop_limit'] as const;
