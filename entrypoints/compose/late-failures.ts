import type { Logger } from '@bourse/application/ports/telemetry.ts';

/** What becomes of a bug in somebody who is told of a commit: the log has it, and nothing else changes. */
export function logLateFailure(logger: Logger): (error: unknown) => void {
  return (error) => {
    logger.error({ err: error }, 'somebody who was told of a commit failed by a bug');
  };
}
