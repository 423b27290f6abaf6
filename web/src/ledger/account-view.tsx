import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Watched } from '../api/watched.tsx';
import { Panel } from '../design/panel.tsx';
import { Stat, Stats } from '../design/stat.tsx';
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
      <Watched what="the account" query={account} rows={2}>
        {({ cash, held, buying_power: buyingPower, currency }) => (
          <Stats>
            <Stat name="Cash">
              <Money value={cash} />
            </Stat>
            <Stat name="Held for orders">
              <Money value={held} />
            </Stat>
            <Stat name="Buying power">
              <Money value={buyingPower} />
            </Stat>
            <Stat name="Currency">{currency}</Stat>
          </Stats>
        )}
      </Watched>
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
