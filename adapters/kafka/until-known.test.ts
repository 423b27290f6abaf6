import { Fault } from '@bourse/application/ports/fault.ts';
import { NetworkError, ProtocolError, UserError } from '@platformatic/kafka';
import { describe, expect, it } from 'vitest';
import { untilKnown } from './until-known.ts';

/** A broker that fails with these errors, one after the other, and then answers which time it was asked. */
function broker(...errors: readonly Error[]) {
  let asked = 0;
  return {
    asked: () => asked,
    async ask(): Promise<number> {
      asked += 1;
      const error = errors[asked - 1];
      if (error !== undefined) throw error;
      return asked;
    },
  };
}

describe('topics that were made a moment ago', () => {
  it('are asked for again until the broker knows them', async () => {
    const slow = broker(new UserError('Unknown topic a.'), new UserError('Unknown topic b.'));
    expect(await untilKnown(() => slow.ask(), 0)).toBe(3);
  });

  it('are asked for again until a broker has heard that it leads them', async () => {
    const notLeading = new ProtocolError('NOT_LEADER_OR_FOLLOWER');
    const slow = broker(new Fault('unavailable', 'Kafka', notLeading));
    expect(await untilKnown(() => slow.ask(), 0)).toBe(2);
  });

  it('are given up when the broker does not hear of them', async () => {
    const deaf = broker(...Array.from({ length: 100 }, () => new UserError('Unknown topic a.')));
    await expect(untilKnown(() => deaf.ask(), 0)).rejects.toThrow('Unknown topic a.');
    expect(deaf.asked()).toBe(20);
  });

  it('are not waited for when something else is wrong', async () => {
    const gone = broker(new NetworkError('gone'));
    await expect(untilKnown(() => gone.ask(), 0)).rejects.toThrow('gone');
    expect(gone.asked()).toBe(1);
  });
});
