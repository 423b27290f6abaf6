import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Panel } from '../design/panel.tsx';
import { Stat, Stats } from '../design/stat.tsx';
import { Failed, Loading } from '../design/states.tsx';
import { Money } from '../design/values.tsx';
import { View } from '../design/view.tsx';
import { accountQuery } from './account.ts';
import { AccountAt } from './account-at.tsx';
import classes from './account.module.css';
import { CashForm } from './cash-form.tsx';

/** The cash of the account: what there is, in and out, and what there was. */
export function AccountView(): ReactNode {
  const account = useQuery(accountQuery);
  return (
    <View title="Account" actions={<Link to="/api-keys">API keys</Link>}>
      {account.isPending ? (
        <Loading what="the account" rows={2} />
      ) : account.isLoadingError ? (
        <Failed what="the account" error={account.error} onRetry={() => void account.refetch()} />
      ) : (
        <Stats>
          <Stat name="Cash">
            <Money value={account.data.cash} />
          </Stat>
          <Stat name="Held for orders">
            <Money value={account.data.held} />
          </Stat>
          <Stat name="Buying power">
            <Money value={account.data.buying_power} />
          </Stat>
          <Stat name="Currency">{account.data.currency}</Stat>
        </Stats>
      )}
      <div className={classes['parts']}>
        <Panel title="Deposit or withdraw">
          <CashForm />
        </Panel>
        <Panel title="The account as of a moment">
          <AccountAt />
        </Panel>
      </div>
    </View>
  );
}
