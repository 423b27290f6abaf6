import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { Empty } from '../design/states.tsx';
import { useValue } from '../design/value-store.ts';
import { View } from '../design/view.tsx';
import { liveStatus } from '../live/live-stream.ts';

/**
 * Shown when a view could not be drawn or loaded: Bourse is not there, and the view comes by itself when it is again, or a newer build has
 * taken its parts away.
 */
export function FaultView(): ReactNode {
  const live = useValue(liveStatus);
  const router = useRouter();
  const wasLost = useRef(live === 'lost');
  useEffect(() => {
    if (wasLost.current && live === 'live') void router.invalidate();
    wasLost.current = live === 'lost';
  }, [live, router]);
  return (
    <View title="Unavailable">
      <div role="alert">{live === 'lost' ? <Unreached /> : <NotShown />}</div>
    </View>
  );
}

function Unreached(): ReactNode {
  return <Empty title="Bourse cannot be reached.">This view is shown as soon as the connection is back.</Empty>;
}

function NotShown(): ReactNode {
  return (
    <Empty title="This view could not be shown.">
      <p>Bourse may have been updated since the page was opened.</p>
      <Button
        size="xs"
        variant="default"
        onClick={() => {
          location.reload();
        }}
      >
        Load the page anew
      </Button>
    </Empty>
  );
}
