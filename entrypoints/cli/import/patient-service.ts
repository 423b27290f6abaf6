import type { Patience } from './patience.ts';
import type { TradeService } from './trade-service.ts';
import { Unavailable } from './trade-service.ts';

/**
 * A service that waits until Bourse is available. What is left of an upload that broke off is sent again, so every trade is answered
 * exactly once when `send` has ended.
 */
export function createPatientService(service: TradeService, patience: Patience): TradeService {
  return {
    async send(trades, onAnswer) {
      let answered = 0;
      await patience(async () => {
        if (answered === trades.length) return;
        await service.send(trades.slice(answered), (answer) => {
          answered += 1;
          onAnswer(answer);
        });
        if (answered < trades.length) throw new Unavailable('Bourse broke off an upload');
      });
    },
    states: (requestIds) => patience(() => service.states(requestIds)),
    isStored: (trade) => patience(() => service.isStored(trade)),
  };
}
