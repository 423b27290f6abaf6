import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TradeFormSchema } from './schemas/trades-schema.ts';
import { operatorHeaders } from './testing/callers.ts';
import { createMemoryHttpApp } from './testing/memory-http-app.ts';

const TRADE = { trade_id: 'T1', version: 1, counterparty_id: 'CP-1', book_id: 'B1', maturity_date: '2026-03-31' };

const TEXTS = [
  '',
  'T1',
  ' T1',
  'x'.repeat(20),
  'x'.repeat(21),
  'x'.repeat(51),
  '😀'.repeat(20),
  '2026-02-28',
  '2026-02-30',
];
const NUMBERS = [-1, 0, 1, 1.5, 2_147_483_647, 2_147_483_648];
const value = fc.oneof(fc.constantFrom(...TEXTS, ...NUMBERS, undefined, null, true), fc.jsonValue({ maxDepth: 1 }));
const name = fc.constantFrom(...Object.keys(TRADE), 'created_date', 'surplus');
const change = fc.dictionary(name, value, { maxKeys: 2, noNullPrototype: true });
const body = fc.oneof({ weight: 9, arbitrary: change.map((fields) => ({ ...TRADE, ...fields })) }, fc.jsonValue());

it('takes no trade that the description of the API forbids', async () => {
  const { app } = await createMemoryHttpApp({}, (http) => {
    const schema = { body: TradeFormSchema };
    http.post('/described', { config: { access: 'public' }, schema }, async () => ({ done: true }));
  });
  const post = async (url: string, payload: string): Promise<number> => {
    const headers = { ...operatorHeaders, 'content-type': 'application/json' };
    return (await app.inject({ method: 'POST', url, headers, payload })).statusCode;
  };
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(body, async (document) => {
      const payload = JSON.stringify(document);
      const status = await post('/api/v1/trades?history=true', payload);
      if (status === 400) return;
      expect(status).toBe(202);
      taken += 1;
      expect(await post('/described', payload), payload).toBe(200);
    }),
    { numRuns: 500 },
  );
  expect(taken).toBeGreaterThan(0);
});
