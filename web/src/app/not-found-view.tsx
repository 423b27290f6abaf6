import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Empty } from '../design/states.tsx';
import { View } from '../design/view.tsx';

/** Shown at an address that means nothing. */
export function NotFoundView(): ReactNode {
  return (
    <main>
      <View title="Not found">
        <Empty title="There is nothing at this address.">
          <Link to="/">Go to the start</Link>
        </Empty>
      </View>
    </main>
  );
}
