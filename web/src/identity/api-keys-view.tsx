import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { useLoadingError } from '../api/loading-error.ts';
import { announce } from '../app/announcements.ts';
import { api } from '../app/bourse.ts';
import { queryClient } from '../app/query-client.ts';
import { CutText } from '../design/cut-text.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Panel } from '../design/panel.tsx';
import { Empty, explanationOf, Failed, Loading } from '../design/states.tsx';
import type { TableColumn } from '../design/table-column.ts';
import { momentText } from '../design/time-text.ts';
import { View } from '../design/view.tsx';
import { ApiKeyForm } from './api-key-form.tsx';
import type { ApiKey } from './api-keys.ts';
import { apiKeysQuery } from './api-keys.ts';
import classes from './api-keys.module.css';

/** Keys for programs: made, shown once, looked at, revoked. */
export function ApiKeysView(): ReactNode {
  const keys = useQuery(apiKeysQuery);
  const error = useLoadingError(keys);
  const [fault, setFault] = useState<string | null>(null);
  const columns = useMemo(
    () =>
      columnsOf(async ({ id, name }) => {
        setFault(null);
        try {
          await api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } });
          announce(`The key ${name} is revoked.`);
          await queryClient.invalidateQueries(apiKeysQuery);
        } catch (reason) {
          setFault(explanationOf(reason));
        }
      }),
    [],
  );
  return (
    <View title="API keys">
      <div className={classes['parts']}>
        <Panel title="New key">
          <ApiKeyForm />
        </Panel>
        <Panel title="Your keys" className={classes['keys']}>
          {fault === null ? null : (
            <p className={classes['fault']} role="alert">
              {fault}
            </p>
          )}
          {error !== null ? (
            <Failed what="the keys" error={error} onRetry={() => void keys.refetch()} />
          ) : keys.data === undefined ? (
            <Loading what="the keys" />
          ) : (
            <DataTable
              label="API keys"
              rows={keys.data}
              columns={columns}
              rowKey={({ id }) => id}
              empty={<Empty title="You have no keys.">A program needs one to act for you.</Empty>}
            />
          )}
        </Panel>
      </div>
    </View>
  );
}

function columnsOf(onRevoke: (key: ApiKey) => Promise<void>): readonly TableColumn<ApiKey>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: 'minmax(8rem, 2fr)',
      text: ({ name }) => name,
      cell: ({ name, scopes }) => (
        <div>
          <CutText text={name} />
          <div className={classes['may']}>
            <CutText text={scopes.join(', ')} />
          </div>
        </div>
      ),
      wraps: 'whole',
    },
    {
      id: 'scopes',
      header: 'May',
      width: 'minmax(14rem, 3fr)',
      text: ({ scopes }) => scopes.join(', '),
      shown: 'wide',
      wraps: 'whole',
    },
    timeColumn('created_at', 'Made', ({ created_at: at }) => at, 'on-demand'),
    timeColumn('expires_at', 'Expires', ({ expires_at: at }) => at, 'always'),
    timeColumn('last_used_at', 'Last used', ({ last_used_at: at }) => at, 'wide'),
    {
      id: 'revoke',
      header: 'Revoke',
      width: '6rem',
      align: 'end',
      text: () => '',
      cell: (key) => <RevokeButton apiKey={key} onRevoke={onRevoke} />,
      sortable: false,
    },
  ];
}

function timeColumn(
  id: string,
  header: string,
  read: (key: ApiKey) => string | null,
  shown: 'always' | 'wide' | 'on-demand',
): TableColumn<ApiKey> {
  return {
    id,
    header,
    width: 'minmax(6rem, 1fr)',
    text: (key) => read(key) ?? '',
    cell: (key) => {
      const at = read(key);
      return <CutText text={at === null ? 'never' : momentText(at)} />;
    },
    shown,
    wraps: 'whole',
  };
}

/** Asks once more: a program that uses the key stops working. */
function RevokeButton({
  apiKey,
  onRevoke,
}: {
  readonly apiKey: ApiKey;
  readonly onRevoke: (key: ApiKey) => Promise<void>;
}): ReactNode {
  const [isSure, setSure] = useState(false);
  const [isSending, setSending] = useState(false);
  return (
    <Button
      size="compact-xs"
      variant={isSure ? 'filled' : 'default'}
      loading={isSending}
      aria-label={isSure ? `Yes, revoke the key ${apiKey.name}` : `Revoke the key ${apiKey.name}`}
      onBlur={() => {
        setSure(false);
      }}
      onClick={() => {
        if (!isSure) {
          setSure(true);
          return;
        }
        setSending(true);
        void onRevoke(apiKey).finally(() => {
          setSending(false);
        });
      }}
    >
      {isSure ? 'Sure?' : 'Revoke'}
    </Button>
  );
}
