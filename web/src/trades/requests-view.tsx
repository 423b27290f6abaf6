import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Panel } from '../design/panel.tsx';
import { Empty } from '../design/states.tsx';
import { clockText } from '../design/time-text.ts';
import { useValue } from '../design/value-store.ts';
import { View } from '../design/view.tsx';
import { RequestStateFacts } from './request-state.tsx';
import { sentRequests } from './sent-requests.ts';
import classes from './trades.module.css';

/** Tells what became of what was handed in: by its id, or of what was handed in here. */
export function RequestsView(): ReactNode {
  const sent = useValue(sentRequests);
  const [typed, setTyped] = useState('');
  const [requestId, setRequestId] = useState<string | null>(null);
  return (
    <View title="Requests" actions={<Link to="/trades">All trades</Link>}>
      <div className={classes['columns']}>
        <Panel title="Find a request">
          <form
            className={classes['inline']}
            onSubmit={(event) => {
              event.preventDefault();
              if (typed.trim() !== '') setRequestId(typed.trim());
            }}
          >
            <TextInput
              label="Request id"
              description="The answer to a trade that was handed in has it"
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
            />
            <Button type="submit" disabled={typed.trim() === ''}>
              Find
            </Button>
          </form>
          {requestId === null ? null : <RequestStateFacts key={requestId} requestId={requestId} />}
        </Panel>
        <Panel title="Handed in here">
          {sent.length === 0 ? (
            <Empty title="Nothing has been handed in here yet.">
              <Link to="/trades/new">Hand in a trade</Link>
            </Empty>
          ) : (
            <ul className={classes['requests']}>
              {sent.map(({ requestId: id, tradeId, version, sentAtMs }) => (
                <li key={id}>
                  <b>{tradeId}</b> version {version}
                  <span className={classes['when']}>{clockText(sentAtMs)}</span>
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`Show what became of ${tradeId} version ${version}`}
                    onClick={() => setRequestId(id)}
                  >
                    Show
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </Panel>
      </div>
    </View>
  );
}
