import fastify from 'fastify';
import { AcceptedTradeSchema, TradeFormSchema } from '@bourse/entrypoints/http/schemas/trades-schema.ts';
import { validationOptions } from '@bourse/entrypoints/http/validation-options.ts';

// What the HTTP library of Bourse takes for a trade that nobody keeps: read, checked by the schema, acknowledged. Runs in a process of its own, as Bourse does.
const REQUEST_ID = 'r'.repeat(43);

const http = fastify({ ajv: validationOptions });
http.post('/api/v1/trades', {
  schema: { body: TradeFormSchema, response: { 202: AcceptedTradeSchema } },
  handler: async (request, reply) => {
    const { trade_id, version } = request.body as { readonly trade_id: string; readonly version: number };
    reply.code(202);
    return { request_id: REQUEST_ID, trade_id, version, status: 'accepted' };
  },
});
await http.listen({ host: '127.0.0.1', port: 0 });
const [address] = http.addresses();
if (typeof address === 'object') process.send?.(address.port);
process.on('disconnect', () => process.exit(0));
