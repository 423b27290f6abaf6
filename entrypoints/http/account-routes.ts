import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { CashRequest, MoveCashRefusal } from '@bourse/application/ledger/cash-desk.ts';
import type { AccountQueries, Portfolio } from '@bourse/application/ports/account-queries.ts';
import type { CashTransaction } from '@bourse/application/ports/account-books.ts';
import type { Clock } from '@bourse/application/ports/clock.ts';
import type { JournalTransaction } from '@bourse/core/ledger/journal.ts';
import type { Price } from '@bourse/core/market/price.ts';
import { formatMoney } from '@bourse/core/money/decimal.ts';
import type { Result } from '@bourse/core/result.ts';
import { MS_PER_DAY } from '@bourse/core/time/utc.ts';
import { accountJson, equityHistoryJson, journalJson, pastAccountJson } from './account-json.ts';
import { traderOf } from './authentication.ts';
import { pageOf, pageRequestOf } from './page-cursor-codec.ts';
import { InvalidRequest, sendProblem } from './problem.ts';
import { IdempotencyHeaders } from './schemas/shape-schema.ts';
import {
  AccountQuery,
  AccountSchema,
  CashFormSchema,
  CashTransactionSchema,
  EquityHistoryQuery,
  EquityHistorySchema,
  JournalPageQuery,
  JournalPageSchema,
} from './schemas/trading-schema.ts';
import { cursorNumberOf, microsOf, pastTimeOf, timeOf } from './wire-codec.ts';
import { traceOfRequest } from './correlation.ts';

/** What the routes of accounts need. */
export interface AccountDependencies {
  readonly moveCash: (request: CashRequest) => Promise<Result<CashTransaction, MoveCashRefusal>>;
  /** The portfolio of an account as it is now. */
  readonly portfolio: (accountId: string) => Promise<Portfolio>;
  readonly queries: AccountQueries;
  readonly price: (symbol: string) => Price | undefined;
  readonly clock: Clock;
}

const CASH_STATUS: Readonly<Record<MoveCashRefusal, 409 | 422>> = {
  'amount-too-large': 422,
  'daily-deposit-limit-exceeded': 422,
  'daily-withdrawal-limit-exceeded': 422,
  'insufficient-cash': 422,
  'balance-too-large': 422,
  'idempotency-key-reused': 409,
};
const CASH_DETAIL: Readonly<Record<MoveCashRefusal, string>> = {
  'amount-too-large': 'The amount is above the limit for one transaction.',
  'daily-deposit-limit-exceeded': 'Deposits of this UTC day would exceed the limit. Try a smaller amount, or tomorrow.',
  'daily-withdrawal-limit-exceeded':
    'Withdrawals of this UTC day would exceed the limit. Try a smaller amount, or tomorrow.',
  'insufficient-cash': 'There is not so much free cash. Cash held for open orders cannot be withdrawn.',
  'balance-too-large': 'The account would hold more cash than can be counted.',
  'idempotency-key-reused': 'This Idempotency-Key was sent with another body. Choose a new one, or send the same body.',
};
const DEFAULT_POINTS = 100;

/** The account: balances now and then, deposits, withdrawals, journal, equity over time. */
export function accountRoutes(account: AccountDependencies): FastifyPluginAsyncTypebox {
  const { queries, clock } = account;
  return async (http) => {
    for (const type of ['deposit', 'withdrawal'] as const) {
      http.post(`/api/v1/account/${type}s`, {
        config: { access: { roles: ['trader'], scopes: ['account:write'] }, problems: CASH_STATUS },
        schema: {
          tags: ['account'],
          summary: type === 'deposit' ? 'Deposit cash' : 'Withdraw cash',
          headers: IdempotencyHeaders,
          body: CashFormSchema,
          response: { 201: CashTransactionSchema },
        },
        handler: async (request, reply) => {
          const moved = await account.moveCash({
            accountId: traderOf(request).accountId,
            type,
            amountMicros: microsOf(request.body.amount),
            idempotencyKey: request.headers['idempotency-key'] ?? null,
            trace: traceOfRequest(request),
          });
          if (!moved.ok) {
            return sendProblem(reply, CASH_STATUS[moved.refusal], moved.refusal, {
              detail: CASH_DETAIL[moved.refusal],
            });
          }
          const { transactionId, amountMicros, cashAfterMicros } = moved.value;
          reply.code(201);
          return {
            transaction_id: transactionId,
            amount: formatMoney(amountMicros),
            cash: formatMoney(cashAfterMicros),
          };
        },
      });
    }

    http.get('/api/v1/account', {
      config: { access: { roles: ['trader'], scopes: ['account:read'] } },
      schema: {
        tags: ['account'],
        summary: 'Balances and equity',
        querystring: AccountQuery,
        response: { 200: AccountSchema },
      },
      handler: async (request) => {
        const { accountId } = traderOf(request);
        const { as_of: asOf } = request.query;
        if (asOf === undefined) {
          return accountJson(await account.portfolio(accountId), account.price, clock.now());
        }
        const atMs = pastTimeOf(asOf, clock.now());
        const [portfolio, [equity]] = await Promise.all([
          queries.portfolioAt(accountId, atMs),
          queries.equityAt(accountId, [atMs]),
        ]);
        return pastAccountJson(portfolio, equity);
      },
    });

    http.get('/api/v1/account/transactions', {
      config: { access: { roles: ['trader'], scopes: ['account:read'] } },
      schema: {
        tags: ['account'],
        summary: 'The journal of the account, newest first',
        querystring: JournalPageQuery,
        response: { 200: JournalPageSchema },
      },
      handler: async (request) => {
        const { limit, after } = pageRequestOf(request.query, ['text', 'text']);
        const transactions = await queries.listTransactions({
          accountId: traderOf(request).accountId,
          limit: limit + 1,
          after:
            after === null
              ? null
              : { recordedAtMs: Number(cursorNumberOf(after[0])), sequence: cursorNumberOf(after[1]) },
        });
        const keysOf = (entry: JournalTransaction): string[] => [String(entry.recordedAtMs), String(entry.sequence)];
        return pageOf(transactions, limit, { toJson: journalJson, keysOf });
      },
    });

    http.get('/api/v1/account/history', {
      config: { access: { roles: ['trader'], scopes: ['account:read'] } },
      schema: {
        tags: ['account'],
        summary: 'Equity over time',
        querystring: EquityHistoryQuery,
        response: { 200: EquityHistorySchema },
      },
      handler: async (request) => {
        const toMs = request.query.to === undefined ? clock.now() : timeOf(request.query.to);
        const fromMs = request.query.from === undefined ? toMs - MS_PER_DAY : timeOf(request.query.from);
        if (fromMs >= toMs) throw new InvalidRequest([{ pointer: '/query/from', message: 'must be before `to`' }]);
        const count = Number(request.query.points ?? DEFAULT_POINTS);
        const moments = Array.from({ length: count }, (_, index) =>
          Math.round(fromMs + ((toMs - fromMs) * index) / (count - 1)),
        );
        return equityHistoryJson(await queries.equityAt(traderOf(request).accountId, moments));
      },
    });
  };
}
