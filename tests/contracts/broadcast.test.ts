import { createMemoryBroadcast } from '@bourse/memory/memory-broadcast.ts';
import { broadcastContract } from './broadcast.contract.ts';

broadcastContract('memory', (processes) => {
  const broadcast = createMemoryBroadcast();
  return Promise.resolve(Array.from({ length: processes }, () => broadcast));
});
