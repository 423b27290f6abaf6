import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Watched } from '../api/watched.tsx';
import { Badge } from '../design/badge.tsx';
import { useNow } from '../design/now.ts';
import { Panel } from '../design/panel.tsx';
import { ageText, momentText } from '../design/time-text.ts';
import classes from './operations.module.css';
import { healthQuery, operationsQuery } from './operations.ts';

const DATABASES = { embedded: 'embedded PostgreSQL', server: 'PostgreSQL server' } as const;
const LOGS = { database: 'in the database', kafka: 'on Kafka' } as const;

/** What runs, and how its parts are. */
export function ProfilePanel(): ReactNode {
  const operations = useQuery(operationsQuery);
  const health = useQuery(healthQuery);
  const nowMs = useNow();
  return (
    <Panel title="Profile and parts">
      <Watched what="the profile" query={operations}>
        {({ now: { profile, process } }) => (
          <dl className={classes['facts']}>
            <dt>Profile</dt>
            <dd>
              {profile.name}
              {profile.demo ? ', demo' : ''}
            </dd>
            <dt>Database</dt>
            <dd>
              {DATABASES[profile.database]} <Part health={health.data?.db} />
            </dd>
            <dt>Log</dt>
            <dd>
              {LOGS[profile.log]} <Part health={health.data?.kafka} />
            </dd>
            {health.data?.redis === undefined ? null : (
              <>
                <dt>Redis</dt>
                <dd>
                  <Part health={health.data.redis} />
                </dd>
              </>
            )}
            <dt>Process</dt>
            <dd>{process.member}</dd>
            <dt>Running for</dt>
            <dd title={momentText(process.started_at)}>{ageText(nowMs - Date.parse(process.started_at))}</dd>
          </dl>
        )}
      </Watched>
    </Panel>
  );
}

function Part({ health }: { readonly health: 'ok' | 'down' | undefined }): ReactNode {
  if (health === undefined) return <Badge>not known</Badge>;
  return <Badge tone={health === 'ok' ? 'good' : 'bad'}>{health}</Badge>;
}
