// A stand-in for Bourse as a process of its own: it starts the private server of the directory in its first argument,
// tells what happens in lines of JSON, and ends when it is asked to. With "loopback" behind it there are no Unix sockets.
import { startEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import { EmbeddedPostgresError } from '@bourse/postgres/embedded/embedded-postgres-error.ts';
import pg from 'pg';

function tell(line: object): void {
  console.log(JSON.stringify(line));
}

const [dataDirectory, reachedBy] = process.argv.slice(2);
try {
  const server = await startEmbeddedPostgres({
    dataDirectory: dataDirectory!,
    ...(reachedBy === 'loopback' ? { unixSockets: false } : {}),
    onEvent: (event) => tell({ line: 'event', ...event }),
  });
  const stayAlive = setInterval(() => undefined, 60_000);
  const drain = async (): Promise<void> => {
    const client = new pg.Client(server.connection);
    await client.connect();
    const result = await client.query<{ answer: number }>('SELECT 42 AS answer');
    await client.end();
    tell({ line: 'drained', answer: result.rows[0]?.answer });
    await server.stop();
    tell({ line: 'stopped' });
    clearInterval(stayAlive);
  };
  process.once('SIGINT', () => void drain());
  process.once('SIGTERM', () => void drain());
  tell({ line: 'started', serverPid: server.pid, connection: server.connection });
} catch (error) {
  if (!(error instanceof EmbeddedPostgresError)) throw error;
  tell({ line: 'refused', code: error.code, message: error.message });
}
