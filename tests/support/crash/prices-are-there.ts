import type { TraderClient } from '../trader-client.ts';
import { until } from '../until.ts';
import { persistentCall } from './persistent-call.ts';

/** Waits until so many instruments have a price. */
export async function pricesAreThere(trader: TraderClient, count: number): Promise<void> {
  await until('prices of all instruments', async () => {
    const { body } = await persistentCall(() => trader.get<{ items: { price: unknown }[] }>('/assets'));
    return body!.items.filter(({ price }) => price !== null).length === count;
  });
}
