import type { ReactNode } from 'react';
import { Badge } from '../design/badge.tsx';
import { REASON_WORDS, STATUS_WORDS } from './order-words.ts';
import type { Order } from './orders.ts';

/** The status of an order; its reason in plain words when one points at it. */
export function StatusBadge({ order: { status, reason } }: { readonly order: Order }): ReactNode {
  return (
    <Badge tone={TONES[status]} title={reason === null ? undefined : REASON_WORDS[reason]}>
      {STATUS_WORDS[status]}
    </Badge>
  );
}

const TONES = {
  accepted: 'plain',
  open: 'accent',
  partially_filled: 'accent',
  filled: 'good',
  cancelled: 'plain',
  expired: 'plain',
  rejected: 'bad',
} as const;
