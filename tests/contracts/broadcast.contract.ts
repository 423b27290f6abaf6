import type { Broadcast } from '@bourse/application/ports/broadcast.ts';
import { expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';
import { until } from '../support/until.ts';

/** Several processes of one platform; of an adapter for one process alone, the same one again. */
export type OpenBroadcasts = (processes: number) => Promise<readonly Broadcast[]>;

interface Hearing {
  readonly texts: string[];
  readonly joined: () => number;
  readonly stop: () => void;
}

/** What every broadcast has to do. */
export function broadcastContract(adapter: string, open: OpenBroadcasts): void {
  const hear = async (broadcast: Broadcast, channel: string): Promise<Hearing> => {
    const texts: string[] = [];
    let joined = 0;
    const stop = broadcast.hear(channel, {
      onText: (text) => void texts.push(text),
      onJoined: () => void (joined += 1),
    });
    await until('the channel to be heard', () => joined > 0);
    return { texts, joined: () => joined, stop };
  };

  contractSuite('Broadcast', adapter, () => {
    it('is heard by all processes, the one that tells too, whole and in order', async () => {
      const [one, other] = (await open(2)) as [Broadcast, Broadcast];
      const hearings = [await hear(one, 'news'), await hear(one, 'news'), await hear(other, 'news')];
      const texts = Array.from({ length: 200 }, (_, index) => `${index} "株式" \n ${'x'.repeat(index * 50)}`);
      expect(new Set(await Promise.all(texts.map((text) => one.tell('news', text))))).toEqual(new Set([true]));
      for (const { texts: heard } of hearings) {
        await until('all of it', () => heard.length >= texts.length);
        expect(heard).toEqual(texts);
      }
    });

    it('keeps channels apart, and tells nobody who has stopped hearing', async () => {
      const [one] = (await open(1)) as [Broadcast];
      const news = await hear(one, 'this');
      const others = await hear(one, 'that');
      const stopped = await hear(one, 'this');
      stopped.stop();
      await one.tell('that', 'other');
      await one.tell('this', 'news');
      await until('both', () => news.texts.length + others.texts.length === 2);
      expect([news.texts, others.texts, stopped.texts]).toEqual([['news'], ['other'], []]);
    });

    it('goes out also when nobody hears it, and says that it is connected', async () => {
      const [one] = (await open(1)) as [Broadcast];
      await until('a connection', () => one.connected());
      expect(await one.tell('nobody', 'hears this')).toBe(true);
    });
  });
}
