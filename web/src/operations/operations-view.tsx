import type { ReactNode } from 'react';
import { View } from '../design/view.tsx';
import { AuditPanel } from './audit-panel.tsx';
import { ConsumersPanel } from './consumers-panel.tsx';
import { DeadLettersPanel } from './dead-letters-panel.tsx';
import { FeedsPanel } from './feeds-panel.tsx';
import { InstrumentsPanel } from './instruments-panel.tsx';
import classes from './operations.module.css';
import { OperationsSummary } from './operations-summary.tsx';
import { ProfilePanel } from './profile-panel.tsx';
import { QuarantinePanel } from './quarantine-panel.tsx';
import { RequestsPanel } from './requests-panel.tsx';

/** How the platform works: everything an operator looks at, without another tool. */
export function OperationsView(): ReactNode {
  return (
    <View title="Operations">
      <OperationsSummary />
      <div className={classes['columns']}>
        <div className={classes['column']}>
          <ConsumersPanel />
          <FeedsPanel />
          <QuarantinePanel />
        </div>
        <div className={classes['column']}>
          <ProfilePanel />
          <AuditPanel />
          <InstrumentsPanel />
        </div>
        <DeadLettersPanel />
        <RequestsPanel />
      </div>
    </View>
  );
}
