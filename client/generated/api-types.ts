// Made by "npm run generate:client" from the descriptions that the server serves. Change those, not this file.

export interface paths {
  readonly '/api/v1/auth/register': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Register a trader, with an account */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @description 3 to 32 letters, digits, dots, hyphens and underscores, beginning with a letter. Case does not matter. */
            readonly username: string;
            /** @description An e-mail address. */
            readonly email: string;
            /** @description 8 to 128 characters, not one of the well-known ones. */
            readonly password: string;
          };
        };
      };
      readonly responses: {
        /** @description Done. */
        readonly 201: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly user_id: string;
              /** Format: uuid */
              readonly account_id: string;
              readonly username: string;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: username-taken, email-taken. */
        readonly 409: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        readonly 413: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type. */
        readonly 415: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/auth/login': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Log in */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @description As registered. */
            readonly username: string;
            /** @description The password. */
            readonly password: string;
          };
        };
      };
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** @description Send it as "Authorization: Bearer …". */
              readonly access_token: string;
              /** @enum {string} */
              readonly token_type: 'Bearer';
              /** @description Seconds the access token is good for. */
              readonly expires_in: number;
              /** @description Works once; using it again ends the log-in. */
              readonly refresh_token: string;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        readonly 413: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type. */
        readonly 415: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/auth/refresh': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Exchange a refresh token for a new pair of tokens */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @description refresh_token of the log-in or the last refresh. */
            readonly refresh_token: string;
          };
        };
      };
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** @description Send it as "Authorization: Bearer …". */
              readonly access_token: string;
              /** @enum {string} */
              readonly token_type: 'Bearer';
              /** @description Seconds the access token is good for. */
              readonly expires_in: number;
              /** @description Works once; using it again ends the log-in. */
              readonly refresh_token: string;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: invalid-refresh-token. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        readonly 413: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type. */
        readonly 415: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/auth/logout': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** End the log-in that a refresh token belongs to */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @description refresh_token of the log-in or the last refresh. */
            readonly refresh_token: string;
          };
        };
      };
      readonly responses: {
        /** @description The log-in has ended. */
        readonly 204: {
          headers: {
            readonly [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Refused: invalid-request, malformed-json. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        readonly 413: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type. */
        readonly 415: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/auth/profile': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Who you are */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly user_id: string;
              /** Format: uuid */
              readonly account_id: string | null;
              readonly username: string;
              readonly email: string;
              /** @enum {string} */
              readonly role: 'trader' | 'operator';
              /** Format: date-time */
              readonly created_at: string;
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-user. */
        readonly 404: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/.well-known/jwks.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The public keys of access tokens */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly keys: readonly {
                readonly kty: string;
                readonly crv: string;
                readonly x: string;
                readonly kid: string;
                readonly alg: string;
                readonly use: string;
              }[];
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/api-keys': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Your API keys, oldest first */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Most items to answer, 1 to 500. */
          readonly limit?: string;
          /** @description next_cursor of the page before. */
          readonly cursor?: string;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                /** Format: uuid */
                readonly id: string;
                readonly name: string;
                readonly scopes: readonly (
                  | 'account:read'
                  | 'account:write'
                  | 'orders:read'
                  | 'orders:write'
                  | 'market:read'
                  | 'history:read'
                  | 'api-keys:write'
                  | 'trades:read'
                  | 'trades:write'
                  | 'events:write'
                  | 'compliance:read'
                  | 'compliance:write'
                  | 'reports:read'
                  | 'reports:write'
                  | 'operations:read'
                  | 'operations:write'
                )[];
                /** Format: date-time */
                readonly created_at: string;
                /** Format: date-time */
                readonly expires_at: string | null;
                /**
                 * Format: date-time
                 * @description Told to the minute.
                 */
                readonly last_used_at: string | null;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              readonly next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    /** Make an API key; it is shown this once */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @description To tell keys apart. */
            readonly name: string;
            readonly scopes: readonly (
              | 'account:read'
              | 'account:write'
              | 'orders:read'
              | 'orders:write'
              | 'market:read'
              | 'history:read'
              | 'api-keys:write'
              | 'trades:read'
              | 'trades:write'
              | 'events:write'
              | 'compliance:read'
              | 'compliance:write'
              | 'reports:read'
              | 'reports:write'
              | 'operations:read'
              | 'operations:write'
            )[];
            /**
             * Format: date-time
             * @description From then on the key is refused; absent or null: never.
             */
            readonly expires_at?: string | null;
          };
        };
      };
      readonly responses: {
        /** @description Done. */
        readonly 201: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly id: string;
              /** @description Shown here and never again. Send it as X-API-Key. */
              readonly key: string;
              readonly name: string;
              readonly scopes: readonly (
                | 'account:read'
                | 'account:write'
                | 'orders:read'
                | 'orders:write'
                | 'market:read'
                | 'history:read'
                | 'api-keys:write'
                | 'trades:read'
                | 'trades:write'
                | 'events:write'
                | 'compliance:read'
                | 'compliance:write'
                | 'reports:read'
                | 'reports:write'
                | 'operations:read'
                | 'operations:write'
              )[];
              /** Format: date-time */
              readonly expires_at: string | null;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        readonly 413: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type. */
        readonly 415: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: too-many-api-keys. */
        readonly 422: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/api-keys/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post?: never;
    /** Revoke an API key */
    readonly delete: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description The key is useless now. */
        readonly 204: {
          headers: {
            readonly [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Refused: invalid-request, malformed-json. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-api-key. */
        readonly 404: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        readonly 413: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type. */
        readonly 415: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/orders': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List orders, newest first */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Most items to answer, 1 to 500. */
          readonly limit?: string;
          /** @description next_cursor of the page before. */
          readonly cursor?: string;
          /** @description Ticker symbol. */
          readonly symbol?: string;
          /** @description open: only orders that can still be filled. Default all. */
          readonly status?: 'open' | 'all';
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                /** Format: uuid */
                readonly id: string;
                readonly client_order_id: string | null;
                readonly symbol: string;
                /** @enum {string} */
                readonly side: 'buy' | 'sell';
                /** @enum {string} */
                readonly type: 'market' | 'limit' | 'stop' | 'stop_limit';
                /** Format: decimal */
                readonly quantity: string;
                /** Format: decimal */
                readonly limit_price: string | null;
                /** Format: decimal */
                readonly stop_price: string | null;
                /** @enum {string} */
                readonly time_in_force: 'day' | 'gtc' | 'ioc' | 'fok';
                /** Format: decimal */
                readonly expected_price: string | null;
                /** @enum {string} */
                readonly status:
                  'accepted' | 'open' | 'partially_filled' | 'filled' | 'cancelled' | 'expired' | 'rejected';
                /** @enum {string|null} */
                readonly reason:
                  | 'unknown-symbol'
                  | 'instrument-halted'
                  | 'price-unavailable'
                  | 'price-stale'
                  | 'price-moved'
                  | 'notional-too-large'
                  | 'insufficient-buying-power'
                  | 'insufficient-quantity'
                  | 'not-filled-immediately'
                  | null;
                /** Format: decimal */
                readonly filled_quantity: string;
                /** Format: decimal */
                readonly average_fill_price: string | null;
                /** Format: date-time */
                readonly expires_at: string | null;
                /** Format: date-time */
                readonly created_at: string;
                /** Format: date-time */
                readonly updated_at: string;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              readonly next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    /**
     * Place an order
     * @description 202 once the order is durable. With "Prefer: wait=5": 201 once it is final, or 422 when it was rejected.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: {
          /** @description "wait=5" waits up to 5 seconds (at most 30) for the order to be final. */
          readonly prefer?: string;
          /** @description Names the request where there is no client_order_id. */
          readonly 'idempotency-key'?: string;
        };
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @description Ticker symbol. */
            readonly symbol: string;
            /** @enum {string} */
            readonly side: 'buy' | 'sell';
            /** @enum {string} */
            readonly type: 'market' | 'limit' | 'stop' | 'stop_limit';
            /**
             * Format: positive-decimal
             * @description Shares, at least 0.001, with up to 6 decimals.
             */
            readonly quantity: string;
            /**
             * Format: positive-decimal
             * @description For limit and stop_limit, and only for those.
             */
            readonly limit_price?: string | null;
            /**
             * Format: positive-decimal
             * @description For stop and stop_limit, and only for those.
             */
            readonly stop_price?: string | null;
            /**
             * @description ioc and fok are for market and limit orders.
             * @enum {string}
             */
            readonly time_in_force: 'day' | 'gtc' | 'ioc' | 'fok';
            /**
             * Format: positive-decimal
             * @description The price you saw; a market further away than the tolerance rejects the order.
             */
            readonly expected_price?: string | null;
            /** @description Your name for the order, unique for the account for ever: the same one with the same terms is the same order. */
            readonly client_order_id?: string | null;
          };
        };
      };
      readonly responses: {
        /** @description Done. */
        readonly 201: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly id: string;
              readonly client_order_id: string | null;
              readonly symbol: string;
              /** @enum {string} */
              readonly side: 'buy' | 'sell';
              /** @enum {string} */
              readonly type: 'market' | 'limit' | 'stop' | 'stop_limit';
              /** Format: decimal */
              readonly quantity: string;
              /** Format: decimal */
              readonly limit_price: string | null;
              /** Format: decimal */
              readonly stop_price: string | null;
              /** @enum {string} */
              readonly time_in_force: 'day' | 'gtc' | 'ioc' | 'fok';
              /** Format: decimal */
              readonly expected_price: string | null;
              /** @enum {string} */
              readonly status:
                'accepted' | 'open' | 'partially_filled' | 'filled' | 'cancelled' | 'expired' | 'rejected';
              /** @enum {string|null} */
              readonly reason:
                | 'unknown-symbol'
                | 'instrument-halted'
                | 'price-unavailable'
                | 'price-stale'
                | 'price-moved'
                | 'notional-too-large'
                | 'insufficient-buying-power'
                | 'insufficient-quantity'
                | 'not-filled-immediately'
                | null;
              /** Format: decimal */
              readonly filled_quantity: string;
              /** Format: decimal */
              readonly average_fill_price: string | null;
              /** Format: date-time */
              readonly expires_at: string | null;
              /** Format: date-time */
              readonly created_at: string;
              /** Format: date-time */
              readonly updated_at: string;
            };
          };
        };
        /** @description Done. */
        readonly 202: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly id: string;
              readonly client_order_id: string | null;
              readonly symbol: string;
              /** @enum {string} */
              readonly side: 'buy' | 'sell';
              /** @enum {string} */
              readonly type: 'market' | 'limit' | 'stop' | 'stop_limit';
              /** Format: decimal */
              readonly quantity: string;
              /** Format: decimal */
              readonly limit_price: string | null;
              /** Format: decimal */
              readonly stop_price: string | null;
              /** @enum {string} */
              readonly time_in_force: 'day' | 'gtc' | 'ioc' | 'fok';
              /** Format: decimal */
              readonly expected_price: string | null;
              /** @enum {string} */
              readonly status:
                'accepted' | 'open' | 'partially_filled' | 'filled' | 'cancelled' | 'expired' | 'rejected';
              /** @enum {string|null} */
              readonly reason:
                | 'unknown-symbol'
                | 'instrument-halted'
                | 'price-unavailable'
                | 'price-stale'
                | 'price-moved'
                | 'notional-too-large'
                | 'insufficient-buying-power'
                | 'insufficient-quantity'
                | 'not-filled-immediately'
                | null;
              /** Format: decimal */
              readonly filled_quantity: string;
              /** Format: decimal */
              readonly average_fill_price: string | null;
              /** Format: date-time */
              readonly expires_at: string | null;
              /** Format: date-time */
              readonly created_at: string;
              /** Format: date-time */
              readonly updated_at: string;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: client-order-id-reused, idempotency-key-reused. */
        readonly 409: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        readonly 413: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type. */
        readonly 415: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-symbol, instrument-halted, price-unavailable, price-stale, price-moved, notional-too-large, insufficient-buying-power, insufficient-quantity. */
        readonly 422: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/orders/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Read an order */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly id: string;
              readonly client_order_id: string | null;
              readonly symbol: string;
              /** @enum {string} */
              readonly side: 'buy' | 'sell';
              /** @enum {string} */
              readonly type: 'market' | 'limit' | 'stop' | 'stop_limit';
              /** Format: decimal */
              readonly quantity: string;
              /** Format: decimal */
              readonly limit_price: string | null;
              /** Format: decimal */
              readonly stop_price: string | null;
              /** @enum {string} */
              readonly time_in_force: 'day' | 'gtc' | 'ioc' | 'fok';
              /** Format: decimal */
              readonly expected_price: string | null;
              /** @enum {string} */
              readonly status:
                'accepted' | 'open' | 'partially_filled' | 'filled' | 'cancelled' | 'expired' | 'rejected';
              /** @enum {string|null} */
              readonly reason:
                | 'unknown-symbol'
                | 'instrument-halted'
                | 'price-unavailable'
                | 'price-stale'
                | 'price-moved'
                | 'notional-too-large'
                | 'insufficient-buying-power'
                | 'insufficient-quantity'
                | 'not-filled-immediately'
                | null;
              /** Format: decimal */
              readonly filled_quantity: string;
              /** Format: decimal */
              readonly average_fill_price: string | null;
              /** Format: date-time */
              readonly expires_at: string | null;
              /** Format: date-time */
              readonly created_at: string;
              /** Format: date-time */
              readonly updated_at: string;
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: order-not-found. */
        readonly 404: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    /**
     * Cancel an order
     * @description 202 once the wish is durable. With "Prefer: wait=5": 200 once it is decided.
     */
    readonly delete: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: {
          /** @description "wait=5" waits up to 5 seconds (at most 30) for the order to be final. */
          readonly prefer?: string;
          /** @description Names the request where there is no client_order_id. */
          readonly 'idempotency-key'?: string;
        };
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly id: string;
              readonly client_order_id: string | null;
              readonly symbol: string;
              /** @enum {string} */
              readonly side: 'buy' | 'sell';
              /** @enum {string} */
              readonly type: 'market' | 'limit' | 'stop' | 'stop_limit';
              /** Format: decimal */
              readonly quantity: string;
              /** Format: decimal */
              readonly limit_price: string | null;
              /** Format: decimal */
              readonly stop_price: string | null;
              /** @enum {string} */
              readonly time_in_force: 'day' | 'gtc' | 'ioc' | 'fok';
              /** Format: decimal */
              readonly expected_price: string | null;
              /** @enum {string} */
              readonly status:
                'accepted' | 'open' | 'partially_filled' | 'filled' | 'cancelled' | 'expired' | 'rejected';
              /** @enum {string|null} */
              readonly reason:
                | 'unknown-symbol'
                | 'instrument-halted'
                | 'price-unavailable'
                | 'price-stale'
                | 'price-moved'
                | 'notional-too-large'
                | 'insufficient-buying-power'
                | 'insufficient-quantity'
                | 'not-filled-immediately'
                | null;
              /** Format: decimal */
              readonly filled_quantity: string;
              /** Format: decimal */
              readonly average_fill_price: string | null;
              /** Format: date-time */
              readonly expires_at: string | null;
              /** Format: date-time */
              readonly created_at: string;
              /** Format: date-time */
              readonly updated_at: string;
            };
          };
        };
        /** @description Done. */
        readonly 202: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly id: string;
              readonly client_order_id: string | null;
              readonly symbol: string;
              /** @enum {string} */
              readonly side: 'buy' | 'sell';
              /** @enum {string} */
              readonly type: 'market' | 'limit' | 'stop' | 'stop_limit';
              /** Format: decimal */
              readonly quantity: string;
              /** Format: decimal */
              readonly limit_price: string | null;
              /** Format: decimal */
              readonly stop_price: string | null;
              /** @enum {string} */
              readonly time_in_force: 'day' | 'gtc' | 'ioc' | 'fok';
              /** Format: decimal */
              readonly expected_price: string | null;
              /** @enum {string} */
              readonly status:
                'accepted' | 'open' | 'partially_filled' | 'filled' | 'cancelled' | 'expired' | 'rejected';
              /** @enum {string|null} */
              readonly reason:
                | 'unknown-symbol'
                | 'instrument-halted'
                | 'price-unavailable'
                | 'price-stale'
                | 'price-moved'
                | 'notional-too-large'
                | 'insufficient-buying-power'
                | 'insufficient-quantity'
                | 'not-filled-immediately'
                | null;
              /** Format: decimal */
              readonly filled_quantity: string;
              /** Format: decimal */
              readonly average_fill_price: string | null;
              /** Format: date-time */
              readonly expires_at: string | null;
              /** Format: date-time */
              readonly created_at: string;
              /** Format: date-time */
              readonly updated_at: string;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: order-not-found. */
        readonly 404: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        readonly 413: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type. */
        readonly 415: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: order-not-open. */
        readonly 422: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/account/deposits': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Deposit cash */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: {
          /** @description The same key with the same body is done once. 1 to 200 printable characters. */
          readonly 'idempotency-key'?: string;
        };
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /**
             * Format: positive-decimal
             * @description At most 1000000.
             */
            readonly amount: string;
          };
        };
      };
      readonly responses: {
        /** @description Done. */
        readonly 201: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly transaction_id: string;
              /** Format: decimal */
              readonly amount: string;
              /**
               * Format: decimal
               * @description Cash right after it, held cash included.
               */
              readonly cash: string;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: idempotency-key-reused. */
        readonly 409: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        readonly 413: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type. */
        readonly 415: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: amount-too-large, daily-deposit-limit-exceeded, daily-withdrawal-limit-exceeded, insufficient-cash. */
        readonly 422: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/account/withdrawals': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Withdraw cash */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: {
          /** @description The same key with the same body is done once. 1 to 200 printable characters. */
          readonly 'idempotency-key'?: string;
        };
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /**
             * Format: positive-decimal
             * @description At most 1000000.
             */
            readonly amount: string;
          };
        };
      };
      readonly responses: {
        /** @description Done. */
        readonly 201: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly transaction_id: string;
              /** Format: decimal */
              readonly amount: string;
              /**
               * Format: decimal
               * @description Cash right after it, held cash included.
               */
              readonly cash: string;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: idempotency-key-reused. */
        readonly 409: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        readonly 413: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type. */
        readonly 415: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: amount-too-large, daily-deposit-limit-exceeded, daily-withdrawal-limit-exceeded, insufficient-cash. */
        readonly 422: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/account': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Balances and equity */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description The account as it was at this moment. */
          readonly as_of?: string;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly account_id: string;
              readonly currency: string;
              /**
               * Format: decimal
               * @description All cash, held cash included.
               */
              readonly cash: string;
              /**
               * Format: decimal
               * @description Reserved for open buy orders.
               */
              readonly held: string;
              /** Format: decimal */
              readonly buying_power: string;
              /**
               * Format: decimal
               * @description What the positions are worth at the newest prices.
               */
              readonly market_value: string;
              /** Format: decimal */
              readonly equity: string;
              /** Format: date-time */
              readonly as_of: string;
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/account/transactions': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The journal of the account, newest first */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Most items to answer, 1 to 500. */
          readonly limit?: string;
          /** @description next_cursor of the page before. */
          readonly cursor?: string;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                /** @description Partition and number of the journal transaction. */
                readonly id: string;
                /** @description deposit, withdrawal, hold, release or fill. */
                readonly kind: string;
                /**
                 * Format: uuid
                 * @description The order, deposit or withdrawal that caused it.
                 */
                readonly reference: string;
                readonly symbol: string | null;
                /** @description Add up to zero for each asset. */
                readonly entries: readonly {
                  /** @description Ledger account. */
                  readonly account: string;
                  /** @description The currency, or the symbol for shares. */
                  readonly asset: string;
                  /** Format: decimal */
                  readonly amount: string;
                }[];
                /** @description The price of a fill, and where it came from. */
                readonly price: {
                  /** Format: decimal */
                  readonly value: string;
                  readonly source: string;
                  /** Format: date-time */
                  readonly as_of: string;
                } | null;
                /** Format: decimal */
                readonly cash_after: string;
                /** Format: date-time */
                readonly recorded_at: string;
                readonly hash: string;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              readonly next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/account/history': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Equity over time */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Default: a day before `to`. */
          readonly from?: string;
          /** @description Default: now. */
          readonly to?: string;
          /** @description How many, 2 to 500. Default 100. */
          readonly points?: string;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                /** Format: date-time */
                readonly at: string;
                /** Format: decimal */
                readonly cash: string;
                /** Format: decimal */
                readonly market_value: string;
                /** Format: decimal */
                readonly equity: string;
              }[];
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/positions': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List positions by symbol */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Most items to answer, 1 to 500. */
          readonly limit?: string;
          /** @description next_cursor of the page before. */
          readonly cursor?: string;
          /** @description The positions as they were at this moment, without market prices. */
          readonly as_of?: string;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                readonly symbol: string;
                /** Format: decimal */
                readonly quantity: string;
                /** Format: decimal */
                readonly available_quantity: string;
                /** Format: decimal */
                readonly average_entry_price: string;
                /**
                 * Format: decimal
                 * @description Null when no price is known.
                 */
                readonly market_price: string | null;
                /** Format: decimal */
                readonly market_value: string | null;
                /** Format: decimal */
                readonly unrealized_profit: string | null;
                /** Format: decimal */
                readonly realized_profit: string;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              readonly next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/positions/{symbol}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Read the position in a symbol */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          /** @description Ticker symbol. */
          readonly symbol: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly symbol: string;
              /** Format: decimal */
              readonly quantity: string;
              /** Format: decimal */
              readonly available_quantity: string;
              /** Format: decimal */
              readonly average_entry_price: string;
              /**
               * Format: decimal
               * @description Null when no price is known.
               */
              readonly market_price: string | null;
              /** Format: decimal */
              readonly market_value: string | null;
              /** Format: decimal */
              readonly unrealized_profit: string | null;
              /** Format: decimal */
              readonly realized_profit: string;
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: position-not-found. */
        readonly 404: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/assets': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Search instruments */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Most items to answer, 1 to 500. */
          readonly limit?: string;
          /** @description next_cursor of the page before. */
          readonly cursor?: string;
          /** @description Part of symbol, name or sector; case does not matter. The symbol itself comes first, then beginnings of symbols, then names. */
          readonly q?: string;
          /** @description Whole name of a sector; case does not matter. */
          readonly sector?: string;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                readonly symbol: string;
                readonly name: string;
                /** @description Market identifier code (ISO 10383). */
                readonly exchange: string;
                readonly sector: string;
                /** @enum {string} */
                readonly status: 'active' | 'halted';
                readonly price: {
                  /** Format: decimal */
                  readonly value: string;
                  readonly currency: string;
                  readonly source: string;
                  /** Format: date-time */
                  readonly as_of: string;
                  readonly age_ms: number;
                  /** @description Too old to trade on. */
                  readonly stale: boolean;
                } | null;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              readonly next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/assets/{symbol}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Read an instrument and its price */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          /** @description Ticker symbol. */
          readonly symbol: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly symbol: string;
              readonly name: string;
              /** @description Market identifier code (ISO 10383). */
              readonly exchange: string;
              readonly sector: string;
              /** @enum {string} */
              readonly status: 'active' | 'halted';
              readonly price: {
                /** Format: decimal */
                readonly value: string;
                readonly currency: string;
                readonly source: string;
                /** Format: date-time */
                readonly as_of: string;
                readonly age_ms: number;
                /** @description Too old to trade on. */
                readonly stale: boolean;
              } | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-symbol. */
        readonly 404: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/market/status': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** State of prices and feeds */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly instruments: number;
              readonly halted: number;
              /** @description Instruments with a price to trade on. */
              readonly fresh: number;
              readonly stale: number;
              /** @description Instruments that never had a price. */
              readonly missing: number;
              /** @description Instruments whose quotes are not believed at present. */
              readonly quarantined: number;
              readonly oldest_age_ms: number | null;
              readonly newest_age_ms: number | null;
              readonly feeds: readonly {
                /** @description Names the process. */
                readonly member: string;
                /**
                 * @description silent: it has not reported for half a minute.
                 * @enum {string}
                 */
                readonly state: 'reporting' | 'silent';
                /** @enum {string} */
                readonly source: 'stream' | 'poll' | 'csv';
                /**
                 * @description open: the vendor is left alone for a while.
                 * @enum {string|null}
                 */
                readonly breaker: 'closed' | 'half-open' | 'open' | null;
                readonly calls_in_flight: number;
                /** Format: date-time */
                readonly last_success_at: string | null;
                /**
                 * Format: date-time
                 * @description When the catalogue was last read to its end.
                 */
                readonly last_refresh_at: string | null;
                /**
                 * Format: date-time
                 * @description null while it is being read.
                 */
                readonly next_refresh_at: string | null;
                /** @description Pages of the catalogue that are to be read out of turn. */
                readonly pages_invalidated: number;
                /** Format: date-time */
                readonly reported_at: string;
              }[];
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/market/quarantine': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List quotes that are not believed, by symbol and reason */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Most items to answer, 1 to 500. */
          readonly limit?: string;
          /** @description next_cursor of the page before. */
          readonly cursor?: string;
          /** @description open: no quote of the instrument was believed since. Default all. */
          readonly status?: 'open' | 'over' | 'all';
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                readonly symbol: string;
                /** @enum {string} */
                readonly reason: 'unreadable' | 'not-positive' | 'jump';
                /**
                 * Format: decimal
                 * @description The newest quote; null when it was no number.
                 */
                readonly price: string | null;
                /**
                 * Format: decimal
                 * @description What it was held against.
                 */
                readonly last_good_price: string | null;
                readonly source: string;
                /** Format: date-time */
                readonly as_of: string;
                /** @description How many there were. */
                readonly quotes: number;
                /** Format: date-time */
                readonly first_at: string;
                /** Format: date-time */
                readonly last_at: string;
                /**
                 * Format: date-time
                 * @description Since when a quote of the instrument is believed again.
                 */
                readonly over_at: string | null;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              readonly next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/market/quarantine/{symbol}/accept': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Believe a quarantined jump
     * @description For a genuine one, a split say: it is the price from now on, and quotes near it are believed.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          /** @description Ticker symbol. */
          readonly symbol: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /**
             * Format: positive-decimal
             * @description The price that you saw. Refused when the newest quote is further from it than PRICE_TOLERANCE_PERCENT.
             */
            readonly expected_price: string;
          };
        };
      };
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly symbol: string;
              /** Format: decimal */
              readonly price: string;
              readonly source: string;
              /** Format: date-time */
              readonly as_of: string;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: not-quarantined. */
        readonly 404: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        readonly 413: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type. */
        readonly 415: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: price-moved, price-superseded. */
        readonly 422: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/market/changes': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List what operators did to instruments, newest first */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Most items to answer, 1 to 500. */
          readonly limit?: string;
          /** @description next_cursor of the page before. */
          readonly cursor?: string;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                readonly sequence: string;
                readonly symbol: string;
                /** @enum {string} */
                readonly change: 'halted' | 'resumed' | 'price-accepted';
                /**
                 * Format: decimal
                 * @description The price that was accepted.
                 */
                readonly price: string | null;
                /** @description Id of the operator. */
                readonly changed_by: string;
                /** Format: date-time */
                readonly at: string;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              readonly next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/assets/{symbol}/status': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    /**
     * Halt or resume an instrument
     * @description A halted one takes no orders and fills none; other processes follow within a second.
     */
    readonly put: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          /** @description Ticker symbol. */
          readonly symbol: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @enum {string} */
            readonly status: 'active' | 'halted';
          };
        };
      };
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** @enum {string} */
              readonly status: 'active' | 'halted';
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-symbol. */
        readonly 404: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        readonly 413: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type. */
        readonly 415: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/assets/{symbol}/candles': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List candles, oldest first */
    readonly get: {
      readonly parameters: {
        readonly query: {
          /** @description Most items to answer, 1 to 500. */
          readonly limit?: string;
          /** @description next_cursor of the page before. */
          readonly cursor?: string;
          /** @description A minute, an hour or a day. */
          readonly interval: '1m' | '1h' | '1d';
          /** @description Candles that start at this moment or later. Default: 500 intervals before `to`. */
          readonly from?: string;
          /** @description Candles that start before this moment. Default: now. */
          readonly to?: string;
        };
        readonly header?: never;
        readonly path: {
          /** @description Ticker symbol. */
          readonly symbol: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                /**
                 * Format: date-time
                 * @description A whole minute, hour or day in UTC.
                 */
                readonly start: string;
                /** Format: decimal */
                readonly open: string;
                /** Format: decimal */
                readonly high: string;
                /** Format: decimal */
                readonly low: string;
                /** Format: decimal */
                readonly close: string;
                /** @description How many prices came in; one that came twice counts twice. */
                readonly ticks: number;
                /** @description Intervals without a price between this candle and the one before it, which have no candle; 0 for the oldest that is kept. */
                readonly gap_before: number;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              readonly next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-symbol. */
        readonly 404: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/audit': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** State of the self-audit */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** @enum {string} */
              readonly status: 'not-run-yet' | 'in-order' | 'findings';
              /** Format: date-time */
              readonly last_run_at: string | null;
              /** @description How far the chain of each partition was verified. */
              readonly verified: readonly {
                readonly partition: number;
                readonly sequence: string;
              }[];
              readonly findings: readonly {
                readonly kind: string;
                readonly detail: string;
              }[];
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/trades': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List trades by maturity date, trade id and version
     * @description A page may hold fewer items than asked for, even none, and still have a next_cursor.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Most items to answer, 1 to 500. */
          readonly limit?: string;
          /** @description next_cursor of the page before. */
          readonly cursor?: string;
          /** @description The book that holds the trade. */
          readonly book_id?: string;
          /** @description The other side of the trade. */
          readonly counterparty_id?: string;
          /** @description First maturity date. */
          readonly maturity_from?: string;
          /** @description Last maturity date. */
          readonly maturity_to?: string;
          /** @description Default: both. */
          readonly expired?: 'true' | 'false';
          /** @description current: the highest version of each trade. Default current. */
          readonly versions?: 'current' | 'all';
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                readonly trade_id: string;
                readonly version: number;
                readonly counterparty_id: string;
                readonly book_id: string;
                /** Format: date */
                readonly maturity_date: string;
                /** Format: date */
                readonly created_date: string;
                /** @description The maturity date has passed (UTC). */
                readonly expired: boolean;
                /**
                 * Format: date-time
                 * @description When this version was stored first.
                 */
                readonly recorded_at: string;
                /**
                 * Format: date-time
                 * @description When this version was written last.
                 */
                readonly updated_at: string;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              readonly next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    /**
     * Hand in a trade
     * @description 202 once it is durable. What becomes of it is told by GET /api/v1/requests/{request_id}.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: {
          /** @description true loads the past: any version and any maturity date is taken. Default false. */
          readonly history?: 'true' | 'false';
        };
        readonly header?: {
          /** @description The same key with the same body is done once. 1 to 200 printable characters. */
          readonly 'idempotency-key'?: string;
        };
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @description Names the trade in all of its versions. */
            readonly trade_id: string;
            /** @description Versions may leave gaps. The same one again replaces the record; a lower one than the highest is refused. */
            readonly version: number;
            /** @description The other side of the trade. */
            readonly counterparty_id: string;
            /** @description The book that holds the trade. */
            readonly book_id: string;
            /**
             * Format: date
             * @description Today in UTC or later, but for a load of history.
             */
            readonly maturity_date: string;
            /**
             * Format: date
             * @description Default: today in UTC.
             */
            readonly created_date?: string | null;
          };
        };
      };
      readonly responses: {
        /** @description Done. */
        readonly 202: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** @description Ask GET /api/v1/requests/{request_id} what became of it. */
              readonly request_id: string;
              readonly trade_id: string;
              readonly version: number;
              /** @enum {string} */
              readonly status: 'accepted';
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: idempotency-key-reused. */
        readonly 409: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        readonly 413: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type. */
        readonly 415: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: version-superseded, maturity-passed. */
        readonly 422: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/trades/{trade_id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** All versions of a trade, newest first */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Most items to answer, 1 to 500. */
          readonly limit?: string;
          /** @description next_cursor of the page before. */
          readonly cursor?: string;
        };
        readonly header?: never;
        readonly path: {
          /** @description Names the trade. */
          readonly trade_id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                readonly trade_id: string;
                readonly version: number;
                readonly counterparty_id: string;
                readonly book_id: string;
                /** Format: date */
                readonly maturity_date: string;
                /** Format: date */
                readonly created_date: string;
                /** @description The maturity date has passed (UTC). */
                readonly expired: boolean;
                /**
                 * Format: date-time
                 * @description When this version was stored first.
                 */
                readonly recorded_at: string;
                /**
                 * Format: date-time
                 * @description When this version was written last.
                 */
                readonly updated_at: string;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              readonly next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-trade. */
        readonly 404: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/trades/bulk': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Hand in many trades
     * @description The body is a JSON array of trades or, as application/x-ndjson, a trade a line; it may be compressed (Content-Encoding: gzip). At most 5000000 trades of 16384 bytes. A bad line does not keep the others out. With "Accept: application/x-ndjson" each line is answered as soon as it is durable, and the totals are the last line: read them while you send. Otherwise one document comes when all has been read. When Bourse has to stop in the middle the answer ends with a problem, whose first_line_not_taken says from where on to send again.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: {
          /** @description true loads the past: any version and any maturity date is taken. Default false. */
          readonly history?: 'true' | 'false';
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': readonly {
            /** @description Names the trade in all of its versions. */
            readonly trade_id: string;
            /** @description Versions may leave gaps. The same one again replaces the record; a lower one than the highest is refused. */
            readonly version: number;
            /** @description The other side of the trade. */
            readonly counterparty_id: string;
            /** @description The book that holds the trade. */
            readonly book_id: string;
            /**
             * Format: date
             * @description Today in UTC or later, but for a load of history.
             */
            readonly maturity_date: string;
            /**
             * Format: date
             * @description Default: today in UTC.
             */
            readonly created_date?: string | null;
          }[];
          readonly 'application/x-ndjson': readonly {
            /** @description Names the trade in all of its versions. */
            readonly trade_id: string;
            /** @description Versions may leave gaps. The same one again replaces the record; a lower one than the highest is refused. */
            readonly version: number;
            /** @description The other side of the trade. */
            readonly counterparty_id: string;
            /** @description The book that holds the trade. */
            readonly book_id: string;
            /**
             * Format: date
             * @description Today in UTC or later, but for a load of history.
             */
            readonly maturity_date: string;
            /**
             * Format: date
             * @description Default: today in UTC.
             */
            readonly created_date?: string | null;
          }[];
        };
      };
      readonly responses: {
        /** @description Done. */
        readonly 202: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** @description In the order of the lines; blank lines are left out. */
              readonly items: readonly {
                /** @description From 1: the line, or the item of the array. */
                readonly line: number;
                /** @description The trade is durable. Absent when the line was rejected. */
                readonly request_id?: string;
                /**
                 * @description The rule by which it was refused at once.
                 * @enum {string}
                 */
                readonly reason?: 'version-superseded' | 'maturity-passed' | 'idempotency-key-reused';
                readonly errors?: readonly {
                  /** @description JSON Pointer (RFC 6901) to the value in the body. Other parts of the request begin with /query, /path or /header. */
                  readonly pointer: string;
                  /** @description What is wrong with it. */
                  readonly message: string;
                }[];
              }[];
              readonly accepted: number;
              readonly rejected: number;
              readonly problem?: components['schemas']['Problem'];
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json, malformed-gzip, too-many-rejected. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: request-timeout. */
        readonly 408: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: too-many-lines, body-too-large. */
        readonly 413: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-content-encoding, unsupported-media-type. */
        readonly 415: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable, too-many-uploads. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/requests/{request_id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * What became of a trade that you handed in
     * @description PENDING until it is decided, then SUCCESS or FAILED with the reason. Kept for some days.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly request_id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly request_id: string;
              /** @enum {string} */
              readonly status: 'PENDING' | 'SUCCESS' | 'FAILED';
              readonly trade_id: string;
              readonly version: number;
              /**
               * @description Null unless the request failed.
               * @enum {string|null}
               */
              readonly failure_reason:
                'version-superseded' | 'maturity-passed' | 'idempotency-key-reused' | 'not-processable' | null;
              /** Format: date-time */
              readonly created_at: string;
              /**
               * Format: date-time
               * @description When it was decided; until then, when it was created.
               */
              readonly updated_at: string;
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-request. */
        readonly 404: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/requests': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What became of many trades that you handed in */
    readonly get: {
      readonly parameters: {
        readonly query: {
          /** @description At most 200 request ids, separated by commas. */
          readonly ids: string;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** @description Without those that do not exist, or not any more. */
              readonly items: readonly {
                readonly request_id: string;
                /** @enum {string} */
                readonly status: 'PENDING' | 'SUCCESS' | 'FAILED';
                readonly trade_id: string;
                readonly version: number;
                /**
                 * @description Null unless the request failed.
                 * @enum {string|null}
                 */
                readonly failure_reason:
                  'version-superseded' | 'maturity-passed' | 'idempotency-key-reused' | 'not-processable' | null;
                /** Format: date-time */
                readonly created_at: string;
                /**
                 * Format: date-time
                 * @description When it was decided; until then, when it was created.
                 */
                readonly updated_at: string;
              }[];
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/stream': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * The live stream (WebSocket)
     * @description Prices, and what happens to your orders, executions and requests. The messages are described in /asyncapi.json.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: upgrade-required. */
        readonly 426: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable, server-stopping, too-many-connections. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/health': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * How the parts are
     * @description Answers 200 also when degraded: the report went through. Load balancers use /api/v1/health/ready.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /**
               * @description degraded: a part is down.
               * @enum {string}
               */
              readonly status: 'ok' | 'degraded';
              /** @enum {string} */
              readonly db: 'ok' | 'down';
              /**
               * @description The log, which is in the database where no Kafka is configured.
               * @enum {string}
               */
              readonly kafka: 'ok' | 'down';
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/health/live': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Whether the process lives */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** @enum {string} */
              readonly status: 'ok';
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/health/ready': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Whether requests can be served now */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Done. */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /**
               * @description degraded: a part is down.
               * @enum {string}
               */
              readonly status: 'ok' | 'degraded';
              /** @enum {string} */
              readonly db: 'ok' | 'down';
              /**
               * @description The log, which is in the database where no Kafka is configured.
               * @enum {string}
               */
              readonly kafka: 'ok' | 'down';
            };
          };
        };
        /** @description Refused: invalid-request. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        readonly 500: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Done. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /**
               * @description degraded: a part is down.
               * @enum {string}
               */
              readonly status: 'ok' | 'degraded';
              /** @enum {string} */
              readonly db: 'ok' | 'down';
              /**
               * @description The log, which is in the database where no Kafka is configured.
               * @enum {string}
               */
              readonly kafka: 'ok' | 'down';
            };
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    readonly Authenticate: {
      /** @constant */
      readonly type: 'authenticate';
      /** @description Your name for the message; the answer has the same. */
      readonly id?: string;
      /** @description access_token of a log-in. */
      readonly token: string;
    };
    readonly SubscribeToPrices: {
      /** @constant */
      readonly type: 'subscribe';
      /** @description Your name for the message; the answer has the same. */
      readonly id?: string;
      /** @constant */
      readonly channel: 'prices';
      /** @description Left out: all instruments. */
      readonly symbols?: readonly string[];
    };
    readonly SubscribeToEvents: {
      /** @constant */
      readonly type: 'subscribe';
      /** @description Your name for the message; the answer has the same. */
      readonly id?: string;
      /** @enum {string} */
      readonly channel: 'orders' | 'executions' | 'requests';
      /** @description The last sequence you have: you are told what came after it. Left out: only what is new. */
      readonly after?: string;
    };
    readonly UnsubscribeFromPrices: {
      /** @constant */
      readonly type: 'unsubscribe';
      /** @description Your name for the message; the answer has the same. */
      readonly id?: string;
      /** @constant */
      readonly channel: 'prices';
      /** @description Left out: none any more. */
      readonly symbols?: readonly string[];
    };
    readonly UnsubscribeFromEvents: {
      /** @constant */
      readonly type: 'unsubscribe';
      /** @description Your name for the message; the answer has the same. */
      readonly id?: string;
      /** @enum {string} */
      readonly channel: 'orders' | 'executions' | 'requests';
    };
    readonly Authenticated: {
      /** @constant */
      readonly type: 'authenticated';
      /** @description The id of the message that this answers. */
      readonly id: string | null;
    };
    readonly Subscribed: {
      /** @constant */
      readonly type: 'subscribed';
      /** @description The id of the message that this answers. */
      readonly id: string | null;
      /** @enum {string} */
      readonly channel: 'prices' | 'orders' | 'executions' | 'requests';
      /** @description Of prices: those asked for, null for all. */
      readonly symbols: readonly string[] | null;
      /** @description Where you stand; what comes next is after it. Null for prices: the newest come next. */
      readonly sequence: string | null;
    };
    readonly Unsubscribed: {
      /** @constant */
      readonly type: 'unsubscribed';
      /** @description The id of the message that this answers. */
      readonly id: string | null;
      /** @enum {string} */
      readonly channel: 'prices' | 'orders' | 'executions' | 'requests';
      readonly symbols: readonly string[] | null;
    };
    readonly PricesUpdate: {
      /** @constant */
      readonly type: 'update';
      /** @constant */
      readonly channel: 'prices';
      /** @description Grows with each message of a connection; says nothing in another one. */
      readonly sequence: string;
      readonly items: readonly {
        readonly symbol: string;
        /** Format: decimal */
        readonly value: string;
        readonly currency: string;
        readonly source: string;
        /** Format: date-time */
        readonly as_of: string;
        readonly age_ms: number;
        /** @description Too old to trade on. */
        readonly stale: boolean;
      }[];
    };
    readonly OrdersUpdate: {
      /** @constant */
      readonly type: 'update';
      /** @constant */
      readonly channel: 'orders';
      /** @description Where the reader stands in the channel. The same from every process of Bourse. */
      readonly sequence: string;
      readonly items: readonly {
        /** Format: uuid */
        readonly id: string;
        readonly client_order_id: string | null;
        readonly symbol: string;
        /** @enum {string} */
        readonly side: 'buy' | 'sell';
        /** @enum {string} */
        readonly type: 'market' | 'limit' | 'stop' | 'stop_limit';
        /** Format: decimal */
        readonly quantity: string;
        /** Format: decimal */
        readonly limit_price: string | null;
        /** Format: decimal */
        readonly stop_price: string | null;
        /** @enum {string} */
        readonly time_in_force: 'day' | 'gtc' | 'ioc' | 'fok';
        /** Format: decimal */
        readonly expected_price: string | null;
        /** @enum {string} */
        readonly status: 'accepted' | 'open' | 'partially_filled' | 'filled' | 'cancelled' | 'expired' | 'rejected';
        /** @enum {string|null} */
        readonly reason:
          | 'unknown-symbol'
          | 'instrument-halted'
          | 'price-unavailable'
          | 'price-stale'
          | 'price-moved'
          | 'notional-too-large'
          | 'insufficient-buying-power'
          | 'insufficient-quantity'
          | 'not-filled-immediately'
          | null;
        /** Format: decimal */
        readonly filled_quantity: string;
        /** Format: decimal */
        readonly average_fill_price: string | null;
        /** Format: date-time */
        readonly expires_at: string | null;
        /** Format: date-time */
        readonly created_at: string;
        /** Format: date-time */
        readonly updated_at: string;
      }[];
    };
    readonly ExecutionsUpdate: {
      /** @constant */
      readonly type: 'update';
      /** @constant */
      readonly channel: 'executions';
      /** @description Where the reader stands in the channel. The same from every process of Bourse. */
      readonly sequence: string;
      readonly items: readonly {
        /** @description The order and the number of the fill; the same however often it is told. */
        readonly id: string;
        /** Format: uuid */
        readonly order_id: string;
        readonly client_order_id: string | null;
        readonly symbol: string;
        /** @enum {string} */
        readonly side: 'buy' | 'sell';
        /** Format: decimal */
        readonly quantity: string;
        /** Format: decimal */
        readonly price: string;
        /** Format: decimal */
        readonly notional: string;
        /** Format: decimal */
        readonly commission: string;
        readonly price_source: string;
        /** Format: date-time */
        readonly price_as_of: string;
        /** Format: date-time */
        readonly executed_at: string;
      }[];
    };
    readonly RequestsUpdate: {
      /** @constant */
      readonly type: 'update';
      /** @constant */
      readonly channel: 'requests';
      /** @description Where the reader stands in the channel. The same from every process of Bourse. */
      readonly sequence: string;
      readonly items: readonly {
        readonly request_id: string;
        /** @enum {string} */
        readonly status: 'PENDING' | 'SUCCESS' | 'FAILED';
        readonly trade_id: string;
        readonly version: number;
        /**
         * @description Null unless the request failed.
         * @enum {string|null}
         */
        readonly failure_reason:
          'version-superseded' | 'maturity-passed' | 'idempotency-key-reused' | 'not-processable' | null;
        /** Format: date-time */
        readonly created_at: string;
        /**
         * Format: date-time
         * @description When it was decided; until then, when it was created.
         */
        readonly updated_at: string;
      }[];
    };
    readonly Gap: {
      /** @constant */
      readonly type: 'gap';
      /** @enum {string} */
      readonly channel: 'orders' | 'executions' | 'requests';
      /** @description Where the reader stands in the channel. The same from every process of Bourse. */
      readonly sequence: string;
      /** @description What to read again. */
      readonly detail: string;
    };
    readonly Heartbeat: {
      /** @constant */
      readonly type: 'heartbeat';
      /** Format: date-time */
      readonly at: string;
      /** @description Where you stand in each event channel, although nothing happened. */
      readonly sequences: {
        /** @description Where the reader stands in the channel. The same from every process of Bourse. */
        readonly orders?: string;
        /** @description Where the reader stands in the channel. The same from every process of Bourse. */
        readonly executions?: string;
        /** @description Where the reader stands in the channel. The same from every process of Bourse. */
        readonly requests?: string;
      };
    };
    readonly Error: {
      /** @constant */
      readonly type: 'error';
      /** @description The id of the message that this answers. */
      readonly id: string | null;
      /** @enum {string} */
      readonly code:
        | 'invalid-message'
        | 'authentication-required'
        | 'wrong-role'
        | 'api-key-not-accepted'
        | 'missing-scope'
        | 'unknown-symbol'
        | 'too-many-symbols'
        | 'already-subscribed'
        | 'not-subscribed'
        | 'channel-unavailable'
        | 'unavailable';
      /** @description What happened and what to do. */
      readonly detail: string;
      /** @description Every fault of the message. */
      readonly errors?: readonly {
        /** @description JSON Pointer (RFC 6901) to the value in the body. Other parts of the request begin with /query, /path or /header. */
        readonly pointer: string;
        /** @description What is wrong with it. */
        readonly message: string;
      }[];
    };
    /** @description A problem document (RFC 9457). */
    readonly Problem: {
      /**
       * Format: uri
       * @description The kind of problem: urn:bourse:problem:<code>. Stable.
       */
      readonly type: string;
      /** @description The kind in words. */
      readonly title: string;
      readonly status: number;
      /** @description What happened and what to do. */
      readonly detail?: string;
      /** @description The path of the request. */
      readonly instance: string;
      /** @description Names the request in the logs. */
      readonly correlation_id: string;
      readonly errors?: readonly {
        /** @description JSON Pointer (RFC 6901) to the value in the body. Other parts of the request begin with /query, /path or /header. */
        readonly pointer: string;
        /** @description What is wrong with it. */
        readonly message: string;
      }[];
    } & {
      readonly [key: string]: unknown;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;

/** The operations that take an Idempotency-Key. */
export const IDEMPOTENT_OPERATIONS: ReadonlySet<string> = new Set([
  'POST /api/v1/orders',
  'DELETE /api/v1/orders/{id}',
  'POST /api/v1/account/deposits',
  'POST /api/v1/account/withdrawals',
  'POST /api/v1/trades',
]);
