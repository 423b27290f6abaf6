// Prepares the programs of a package as whoever runs it, and prints where the server's is. Without arguments it only
// shows that this user can run it.
import { directoryLayout } from '@bourse/postgres/embedded/directory-layout.ts';
import { prepareServerBinaries } from '@bourse/postgres/embedded/server-binaries.ts';

const [dataDirectory, packageRoot] = process.argv.slice(2);
if (dataDirectory !== undefined) {
  console.log((await prepareServerBinaries(directoryLayout(dataDirectory), undefined, packageRoot)).postgres);
}
