import { useQuery } from '@tanstack/react-query';
import type { AnswerOf } from '@bourse/client/api.ts';
import type { ReactNode } from 'react';
import { Watched } from '../api/watched.tsx';
import { Badge } from '../design/badge.tsx';
import { useNow } from '../design/now.ts';
import { Panel } from '../design/panel.tsx';
import { ageText } from '../design/time-text.ts';
import { NoValue } from '../design/values.tsx';
import classes from './operations.module.css';
import { auditQuery } from './operations.ts';

type AuditStatus = AnswerOf<'/api/v1/audit'>['status'];

const WORDS: Readonly<Record<AuditStatus, readonly [words: string, tone: 'plain' | 'good' | 'bad']>> = {
  'not-run-yet': ['not run yet', 'plain'],
  'in-order': ['in order', 'good'],
  findings: ['findings', 'bad'],
};

/** Whether the books add up. */
export function AuditState({ status }: { readonly status: AuditStatus }): ReactNode {
  const [words, tone] = WORDS[status];
  return <Badge tone={tone}>{words}</Badge>;
}

/** What the self-audit has verified, and what it found. */
export function AuditPanel(): ReactNode {
  const query = useQuery(auditQuery);
  const nowMs = useNow();
  return (
    <Panel title="Self-audit">
      <Watched what="the self-audit" query={query}>
        {({ status, last_run_at: lastRun, verified, findings }) => (
          <>
            <dl className={classes['facts']}>
              <dt>State</dt>
              <dd>
                <AuditState status={status} />
              </dd>
              <dt>Last run</dt>
              <dd>{lastRun === null ? <NoValue /> : `${ageText(nowMs - Date.parse(lastRun))} ago`}</dd>
              <dt>Verified up to</dt>
              <dd>
                {verified.length === 0 ? (
                  <NoValue />
                ) : (
                  verified.map(({ partition, sequence }) => `${sequence} (partition ${partition})`).join(', ')
                )}
              </dd>
            </dl>
            {findings.length === 0 ? null : (
              <ul className={classes['letters']} aria-label="Findings">
                {findings.map(({ kind, detail }) => (
                  <li key={`${kind} ${detail}`} className={classes['note']}>
                    <b>{kind}</b> {detail}
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </Watched>
    </Panel>
  );
}
