import type { BulkLineAnswer } from '@bourse/client/bulk-answer-codec.ts';
import type { TradeToSend } from '@bourse/client/bulk-upload.ts';
import type { RequestState } from '@bourse/client/request-states.ts';
import { describe, expect, it } from 'vitest';
import type { SendingPorts } from './send-lines.ts';
import { sendLines } from './send-lines.ts';
import type { SourceLine } from './source-line.ts';

const line = (number: number, tradeId: string, version = '1', maturity = '2030-01-31'): SourceLine => ({
  line: number,
  texts: { trade_id: tradeId, version, counterparty_id: 'CP', book_id: 'B', maturity_date: maturity },
  cells: [],
  unreadable: null,
});

/** A Bourse that takes every trade but those whose id begins with "bad", decides at the second look, and may lose answers. */
function service({ losesFirstAnswer = false, failing = new Map<string, RequestState['failure_reason']>() } = {}) {
  const uploads: (readonly TradeToSend[])[] = [];
  const looks = new Map<string, number>();
  let lost = !losesFirstAnswer;
  const upload = async (trades: readonly TradeToSend[]): Promise<readonly BulkLineAnswer[]> => {
    uploads.push(trades);
    if (!lost) {
      lost = true;
      throw new Error('the answer was lost');
    }
    return trades.map(({ trade_id: tradeId }, index) =>
      tradeId.startsWith('bad')
        ? { line: index + 1, errors: [{ pointer: '/version', message: 'must be more' }] }
        : { line: index + 1, request_id: tradeId },
    );
  };
  const states: SendingPorts['states'] = async (ids) =>
    new Map(
      ids.map((id) => {
        looks.set(id, (looks.get(id) ?? 0) + 1);
        const reason = failing.get(id) ?? null;
        const decided = reason === null ? 'SUCCESS' : 'FAILED';
        const status = (looks.get(id) ?? 0) < 2 ? 'PENDING' : decided;
        return [
          id,
          { request_id: id, status, trade_id: id, version: 1, failure_reason: reason, created_at: '', updated_at: '' },
        ];
      }),
    );
  const patiently: SendingPorts['patiently'] = async (call) => call().catch(() => call());
  const quiet = { told: () => undefined, news: async () => false };
  return { uploads, looks, ports: { upload, states, patiently, ...quiet } satisfies SendingPorts };
}

describe('sending lines', () => {
  it('counts what is stored, once it is decided', async () => {
    const { ports } = service();
    expect(await sendLines([line(2, 'T1'), line(3, 'T2')], 'iso', ports)).toEqual({ stored: 2, rejected: [] });
  });

  it('tells of each line that is not in why: unreadable, refused at once, or failed', async () => {
    const { ports } = service({ failing: new Map([['T3', 'version-superseded' as const]]) });
    const unreadable = { ...line(4, 'T4'), unreadable: 'the line has 2 columns, the header 5' };
    const { stored, rejected } = await sendLines(
      [line(2, 'bad'), line(3, 'T3'), unreadable, line(5, 'T5')],
      'iso',
      ports,
    );
    expect(stored).toBe(1);
    expect(rejected.map(({ line: number, faults }) => [number, faults])).toEqual([
      [2, [{ field: 'version', message: 'must be more' }]],
      [3, [{ field: 'version', message: 'A higher version of this trade is stored.', isSentence: true }]],
      [4, [{ field: null, message: 'the line has 2 columns, the header 5' }]],
    ]);
  });

  it('asks nothing about requests that the stream tells of', async () => {
    const { looks, ports } = service();
    const told = new Map<string, RequestState>();
    const state = (id: string, status: 'SUCCESS' | 'FAILED'): RequestState => ({
      ...{ request_id: id, status, trade_id: id, version: 1, created_at: '', updated_at: '' },
      failure_reason: status === 'FAILED' ? 'version-superseded' : null,
    });
    const later = [state('T1', 'SUCCESS'), state('T2', 'FAILED')];
    const news: SendingPorts['news'] = async () => {
      const next = later.shift();
      if (next !== undefined) told.set(next.request_id, next);
      return next !== undefined;
    };
    const lines = [line(2, 'T1'), line(3, 'T2')];
    const { stored, rejected } = await sendLines(lines, 'iso', { ...ports, told: (id) => told.get(id), news });
    expect([stored, rejected.map(({ line: number }) => number), looks.size]).toEqual([1, [3], 0]);
  });

  it('counts a line as rejected when its request is not known any more', async () => {
    const { ports } = service();
    const states: SendingPorts['states'] = async (ids) => {
      const known = await ports.states(ids);
      return new Map([...known].filter(([id]) => id !== 'T1'));
    };
    expect(await sendLines([line(2, 'T1'), line(3, 'T2')], 'iso', { ...ports, states })).toEqual({
      stored: 1,
      rejected: [
        {
          ...{ line: 2, texts: line(2, 'T1').texts, cells: [], isMended: false },
          faults: [{ field: null, message: 'what became of request T1 is not known any more' }],
        },
      ],
    });
  });

  it('sends a trade once in an upload, in the order of the lines, so that an upload can be sent again', async () => {
    const { uploads, ports } = service({ losesFirstAnswer: true });
    await sendLines([line(2, 'T1', '1'), line(3, 'T2'), line(4, 'T1', '2'), line(5, 'T1', '3')], 'iso', ports);
    const sent = uploads.map((trades) => trades.map(({ trade_id: id, version }) => `${id} ${version}`));
    expect(sent).toEqual([['T1 1', 'T2 1'], ['T1 1', 'T2 1'], ['T1 2'], ['T1 3']]);
  });

  it('reads dates as the file writes them, and lets no other way through', async () => {
    const { uploads, ports } = service();
    await sendLines([line(2, 'T1', '1', '31/01/2030'), line(3, 'T2', '1', '2030-01-31')], 'dd/mm/yyyy', ports);
    expect(uploads[0]?.map(({ maturity_date: date }) => date)).toEqual(['2030-01-31', 'not dd/mm/yyyy: 2030-01-31']);
  });
});
