import { connect } from 'node:net';
import type { IpcNetConnectOpts, TcpNetConnectOpts } from 'node:net';
import { hasErrorCode } from './has-error-code.ts';

/** Whether somebody takes connections there, be it in another container that shares the directory of a socket. */
export function somebodyListens(where: TcpNetConnectOpts | IpcNetConnectOpts): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(where);
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', (error) => settle(!hasErrorCode(error, 'ENOENT', 'ECONNREFUSED')));
  });
}
