import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { answered } from '@bourse/client/api.ts';
import { ApiProblem } from '@bourse/client/problem.ts';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import { announce } from '../app/announcements.ts';
import { api } from '../app/bourse.ts';
import { LOCALES, moneyText } from '../design/decimal-text.ts';
import { explanationOf } from '../design/states.tsx';
import { readAgain } from '../live/live-events.ts';
import { readDecimal } from '../orders/decimal-input.ts';
import classes from './account.module.css';

type Way = 'deposit' | 'withdrawal';

const LOCALE = LOCALES[0] ?? 'en-US';
const NO_AMOUNT = 'Enter an amount above zero with up to 6 decimals, without separators of thousands.';
const NO_ANSWER = 'No answer came. Send it again: it has the same name and takes effect once.';

/** Puts cash in or takes it out. What is sent again after a lost answer takes effect once. */
export function CashForm(): ReactNode {
  const [way, setWay] = useState<Way>('deposit');
  const [amount, setAmount] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const name = useRef(crypto.randomUUID());

  const change = (next: { readonly way?: Way; readonly amount?: string }): void => {
    setWay(next.way ?? way);
    setAmount(next.amount ?? amount);
    setFault(null);
    // Another form is another request.
    name.current = crypto.randomUUID();
  };
  const send = async (): Promise<void> => {
    const read = readDecimal(amount, LOCALE);
    setDone(null);
    if (read === null) {
      setFault(NO_AMOUNT);
      return;
    }
    setSending(true);
    setFault(null);
    try {
      const { cash } = await moveCash(way, read, name.current);
      const text = `${way === 'deposit' ? 'Deposited' : 'Withdrawn'}: ${moneyText(read)}. Cash is now ${moneyText(cash)}.`;
      setDone(text);
      announce(text);
      change({ amount: '' });
      readAgain();
    } catch (error) {
      setFault(error instanceof ApiProblem ? explanationOf(error) : NO_ANSWER);
    } finally {
      setSending(false);
    }
  };

  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <SegmentedControl
        aria-label="Deposit or withdraw"
        data={WAYS}
        value={way}
        onChange={(value) => {
          change({ way: value === 'withdrawal' ? 'withdrawal' : 'deposit' });
        }}
      />
      <TextInput
        label="Amount in USD"
        description="At most 1,000,000 at once"
        inputMode="decimal"
        autoComplete="off"
        value={amount}
        error={fault}
        onChange={(event) => {
          change({ amount: event.currentTarget.value });
        }}
      />
      <Button type="submit" loading={isSending}>
        {way === 'deposit' ? 'Deposit' : 'Withdraw'}
      </Button>
      <p className={classes['done']}>{done}</p>
    </form>
  );
}

const WAYS = [
  { value: 'deposit', label: 'Deposit' },
  { value: 'withdrawal', label: 'Withdraw' },
];

function moveCash(way: Way, amount: string, idempotencyKey: string) {
  const request = { body: { amount }, params: { header: { 'idempotency-key': idempotencyKey } } };
  return way === 'deposit'
    ? answered(api.POST('/api/v1/account/deposits', request))
    : answered(api.POST('/api/v1/account/withdrawals', request));
}
