/** What a request carries besides its method and path. */
export interface RequestParts {
  readonly host: string;
  readonly token: string;
  readonly prefer?: string;
}

/** A whole GET request as it goes over the wire. */
export function getRequest(path: string, parts: RequestParts): string {
  return `GET ${path} HTTP/1.1\r\n${headers(parts)}\r\n`;
}

/** A whole POST request with a JSON body of ASCII characters only. */
export function postRequest(path: string, parts: RequestParts, body: string): string {
  return `${postHead(path, parts)}${postTail(body)}`;
}

/** The part of a POST request that stays the same from body to body. */
export function postHead(path: string, parts: RequestParts): string {
  return `POST ${path} HTTP/1.1\r\n${headers(parts)}content-type: application/json\r\ncontent-length: `;
}

/** The rest of a POST request. */
export function postTail(body: string): string {
  return `${body.length}\r\n\r\n${body}`;
}

function headers({ host, token, prefer }: RequestParts): string {
  const wish = prefer === undefined ? '' : `prefer: ${prefer}\r\n`;
  return `host: ${host}\r\nauthorization: Bearer ${token}\r\n${wish}`;
}
