import { randomBytes } from 'node:crypto';
import type { IdentityDependencies } from '@bourse/application/identity/identity-dependencies.ts';
import { registerOperator, registerTrader } from '@bourse/application/identity/register.ts';
import { createCashDesk } from '@bourse/application/ledger/cash-desk.ts';
import { createOutcomes } from '@bourse/application/orders/outcomes.ts';
import { readRegistration } from '@bourse/core/identity/registration.ts';
import { formatMoney, MICROS_PER_UNIT } from '@bourse/core/money/decimal.ts';
import { startVendorSimulator } from '../vendor-sim/vendor-simulator.ts';
import type { VendorAccess } from './feed-role.ts';
import type { Foundation } from './foundation.ts';
import { traceOf } from '@bourse/application/tracing/trace.ts';

/** Log-ins of the demo. They are meant to be known, so the demo must never serve anybody but its owner's machine. */
export const DEMO_USERS = [
  { username: 'trader', email: 'trader@demo.example', password: 'paper-trading', role: 'trader' },
  { username: 'operator', email: 'operator@demo.example', password: 'watching-it-all', role: 'operator' },
] as const;

const DEMO_CASH_MICROS = 100_000n * MICROS_PER_UNIT;

/** Starts the vendor simulator of the demo. */
export async function startDemoVendor(): Promise<VendorAccess & { stop(): Promise<void> }> {
  const apiKey = randomBytes(16).toString('hex');
  const simulator = await startVendorSimulator({ apiKey });
  return { url: simulator.url, apiKey, stop: () => simulator.close() };
}

/** Makes the demo's users, and gives its trader cash once. Safe to repeat at every start. */
export async function provideDemoUsers(foundation: Foundation, identity: IdentityDependencies): Promise<void> {
  for (const { role, ...form } of DEMO_USERS) {
    const registration = readRegistration(form);
    if (!registration.ok) throw new TypeError(`the demo user ${form.username} is not valid`);
    if (role === 'operator') await registerOperator(identity, registration.value);
    else await provideTrader(foundation, identity, registration.value);
  }
}

async function provideTrader(
  foundation: Foundation,
  identity: IdentityDependencies,
  registration: Parameters<typeof registerTrader>[1],
): Promise<void> {
  await registerTrader(identity, registration);
  // Also when there was one already: an earlier start may have ended between the registration and the deposit.
  const user = await identity.users.findByUsername(registration.usernameKey);
  const accountId = user?.accountId ?? null;
  if (accountId === null) return;
  const { clock, meter, logger, storage, ids } = foundation;
  const outcomes = createOutcomes({ log: storage.log, clock, meter, logger });
  await outcomes.start();
  const moveCash = createCashDesk({ log: storage.log, outcomes, ids });
  await moveCash({
    accountId,
    type: 'deposit',
    amountMicros: DEMO_CASH_MICROS,
    idempotencyKey: 'demo',
    trace: traceOf('demo'),
  });
  await outcomes.stop();
}

/** What a person sees when the demo is up. */
export function demoGreeting(url: string): string {
  const [trader, operator] = DEMO_USERS;
  return [
    '',
    `  Bourse is running at ${url}`,
    '',
    `    Page            ${url}`,
    `    API reference   ${url}/docs`,
    `    Health          ${url}/api/v1/health`,
    '',
    `    Trader          ${trader.username} / ${trader.password}   (${formatMoney(DEMO_CASH_MICROS)} USD of paper money)`,
    `    Operator        ${operator.username} / ${operator.password}`,
    '',
    '  The README has a tour with curl. Ctrl-C stops everything; what was done stays.',
    '',
  ].join('\n');
}
