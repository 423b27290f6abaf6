import { createServer } from 'node:http';

// The least that a Node server can do: take a request whole and acknowledge it. Runs in a process of its own, as Bourse does.
const BODY = '{"status":"accepted"}';
const HEAD = { 'content-type': 'application/json; charset=utf-8', 'content-length': BODY.length };

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(202, HEAD).end(BODY);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.(address.port);
});
process.on('disconnect', () => process.exit(0));
