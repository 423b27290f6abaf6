import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Badge } from '../design/badge.tsx';
import { countText } from '../design/decimal-text.ts';
import { Stat, Stats } from '../design/stat.tsx';
import { ageText } from '../design/time-text.ts';
import { NoValue } from '../design/values.tsx';
import { AuditState } from './audit-panel.tsx';
import { BreakerState } from './feeds-panel.tsx';
import { auditQuery, healthQuery, marketStatusQuery, operationsQuery } from './operations.ts';
import { rateText, totalRates } from './request-rates.ts';

/** What one looks at first. */
export function OperationsSummary(): ReactNode {
  const { data: health, isError: isAway } = useQuery(healthQuery);
  const { data: operations } = useQuery(operationsQuery);
  const { data: market } = useQuery(marketStatusQuery);
  const { data: audit } = useQuery(auditQuery);
  const rates = totalRates(operations?.samples ?? []);
  const lag = operations?.now.consumers.reduce((sum, { lag_records: records }) => sum + records, 0);
  return (
    <Stats>
      <Stat name="Health">
        {isAway ? (
          <Badge tone="bad">not reachable</Badge>
        ) : (
          <Known value={health}>
            {({ status }) => <Badge tone={status === 'ok' ? 'good' : 'bad'}>{status}</Badge>}
          </Known>
        )}
      </Stat>
      <Stat name="Lag of all consumers">
        <Known value={lag}>{countText}</Known>
      </Stat>
      <Stat name="Requests a second">
        <Known value={rates.requests}>{rateText}</Known>
      </Stat>
      <Stat name="Errors a second">
        <Known value={rates.serverErrors}>{rateText}</Known>
      </Stat>
      <Stat name="Dead letters">
        <Known value={operations?.now.dead_letters_waiting}>
          {(count) => (count === 0 ? '0' : <Badge tone="bad">{countText(count)} waiting</Badge>)}
        </Known>
      </Stat>
      <Stat name="Vendor breaker">
        <Known value={market}>{({ feeds }) => <BreakerState breaker={feeds[0]?.breaker ?? null} />}</Known>
      </Stat>
      <Stat name="Oldest price">
        <Known value={market?.oldest_age_ms}>{ageText}</Known>
      </Stat>
      <Stat name="Self-audit">
        <Known value={audit}>{({ status }) => <AuditState status={status} />}</Known>
      </Stat>
    </Stats>
  );
}

function Known<Value>({
  value,
  children,
}: {
  readonly value: Value | null | undefined;
  readonly children: (value: Value) => ReactNode;
}): ReactNode {
  return value === null || value === undefined ? <NoValue /> : children(value);
}
