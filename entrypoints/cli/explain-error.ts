import { ConfigurationError } from '../config/settings-codec.ts';

/** Errors whose messages are for people. */
const OWN_ERRORS = ['Fault', 'EmbeddedPostgresError', 'ImportError'];

/** What a person can act on: our own sentences as they are, and sentences for ports that cannot be had; anything else with its stack. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ConfigurationError) return error.message;
  if (OWN_ERRORS.includes(error.name)) return isUnavailable(error) ? withAdvice(error.message) : error.message;
  return explainListening(error) ?? error.stack ?? error.message;
}

function isUnavailable(error: Error): boolean {
  return 'code' in error && error.code === 'unavailable';
}

function withAdvice(message: string): string {
  const advice = 'Is its server running, and does DATABASE_URL name it rightly?';
  return /^database unavailable: (connect|getaddrinfo) /.test(message) ? `${message}. ${advice}` : message;
}

/** For what Node throws when a port cannot be had. */
function explainListening(error: Error): string | undefined {
  if (!('code' in error && 'port' in error && 'syscall' in error) || error.syscall !== 'listen') return undefined;
  const place = `${'address' in error ? String(error.address) : ''}:${String(error.port)}`;
  const otherPort = 'set BOURSE_PORT (--port for vendor-sim) to another port';
  if (error.code === 'EADDRINUSE')
    return `Somebody listens on ${place} already, perhaps another Bourse. Stop that one, or ${otherPort}.`;
  if (error.code === 'EACCES') return `This user may not listen on ${place}: ${otherPort}, above 1023.`;
  if (error.code === 'EADDRNOTAVAIL')
    return `This machine does not have the address of ${place}: set BOURSE_HOST (--host for vendor-sim) to one that it has.`;
  return undefined;
}
