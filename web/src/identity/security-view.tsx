import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useLoadingError } from '../api/loading-error.ts';
import { announce } from '../app/announcements.ts';
import { api } from '../app/bourse.ts';
import { queryClient } from '../app/query-client.ts';
import { Badge } from '../design/badge.tsx';
import { Panel } from '../design/panel.tsx';
import { Empty, explanationOf, Failed, Loading } from '../design/states.tsx';
import { momentText } from '../design/time-text.ts';
import { View } from '../design/view.tsx';
import { clientText } from './client-text.ts';
import type { OwnSession } from './own-sessions.ts';
import { ownSessionsQuery } from './own-sessions.ts';
import { PasswordForm } from './password-form.tsx';
import classes from './security.module.css';
import { useUser } from './use-user.ts';

/** One's password, and where one is logged in. */
export function SecurityView(): ReactNode {
  const { username } = useUser();
  return (
    <View title="Password and log-ins">
      <div className={classes['parts']}>
        <Panel title="Password">
          <PasswordForm username={username} />
        </Panel>
        <SessionsPanel />
      </div>
    </View>
  );
}

function SessionsPanel(): ReactNode {
  const sessions = useQuery(ownSessionsQuery);
  const loadingError = useLoadingError(sessions);
  const [fault, setFault] = useState<string | null>(null);

  const end = async (id: string | null, outcome: string): Promise<void> => {
    setFault(null);
    try {
      if (id === null) await api.DELETE('/api/v1/auth/sessions');
      else await api.DELETE('/api/v1/auth/sessions/{id}', { params: { path: { id } } });
      announce(outcome);
    } catch (error) {
      setFault(explanationOf(error));
    }
    await queryClient.invalidateQueries(ownSessionsQuery);
  };

  const others = sessions.data?.some(({ current }) => !current) === true;
  return (
    <Panel
      title="Where you are logged in"
      actions={
        others ? (
          <Button size="xs" variant="default" onClick={() => void end(null, 'Every other log-in has ended.')}>
            End all others
          </Button>
        ) : undefined
      }
    >
      <p className={classes['fault']} role="alert">
        {fault}
      </p>
      {loadingError !== null ? (
        <Failed what="your log-ins" error={loadingError} onRetry={() => void sessions.refetch()} />
      ) : sessions.data === undefined ? (
        <Loading what="your log-ins" />
      ) : sessions.data.length === 0 ? (
        <Empty title="You are logged in nowhere.">This page goes on for some minutes.</Empty>
      ) : (
        <ul className={classes['sessions']}>
          {sessions.data.map((one) => (
            <Session key={one.id} session={one} onEnd={() => end(one.id, 'The log-in has ended.')} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Session({
  session: { user_agent: agent, current, began_at: began, last_used_at: used, ends_at: ends },
  onEnd,
}: {
  readonly session: OwnSession;
  readonly onEnd: () => Promise<void>;
}): ReactNode {
  const [isSending, setSending] = useState(false);
  const client = clientText(agent);
  return (
    <li>
      <div className={classes['client']}>
        <strong title={agent ?? undefined}>{client}</strong> {current ? <Badge tone="good">this one</Badge> : null}
      </div>
      <p className={classes['times']}>
        Since {momentText(began)} · last used {momentText(used)} · ends {momentText(ends)}
      </p>
      {current ? null : (
        <Button
          size="compact-xs"
          variant="default"
          loading={isSending}
          aria-label={`End the log-in of ${client} since ${momentText(began)}`}
          onClick={() => {
            setSending(true);
            void onEnd().finally(() => setSending(false));
          }}
        >
          End
        </Button>
      )}
    </li>
  );
}
