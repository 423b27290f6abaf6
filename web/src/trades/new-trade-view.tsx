import { Button, Checkbox, TextInput } from '@mantine/core';
import { answered } from '@bourse/client/api.ts';
import { ApiProblem } from '@bourse/client/problem.ts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import { announce } from '../app/announcements.ts';
import { api } from '../app/bourse.ts';
import { Panel } from '../design/panel.tsx';
import { Empty, explanationOf } from '../design/states.tsx';
import { View } from '../design/view.tsx';
import { RequestStateFacts } from './request-state.tsx';
import { rememberRequest } from './sent-requests.ts';
import type { TradeField } from '@bourse/client/trade-fields.ts';
import { TRADE_FIELDS } from '@bourse/client/trade-fields.ts';
import type { TradeFault } from './trade-fields.ts';
import { FIELD_LABELS, faultAt, faultsOf } from './trade-fields.ts';
import { tradeOf } from './trade-form-codec.ts';
import classes from './trades.module.css';

const EMPTY: Readonly<Record<TradeField, string>> = {
  trade_id: '',
  version: '1',
  counterparty_id: '',
  book_id: '',
  maturity_date: '',
  created_date: '',
};

const DESCRIPTIONS: Readonly<Partial<Record<TradeField, string>>> = {
  version: 'The same one again replaces the record; a lower one is refused',
  maturity_date: 'Today in UTC or later',
  created_date: 'Left empty: today in UTC',
};

/** Hands in one trade and follows what becomes of it. */
export function NewTradeView(): ReactNode {
  const [texts, setTexts] = useState(EMPTY);
  const [asHistory, setAsHistory] = useState(false);
  const [faults, setFaults] = useState<readonly TradeFault[]>([]);
  const [isSending, setSending] = useState(false);
  const [requestId, setRequestId] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);

  const send = async (): Promise<void> => {
    setSending(true);
    setFaults([]);
    try {
      const query = asHistory ? { history: 'true' as const } : {};
      const taken = await answered(api.POST('/api/v1/trades', { params: { query }, body: tradeOf(trimmed(texts)) }));
      const { request_id: id, trade_id: tradeId, version } = taken;
      rememberRequest({ requestId: id, tradeId, version, sentAtMs: Date.now() });
      setRequestId(id);
    } catch (error) {
      const found = faultsOfAnswer(error);
      setFaults(found);
      announce(found.length === 1 ? 'The trade has a fault.' : `The trade has ${found.length} faults.`);
      const [first] = TRADE_FIELDS.filter((field) => faultAt(found, field) !== undefined);
      form.current?.querySelector<HTMLInputElement>(`[name="${first ?? ''}"]`)?.focus();
    } finally {
      setSending(false);
    }
  };

  return (
    <View title="Hand in a trade" actions={<Link to="/trades">All trades</Link>}>
      <div className={classes['columns']}>
        <Panel title="Trade">
          <form
            ref={form}
            className={classes['form']}
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              void send();
            }}
          >
            {TRADE_FIELDS.map((field) => (
              <TextInput
                key={field}
                label={FIELD_LABELS[field]}
                description={DESCRIPTIONS[field]}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                name={field}
                type={field.endsWith('_date') ? 'date' : 'text'}
                inputMode={field === 'version' ? 'numeric' : undefined}
                value={texts[field]}
                error={faultAt(faults, field)}
                onChange={({ currentTarget: { value } }) => setTexts({ ...texts, [field]: value })}
                autoComplete="off"
                spellCheck={false}
              />
            ))}
            <Checkbox
              className={classes['whole'] ?? ''}
              label="Load of history: take any version and any maturity date"
              checked={asHistory}
              onChange={(event) => setAsHistory(event.currentTarget.checked)}
            />
            <p className={`${classes['fault'] ?? ''} ${classes['whole'] ?? ''}`} role="alert">
              {faultAt(faults, null)}
            </p>
            <Button type="submit" loading={isSending} className={classes['whole'] ?? ''}>
              Hand in
            </Button>
          </form>
        </Panel>
        <Panel title="What becomes of it" actions={<Link to="/trades/requests">All requests</Link>}>
          {requestId === null ? (
            <Empty title="Nothing has been handed in yet.">
              What becomes of the trade is shown here as it happens: stored, or not and why.
            </Empty>
          ) : (
            <RequestStateFacts requestId={requestId} />
          )}
        </Panel>
      </div>
    </View>
  );
}

const REFUSED_FIELDS: Readonly<Partial<Record<string, TradeField>>> = {
  'version-superseded': 'version',
  'maturity-passed': 'maturity_date',
};

function faultsOfAnswer(error: unknown): readonly TradeFault[] {
  if (!(error instanceof ApiProblem)) return [{ field: null, message: explanationOf(error) }];
  if (error.errors.length > 0) return faultsOf(error.errors);
  return [{ field: REFUSED_FIELDS[error.code] ?? null, message: explanationOf(error) }];
}

function trimmed(texts: Readonly<Record<TradeField, string>>): Partial<Record<TradeField, string>> {
  return Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, text.trim()]));
}
