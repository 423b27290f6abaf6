import { createOperationsReporter } from '@bourse/application/operations/operations-report.ts';
import { createPostgresDeadLetters } from '@bourse/postgres/log/postgres-dead-letters.ts';
import type { OperationsDependencies } from '../http/operations-routes.ts';
import { consumerGroups } from './consumer-groups.ts';
import type { Foundation } from './foundation.ts';

/** What the operators of the platform look at. */
export function composeOperations(foundation: Foundation): OperationsDependencies {
  const { settings, storage, positions, meter, clock, member } = foundation;
  const deadLetters = createPostgresDeadLetters(storage.database);
  return {
    report: createOperationsReporter(
      { log: storage.log, positions, deadLetters, measured: meter, clock },
      consumerGroups(storage),
    ),
    deadLetters,
    process: { member, startedAtMs: clock.now() },
    profile: {
      name: storage.profile,
      database: settings.databaseUrl === null ? 'embedded' : 'server',
      log: storage.remote === null ? 'database' : 'kafka',
      demo: settings.demo === 'true',
    },
  };
}
