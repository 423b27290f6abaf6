import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useLoadingError } from '../api/loading-error.ts';
import { Empty, Failed, Loading } from '../design/states.tsx';
import { accountQuery, positionsQuery } from '../ledger/account.ts';
import { usePrice } from '../live/live.ts';
import type { Asset } from '../market/assets.ts';
import { tradingRulesQuery } from '../market/trading-rules.ts';
import type { Draft } from './draft.ts';
import { EMPTY_DRAFT } from './draft.ts';
import type { SentOrder } from './send-order.ts';
import { TicketForm } from './ticket-form.tsx';
import { TicketOutcome } from './ticket-outcome.tsx';
import { TicketReview } from './ticket-review.tsx';

type Step =
  | { readonly at: 'form'; readonly isBack: boolean }
  | { readonly at: 'review'; readonly order: SentOrder }
  | { readonly at: 'outcome'; readonly order: SentOrder };

/** The ticket of an instrument: asked for, looked at once more, sent, and followed until it is final. */
export function OrderTicket({ asset }: { readonly asset: Asset }): ReactNode {
  const account = useQuery(accountQuery);
  const positions = useQuery(positionsQuery);
  const rules = useQuery(tradingRulesQuery);
  const price = usePrice(asset.symbol);
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT);
  const [step, setStep] = useState<Step>({ at: 'form', isBack: false });
  const failed = [
    { query: account, error: useLoadingError(account) },
    { query: positions, error: useLoadingError(positions) },
    { query: rules, error: useLoadingError(rules) },
  ].find(({ error }) => error !== null);

  if (step.at === 'outcome') {
    return (
      <TicketOutcome
        order={step.order}
        onAgain={() => {
          setDraft({ ...draft, quantity: '' });
          setStep({ at: 'form', isBack: true });
        }}
        onBack={() => {
          setStep({ at: 'form', isBack: true });
        }}
      />
    );
  }
  if (failed !== undefined) {
    return <Failed what="what an order needs" error={failed.error} onRetry={() => void failed.query.refetch()} />;
  }
  if (account.data === undefined || positions.data === undefined || rules.data === undefined) {
    return <Loading what="the order ticket" />;
  }
  if (price === undefined) return <Empty title="There is no price yet.">An order needs one to be decided.</Empty>;
  const available = positions.data.find(({ symbol }) => symbol === asset.symbol)?.available_quantity ?? '0';
  const surroundings = { price: price.value, buyingPower: account.data.buying_power, available, rules: rules.data };
  if (step.at === 'review') {
    return (
      <TicketReview
        order={step.order}
        surroundings={surroundings}
        onBack={() => {
          setStep({ at: 'form', isBack: true });
        }}
        onSent={() => {
          setStep({ at: 'outcome', order: step.order });
        }}
      />
    );
  }
  return (
    <TicketForm
      asset={asset}
      draft={draft}
      onDraft={setDraft}
      surroundings={surroundings}
      takesFocus={step.isBack}
      onReview={(order) => {
        setStep({ at: 'review', order });
      }}
    />
  );
}
