import type { ConnectionOptions } from '@bourse/postgres/database.ts';

/** How to reach a database, as DATABASE_URL of another process. */
export function databaseUrl(connection: ConnectionOptions): string {
  const { connectionString, host = '', port = 5432, user = '', password, database = '' } = connection;
  if (connectionString !== undefined) return connectionString;
  const secret = typeof password === 'string' ? `:${encodeURIComponent(password)}` : '';
  const where = new URLSearchParams({ host, port: String(port) });
  return `postgresql://${encodeURIComponent(user)}${secret}@/${encodeURIComponent(database)}?${where.toString()}`;
}
