import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Panel } from '../design/panel.tsx';
import { View } from '../design/view.tsx';
import { OrdersTable } from './orders-table.tsx';

/** The blotter: every order, as it changes. */
export function OrdersView(): ReactNode {
  return (
    <View title="Orders" actions={<Link to="/market">Place an order</Link>} fills>
      <Panel title="Blotter">
        <OrdersTable />
      </Panel>
    </View>
  );
}
