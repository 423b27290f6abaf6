import type { NewOrder } from '@bourse/core/orders/order-decider.ts';
import { partitionAmong } from '@bourse/core/partitioning/partition-of.ts';
import type { OrderName } from '../ports/due-orders.ts';
import type { Log, LogRecord } from '../ports/log.ts';
import type { LogPositions } from '../ports/log-positions.ts';
import type { AccountCommand } from './account-command.ts';
import { ORDERS_TOPIC } from './account-command.ts';
import { decodeCommand } from './account-command-codec.ts';
import { ORDERS_GROUP } from './orders-processor.ts';

/** Records behind the deciding group's position that are searched at most. */
const MAX_SEARCHED = 20_000;

/**
 * Finds an order that was acknowledged but is not decided yet: it stands in the log between where the deciding group is and the end.
 * Undefined when it is not there. Throws Fault('unavailable').
 */
export async function findPendingOrder(
  ports: { readonly log: Log; readonly positions: LogPositions },
  name: OrderName,
): Promise<NewOrder | undefined> {
  const partition = partitionAmong(name.accountId, ports.log.partitions(ORDERS_TOPIC));
  const positions = await ports.positions.positions(ORDERS_GROUP, ORDERS_TOPIC);
  const batches = await ports.log.read(ORDERS_TOPIC, partition, positions.get(partition) ?? 0n, MAX_SEARCHED);
  for (const record of batches.flatMap(({ records }) => records)) {
    if (record.key !== name.accountId || !record.value.includes(name.orderId)) continue;
    const command = readable(record);
    if (command?.type === 'place-order' && command.order.id === name.orderId) return command.order;
  }
  return undefined;
}

/** One that cannot be read is no order: it is on its way to the dead letters. */
function readable(record: LogRecord): AccountCommand | undefined {
  try {
    return decodeCommand(record);
  } catch {
    return undefined;
  }
}
