// Made by "npm run generate:client" from the descriptions that the server serves. Change those, not this file.

export interface paths {
  '/api/v1/auth/register': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Register a trader, with an account */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** @description 3 to 32 letters, digits, dots, hyphens and underscores, beginning with a letter. Case does not matter. */
            username: string;
            /** @description An e-mail address. */
            email: string;
            /** @description 8 to 128 characters, not one of the well-known ones. */
            password: string;
          };
        };
      };
      responses: {
        /** @description Done. */
        201: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** Format: uuid */
              user_id: string;
              /** Format: uuid */
              account_id: string;
              username: string;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: username-taken, email-taken. */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: too-many-attempts. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/login': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Log in */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** @description As registered. */
            username: string;
            /** @description The password. */
            password: string;
          };
        };
      };
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** @description Send it as "Authorization: Bearer …". */
              access_token: string;
              /** @enum {string} */
              token_type: 'Bearer';
              /** @description Seconds the access token is good for. */
              expires_in: number;
              /** @description Works once; using it again ends the log-in. */
              refresh_token: string;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: too-many-attempts. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Exchange a refresh token for a new pair of tokens */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** @description refresh_token of the log-in or the last refresh. */
            refresh_token: string;
          };
        };
      };
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** @description Send it as "Authorization: Bearer …". */
              access_token: string;
              /** @enum {string} */
              token_type: 'Bearer';
              /** @description Seconds the access token is good for. */
              expires_in: number;
              /** @description Works once; using it again ends the log-in. */
              refresh_token: string;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: invalid-refresh-token. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: too-many-attempts. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/logout': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** End the log-in that a refresh token belongs to */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** @description refresh_token of the log-in or the last refresh. */
            refresh_token: string;
          };
        };
      };
      responses: {
        /** @description The log-in has ended. */
        204: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/profile': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who you are */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** Format: uuid */
              user_id: string;
              /** Format: uuid */
              account_id: string | null;
              username: string;
              email: string;
              /** @enum {string} */
              role: 'trader' | 'operator';
              /** Format: date-time */
              created_at: string;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-user. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/.well-known/jwks.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The public keys of access tokens */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              keys: {
                kty: string;
                crv: string;
                x: string;
                kid: string;
                alg: string;
                use: string;
              }[];
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Log a browser in; the refresh token goes into a cookie */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** @description As registered. */
            username: string;
            /** @description The password. */
            password: string;
          };
        };
      };
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** @description Send it as "Authorization: Bearer …". */
              access_token: string;
              /** @enum {string} */
              token_type: 'Bearer';
              /** @description Seconds the access token is good for. */
              expires_in: number;
              user: {
                /** Format: uuid */
                id: string;
                username: string;
                /** @enum {string} */
                role: 'trader' | 'operator';
                /**
                 * Format: uuid
                 * @description Null for operators.
                 */
                account_id: string | null;
              };
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: cross-site-request. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: too-many-attempts. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    /** End the log-in in the cookie */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The log-in has ended, and the cookie is gone. */
        204: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: cross-site-request. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/session/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** A new access token for the log-in in the cookie */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** @description Send it as "Authorization: Bearer …". */
              access_token: string;
              /** @enum {string} */
              token_type: 'Bearer';
              /** @description Seconds the access token is good for. */
              expires_in: number;
              user: {
                /** Format: uuid */
                id: string;
                username: string;
                /** @enum {string} */
                role: 'trader' | 'operator';
                /**
                 * Format: uuid
                 * @description Null for operators.
                 */
                account_id: string | null;
              };
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: invalid-session. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: cross-site-request. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: too-many-attempts. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Change your password; every log-in but the one in the cookie ends */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** @description The current password. */
            current_password: string;
            /** @description 8 to 128 characters, not one of the well-known ones. */
            new_password: string;
          };
        };
      };
      responses: {
        /** @description The password is changed. */
        204: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-password, wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-user. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: no-password. */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: too-many-attempts. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Your log-ins, the one used last first */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                /** Format: uuid */
                id: string;
                /** Format: date-time */
                began_at: string;
                /**
                 * Format: date-time
                 * @description When it was refreshed last.
                 */
                last_used_at: string;
                /**
                 * Format: date-time
                 * @description When it ends unless it is used, and at the latest.
                 */
                ends_at: string;
                /** @description What the client called itself at the log-in. */
                user_agent: string | null;
                /** @description Whether it is the one in the cookie of this request. */
                current: boolean;
              }[];
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    /** End all of your log-ins but the one in the cookie */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description They have ended. */
        204: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/sessions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** End one of your log-ins */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description It has ended. */
        204: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-session. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/api-keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Your API keys, oldest first */
    get: {
      parameters: {
        query?: {
          /** @description Most items to answer, 1 to 500. */
          limit?: string;
          /** @description next_cursor of the page before. */
          cursor?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                /** Format: uuid */
                id: string;
                name: string;
                scopes: (
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
                created_at: string;
                /** Format: date-time */
                expires_at: string | null;
                /**
                 * Format: date-time
                 * @description Told to the minute.
                 */
                last_used_at: string | null;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    /** Make an API key; it is shown this once */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** @description The same key makes one API key. As that is shown only once, a repetition is refused (409) and told its id. 1 to 200 printable characters. */
          'idempotency-key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** @description To tell keys apart. */
            name: string;
            scopes: (
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
            expires_at?: string | null;
          };
        };
      };
      responses: {
        /** @description Done. */
        201: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** Format: uuid */
              id: string;
              /** @description Shown here and never again. Send it as X-API-Key. */
              key: string;
              name: string;
              scopes: (
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
              expires_at: string | null;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: api-key-made-before. */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: too-many-api-keys. */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/api-keys/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Revoke an API key */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The key is useless now. */
        204: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-api-key. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/orders': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List orders, newest first */
    get: {
      parameters: {
        query?: {
          /** @description Most items to answer, 1 to 500. */
          limit?: string;
          /** @description next_cursor of the page before. */
          cursor?: string;
          /** @description Ticker symbol. */
          symbol?: string;
          /** @description open: only orders that can still be filled. Default all. */
          status?: 'open' | 'all';
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                /** Format: uuid */
                id: string;
                client_order_id: string | null;
                symbol: string;
                /** @enum {string} */
                side: 'buy' | 'sell';
                /** @enum {string} */
                type: 'market' | 'limit' | 'stop' | 'stop_limit';
                /** Format: decimal */
                quantity: string;
                /** Format: decimal */
                limit_price: string | null;
                /** Format: decimal */
                stop_price: string | null;
                /** @enum {string} */
                time_in_force: 'day' | 'gtc' | 'ioc' | 'fok';
                /** Format: decimal */
                expected_price: string | null;
                /** @enum {string} */
                status: 'accepted' | 'open' | 'partially_filled' | 'filled' | 'cancelled' | 'expired' | 'rejected';
                /** @enum {string|null} */
                reason:
                  | 'unknown-symbol'
                  | 'instrument-halted'
                  | 'price-unavailable'
                  | 'price-stale'
                  | 'price-moved'
                  | 'notional-too-large'
                  | 'insufficient-buying-power'
                  | 'insufficient-quantity'
                  | 'not-filled-immediately'
                  | 'balance-too-large'
                  | null;
                /** Format: decimal */
                filled_quantity: string;
                /** Format: decimal */
                average_fill_price: string | null;
                /** Format: date-time */
                expires_at: string | null;
                /** Format: date-time */
                created_at: string;
                /** Format: date-time */
                updated_at: string;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    /**
     * Place an order
     * @description 202 once the order is durable. With "Prefer: wait=5": 201 once it is final, or 422 when it was rejected.
     */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** @description "wait=5" waits up to 5 seconds (at most 30) for the order to be final. */
          prefer?: string;
          /** @description Names the request where there is no client_order_id. */
          'idempotency-key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** @description Ticker symbol. */
            symbol: string;
            /** @enum {string} */
            side: 'buy' | 'sell';
            /** @enum {string} */
            type: 'market' | 'limit' | 'stop' | 'stop_limit';
            /**
             * Format: positive-decimal
             * @description Shares, at least 0.001, with up to 6 decimals.
             */
            quantity: string;
            /**
             * Format: positive-decimal
             * @description For limit and stop_limit, and only for those.
             */
            limit_price?: string | null;
            /**
             * Format: positive-decimal
             * @description For stop and stop_limit, and only for those.
             */
            stop_price?: string | null;
            /**
             * @description ioc and fok are for market and limit orders.
             * @enum {string}
             */
            time_in_force: 'day' | 'gtc' | 'ioc' | 'fok';
            /**
             * Format: positive-decimal
             * @description The price you saw; a market further away than the tolerance rejects the order.
             */
            expected_price?: string | null;
            /** @description Your name for the order, unique for the account for ever: the same one with the same terms is the same order. */
            client_order_id?: string | null;
          };
        };
      };
      responses: {
        /** @description Done. */
        201: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** Format: uuid */
              id: string;
              client_order_id: string | null;
              symbol: string;
              /** @enum {string} */
              side: 'buy' | 'sell';
              /** @enum {string} */
              type: 'market' | 'limit' | 'stop' | 'stop_limit';
              /** Format: decimal */
              quantity: string;
              /** Format: decimal */
              limit_price: string | null;
              /** Format: decimal */
              stop_price: string | null;
              /** @enum {string} */
              time_in_force: 'day' | 'gtc' | 'ioc' | 'fok';
              /** Format: decimal */
              expected_price: string | null;
              /** @enum {string} */
              status: 'accepted' | 'open' | 'partially_filled' | 'filled' | 'cancelled' | 'expired' | 'rejected';
              /** @enum {string|null} */
              reason:
                | 'unknown-symbol'
                | 'instrument-halted'
                | 'price-unavailable'
                | 'price-stale'
                | 'price-moved'
                | 'notional-too-large'
                | 'insufficient-buying-power'
                | 'insufficient-quantity'
                | 'not-filled-immediately'
                | 'balance-too-large'
                | null;
              /** Format: decimal */
              filled_quantity: string;
              /** Format: decimal */
              average_fill_price: string | null;
              /** Format: date-time */
              expires_at: string | null;
              /** Format: date-time */
              created_at: string;
              /** Format: date-time */
              updated_at: string;
            };
          };
        };
        /** @description Done. */
        202: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** Format: uuid */
              id: string;
              client_order_id: string | null;
              symbol: string;
              /** @enum {string} */
              side: 'buy' | 'sell';
              /** @enum {string} */
              type: 'market' | 'limit' | 'stop' | 'stop_limit';
              /** Format: decimal */
              quantity: string;
              /** Format: decimal */
              limit_price: string | null;
              /** Format: decimal */
              stop_price: string | null;
              /** @enum {string} */
              time_in_force: 'day' | 'gtc' | 'ioc' | 'fok';
              /** Format: decimal */
              expected_price: string | null;
              /** @enum {string} */
              status: 'accepted' | 'open' | 'partially_filled' | 'filled' | 'cancelled' | 'expired' | 'rejected';
              /** @enum {string|null} */
              reason:
                | 'unknown-symbol'
                | 'instrument-halted'
                | 'price-unavailable'
                | 'price-stale'
                | 'price-moved'
                | 'notional-too-large'
                | 'insufficient-buying-power'
                | 'insufficient-quantity'
                | 'not-filled-immediately'
                | 'balance-too-large'
                | null;
              /** Format: decimal */
              filled_quantity: string;
              /** Format: decimal */
              average_fill_price: string | null;
              /** Format: date-time */
              expires_at: string | null;
              /** Format: date-time */
              created_at: string;
              /** Format: date-time */
              updated_at: string;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: client-order-id-reused, idempotency-key-reused. */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-symbol, instrument-halted, price-unavailable, price-stale, price-moved, notional-too-large, insufficient-buying-power, insufficient-quantity. */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/orders/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read an order */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** Format: uuid */
              id: string;
              client_order_id: string | null;
              symbol: string;
              /** @enum {string} */
              side: 'buy' | 'sell';
              /** @enum {string} */
              type: 'market' | 'limit' | 'stop' | 'stop_limit';
              /** Format: decimal */
              quantity: string;
              /** Format: decimal */
              limit_price: string | null;
              /** Format: decimal */
              stop_price: string | null;
              /** @enum {string} */
              time_in_force: 'day' | 'gtc' | 'ioc' | 'fok';
              /** Format: decimal */
              expected_price: string | null;
              /** @enum {string} */
              status: 'accepted' | 'open' | 'partially_filled' | 'filled' | 'cancelled' | 'expired' | 'rejected';
              /** @enum {string|null} */
              reason:
                | 'unknown-symbol'
                | 'instrument-halted'
                | 'price-unavailable'
                | 'price-stale'
                | 'price-moved'
                | 'notional-too-large'
                | 'insufficient-buying-power'
                | 'insufficient-quantity'
                | 'not-filled-immediately'
                | 'balance-too-large'
                | null;
              /** Format: decimal */
              filled_quantity: string;
              /** Format: decimal */
              average_fill_price: string | null;
              /** Format: date-time */
              expires_at: string | null;
              /** Format: date-time */
              created_at: string;
              /** Format: date-time */
              updated_at: string;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: order-not-found. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    /**
     * Cancel an order
     * @description 202 once the wish is durable. With "Prefer: wait=5": 200 once it is decided. An order that you have cancelled before is answered with 200 again; one that is final for another reason is refused (order-not-open).
     */
    delete: {
      parameters: {
        query?: never;
        header?: {
          /** @description "wait=5" waits up to 5 seconds (at most 30) for the order to be final. */
          prefer?: string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** Format: uuid */
              id: string;
              client_order_id: string | null;
              symbol: string;
              /** @enum {string} */
              side: 'buy' | 'sell';
              /** @enum {string} */
              type: 'market' | 'limit' | 'stop' | 'stop_limit';
              /** Format: decimal */
              quantity: string;
              /** Format: decimal */
              limit_price: string | null;
              /** Format: decimal */
              stop_price: string | null;
              /** @enum {string} */
              time_in_force: 'day' | 'gtc' | 'ioc' | 'fok';
              /** Format: decimal */
              expected_price: string | null;
              /** @enum {string} */
              status: 'accepted' | 'open' | 'partially_filled' | 'filled' | 'cancelled' | 'expired' | 'rejected';
              /** @enum {string|null} */
              reason:
                | 'unknown-symbol'
                | 'instrument-halted'
                | 'price-unavailable'
                | 'price-stale'
                | 'price-moved'
                | 'notional-too-large'
                | 'insufficient-buying-power'
                | 'insufficient-quantity'
                | 'not-filled-immediately'
                | 'balance-too-large'
                | null;
              /** Format: decimal */
              filled_quantity: string;
              /** Format: decimal */
              average_fill_price: string | null;
              /** Format: date-time */
              expires_at: string | null;
              /** Format: date-time */
              created_at: string;
              /** Format: date-time */
              updated_at: string;
            };
          };
        };
        /** @description Done. */
        202: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** Format: uuid */
              id: string;
              client_order_id: string | null;
              symbol: string;
              /** @enum {string} */
              side: 'buy' | 'sell';
              /** @enum {string} */
              type: 'market' | 'limit' | 'stop' | 'stop_limit';
              /** Format: decimal */
              quantity: string;
              /** Format: decimal */
              limit_price: string | null;
              /** Format: decimal */
              stop_price: string | null;
              /** @enum {string} */
              time_in_force: 'day' | 'gtc' | 'ioc' | 'fok';
              /** Format: decimal */
              expected_price: string | null;
              /** @enum {string} */
              status: 'accepted' | 'open' | 'partially_filled' | 'filled' | 'cancelled' | 'expired' | 'rejected';
              /** @enum {string|null} */
              reason:
                | 'unknown-symbol'
                | 'instrument-halted'
                | 'price-unavailable'
                | 'price-stale'
                | 'price-moved'
                | 'notional-too-large'
                | 'insufficient-buying-power'
                | 'insufficient-quantity'
                | 'not-filled-immediately'
                | 'balance-too-large'
                | null;
              /** Format: decimal */
              filled_quantity: string;
              /** Format: decimal */
              average_fill_price: string | null;
              /** Format: date-time */
              expires_at: string | null;
              /** Format: date-time */
              created_at: string;
              /** Format: date-time */
              updated_at: string;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: order-not-found. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: order-not-open. */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/account/deposits': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Deposit cash */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** @description The same key with the same body is done once. 1 to 200 printable characters. */
          'idempotency-key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /**
             * Format: positive-decimal
             * @description At most 1000000.
             */
            amount: string;
          };
        };
      };
      responses: {
        /** @description Done. */
        201: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** Format: uuid */
              transaction_id: string;
              /** Format: decimal */
              amount: string;
              /**
               * Format: decimal
               * @description Cash right after it, held cash included.
               */
              cash: string;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: idempotency-key-reused. */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: amount-too-large, daily-deposit-limit-exceeded, daily-withdrawal-limit-exceeded, insufficient-cash, balance-too-large. */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/account/withdrawals': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Withdraw cash */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** @description The same key with the same body is done once. 1 to 200 printable characters. */
          'idempotency-key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /**
             * Format: positive-decimal
             * @description At most 1000000.
             */
            amount: string;
          };
        };
      };
      responses: {
        /** @description Done. */
        201: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** Format: uuid */
              transaction_id: string;
              /** Format: decimal */
              amount: string;
              /**
               * Format: decimal
               * @description Cash right after it, held cash included.
               */
              cash: string;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: idempotency-key-reused. */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: amount-too-large, daily-deposit-limit-exceeded, daily-withdrawal-limit-exceeded, insufficient-cash, balance-too-large. */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/account': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Balances and equity */
    get: {
      parameters: {
        query?: {
          /** @description The account as it was at this moment, which must not be in the future. */
          as_of?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** Format: uuid */
              account_id: string;
              currency: string;
              /**
               * Format: decimal
               * @description All cash, held cash included.
               */
              cash: string;
              /**
               * Format: decimal
               * @description Reserved for open buy orders.
               */
              held: string;
              /** Format: decimal */
              buying_power: string;
              /**
               * Format: decimal
               * @description What the positions are worth at the newest prices.
               */
              market_value: string;
              /** Format: decimal */
              equity: string;
              /** Format: date-time */
              as_of: string;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/account/transactions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The journal of the account, newest first */
    get: {
      parameters: {
        query?: {
          /** @description Most items to answer, 1 to 500. */
          limit?: string;
          /** @description next_cursor of the page before. */
          cursor?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                /** @description Partition and number of the journal transaction. */
                id: string;
                /** @description deposit, withdrawal, hold, release or fill. */
                kind: string;
                /**
                 * Format: uuid
                 * @description The order, deposit or withdrawal that caused it.
                 */
                reference: string;
                symbol: string | null;
                /** @description Add up to zero for each asset. */
                entries: {
                  /** @description Ledger account. */
                  account: string;
                  /** @description The currency, or the symbol for shares. */
                  asset: string;
                  /** Format: decimal */
                  amount: string;
                }[];
                /** @description The price of a fill, and where it came from. */
                price: {
                  /** Format: decimal */
                  value: string;
                  source: string;
                  /** Format: date-time */
                  as_of: string;
                } | null;
                /** Format: decimal */
                cash_after: string;
                /** Format: date-time */
                recorded_at: string;
                hash: string;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/account/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Equity over time */
    get: {
      parameters: {
        query?: {
          /** @description Default: a day before `to`. */
          from?: string;
          /** @description Default: now. */
          to?: string;
          /** @description How many, 2 to 500. Default 100. */
          points?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                /** Format: date-time */
                at: string;
                /** Format: decimal */
                cash: string;
                /** Format: decimal */
                market_value: string;
                /** Format: decimal */
                equity: string;
              }[];
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/positions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List positions by symbol */
    get: {
      parameters: {
        query?: {
          /** @description Most items to answer, 1 to 500. */
          limit?: string;
          /** @description next_cursor of the page before. */
          cursor?: string;
          /** @description The positions as they were at this moment, which must not be in the future, without market prices. */
          as_of?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                symbol: string;
                /** Format: decimal */
                quantity: string;
                /** Format: decimal */
                available_quantity: string;
                /** Format: decimal */
                average_entry_price: string;
                /**
                 * Format: decimal
                 * @description Null when no price is known.
                 */
                market_price: string | null;
                /** Format: decimal */
                market_value: string | null;
                /** Format: decimal */
                unrealized_profit: string | null;
                /** Format: decimal */
                realized_profit: string;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/positions/{symbol}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the position in a symbol */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description Ticker symbol. */
          symbol: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              symbol: string;
              /** Format: decimal */
              quantity: string;
              /** Format: decimal */
              available_quantity: string;
              /** Format: decimal */
              average_entry_price: string;
              /**
               * Format: decimal
               * @description Null when no price is known.
               */
              market_price: string | null;
              /** Format: decimal */
              market_value: string | null;
              /** Format: decimal */
              unrealized_profit: string | null;
              /** Format: decimal */
              realized_profit: string;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: position-not-found. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/assets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Search instruments */
    get: {
      parameters: {
        query?: {
          /** @description Most items to answer, 1 to 500. */
          limit?: string;
          /** @description next_cursor of the page before. */
          cursor?: string;
          /** @description Part of symbol, name or sector; case does not matter. The symbol itself comes first, then beginnings of symbols, then names. */
          q?: string;
          /** @description Whole name of a sector; case does not matter. */
          sector?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                symbol: string;
                name: string;
                /** @description Market identifier code (ISO 10383). */
                exchange: string;
                sector: string;
                /** @enum {string} */
                status: 'active' | 'halted';
                price: {
                  /** Format: decimal */
                  value: string;
                  currency: string;
                  source: string;
                  /** Format: date-time */
                  as_of: string;
                  age_ms: number;
                  /** @description Too old to trade on. */
                  stale: boolean;
                } | null;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/assets/{symbol}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read an instrument and its price */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description Ticker symbol. */
          symbol: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              symbol: string;
              name: string;
              /** @description Market identifier code (ISO 10383). */
              exchange: string;
              sector: string;
              /** @enum {string} */
              status: 'active' | 'halted';
              price: {
                /** Format: decimal */
                value: string;
                currency: string;
                source: string;
                /** Format: date-time */
                as_of: string;
                age_ms: number;
                /** @description Too old to trade on. */
                stale: boolean;
              } | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-symbol. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/market/status': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** State of prices and feeds */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              instruments: number;
              halted: number;
              /** @description Instruments with a price to trade on. */
              fresh: number;
              stale: number;
              /** @description Instruments that never had a price. */
              missing: number;
              /** @description Instruments whose quotes are not believed at present. */
              quarantined: number;
              oldest_age_ms: number | null;
              newest_age_ms: number | null;
              feeds: {
                /** @description Names the process. */
                member: string;
                /**
                 * @description silent: it has not reported for half a minute.
                 * @enum {string}
                 */
                state: 'reporting' | 'silent';
                /** @enum {string} */
                source: 'stream' | 'poll' | 'csv';
                /**
                 * @description open: the vendor is left alone for a while.
                 * @enum {string|null}
                 */
                breaker: 'closed' | 'half-open' | 'open' | null;
                calls_in_flight: number;
                /** Format: date-time */
                last_success_at: string | null;
                /**
                 * Format: date-time
                 * @description When the catalogue was last read to its end.
                 */
                last_refresh_at: string | null;
                /**
                 * Format: date-time
                 * @description null while it is being read.
                 */
                next_refresh_at: string | null;
                /** @description Pages of the catalogue that are to be read out of turn. */
                pages_invalidated: number;
                /** Format: date-time */
                reported_at: string;
              }[];
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/market/quarantine': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List quotes that are not believed, by symbol and reason */
    get: {
      parameters: {
        query?: {
          /** @description Most items to answer, 1 to 500. */
          limit?: string;
          /** @description next_cursor of the page before. */
          cursor?: string;
          /** @description open: no quote of the instrument was believed since. Default all. */
          status?: 'open' | 'over' | 'all';
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                symbol: string;
                /** @enum {string} */
                reason: 'unreadable' | 'not-positive' | 'jump';
                /**
                 * Format: decimal
                 * @description The newest quote; null when it was no number.
                 */
                price: string | null;
                /**
                 * Format: decimal
                 * @description What it was held against.
                 */
                last_good_price: string | null;
                source: string;
                /** Format: date-time */
                as_of: string;
                /** @description How many there were. */
                quotes: number;
                /** Format: date-time */
                first_at: string;
                /** Format: date-time */
                last_at: string;
                /**
                 * Format: date-time
                 * @description Since when a quote of the instrument is believed again.
                 */
                over_at: string | null;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/market/quarantine/{symbol}/accept': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Believe a quarantined jump
     * @description For a genuine one, a split say: it is the price from now on, and quotes near it are believed.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description Ticker symbol. */
          symbol: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /**
             * Format: positive-decimal
             * @description The price that you saw. Refused when the newest quote is further from it than PRICE_TOLERANCE_PERCENT.
             */
            expected_price: string;
          };
        };
      };
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              symbol: string;
              /** Format: decimal */
              price: string;
              source: string;
              /** Format: date-time */
              as_of: string;
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: not-quarantined. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: price-moved, price-superseded. */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/market/changes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List what operators did to instruments, newest first */
    get: {
      parameters: {
        query?: {
          /** @description Most items to answer, 1 to 500. */
          limit?: string;
          /** @description next_cursor of the page before. */
          cursor?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                sequence: string;
                symbol: string;
                /** @enum {string} */
                change: 'halted' | 'resumed' | 'price-accepted';
                /**
                 * Format: decimal
                 * @description The price that was accepted.
                 */
                price: string | null;
                /** @description Id of the operator. */
                changed_by: string;
                /** Format: date-time */
                at: string;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/assets/{symbol}/status': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Halt or resume an instrument
     * @description A halted one takes no orders and fills none; other processes follow within a second.
     */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description Ticker symbol. */
          symbol: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** @enum {string} */
            status: 'active' | 'halted';
          };
        };
      };
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** @enum {string} */
              status: 'active' | 'halted';
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-symbol. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/assets/{symbol}/candles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List candles, oldest first */
    get: {
      parameters: {
        query: {
          /** @description Most items to answer, 1 to 500. */
          limit?: string;
          /** @description next_cursor of the page before. */
          cursor?: string;
          /** @description A minute, an hour or a day. */
          interval: '1m' | '1h' | '1d';
          /** @description Candles that start at this moment or later. Default: 500 intervals before `to`. */
          from?: string;
          /** @description Candles that start before this moment. Default: now. */
          to?: string;
        };
        header?: never;
        path: {
          /** @description Ticker symbol. */
          symbol: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                /**
                 * Format: date-time
                 * @description A whole minute, hour or day in UTC.
                 */
                start: string;
                /** Format: decimal */
                open: string;
                /** Format: decimal */
                high: string;
                /** Format: decimal */
                low: string;
                /** Format: decimal */
                close: string;
                /** @description How many prices came in; one that came twice counts twice. */
                ticks: number;
                /** @description Intervals without a price between this candle and the one before it, which have no candle; 0 for the oldest that is kept. */
                gap_before: number;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-symbol. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/audit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** State of the self-audit */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** @enum {string} */
              status: 'not-run-yet' | 'in-order' | 'findings';
              /** Format: date-time */
              last_run_at: string | null;
              /** @description How far the chain of each partition was verified. */
              verified: {
                partition: number;
                sequence: string;
              }[];
              findings: {
                kind: string;
                detail: string;
              }[];
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/trading-rules': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The rules that orders are decided by */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** @description The currency of all accounts. */
              currency: string;
              /**
               * Format: decimal
               * @description How far the market may be from expected_price.
               */
              price_tolerance_percent: string;
              /** @description An older price is stale: no order is executed on it. */
              max_price_age_ms: number;
              /**
               * Format: decimal
               * @description Largest price times quantity of one order.
               */
              max_order_notional: string;
              /** @description Commission on a fill, in hundredths of a percent of its notional. */
              commission_basis_points: number;
              /** @description Time of day in UTC when day orders expire, "21:00". */
              market_close: string;
              /**
               * Format: decimal
               * @description Most shares of one order that one price fills.
               */
              max_fill_quantity: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/trades': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List trades by maturity date, trade id and version
     * @description A page may hold fewer items than asked for, even none, and still have a next_cursor.
     */
    get: {
      parameters: {
        query?: {
          /** @description Most items to answer, 1 to 500. */
          limit?: string;
          /** @description next_cursor of the page before. */
          cursor?: string;
          /** @description The book that holds the trade. */
          book_id?: string;
          /** @description The other side of the trade. */
          counterparty_id?: string;
          /** @description First maturity date. */
          maturity_from?: string;
          /** @description Last maturity date. */
          maturity_to?: string;
          /** @description Default: both. */
          expired?: 'true' | 'false';
          /** @description current: the highest version of each trade. Default current. */
          versions?: 'current' | 'all';
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                trade_id: string;
                version: number;
                counterparty_id: string;
                book_id: string;
                /** Format: date */
                maturity_date: string;
                /** Format: date */
                created_date: string;
                /** @description The maturity date has passed (UTC). */
                expired: boolean;
                /**
                 * Format: date-time
                 * @description When this version was stored first.
                 */
                recorded_at: string;
                /**
                 * Format: date-time
                 * @description When this version was written last.
                 */
                updated_at: string;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    /**
     * Hand in a trade
     * @description 202 once it is durable. What becomes of it is told by GET /api/v1/requests/{request_id}.
     */
    post: {
      parameters: {
        query?: {
          /** @description true loads the past: any version and any maturity date is taken. Default false. */
          history?: 'true' | 'false';
        };
        header?: {
          /** @description The same key with the same body is done once. 1 to 200 printable characters. */
          'idempotency-key'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** @description Names the trade in all of its versions. */
            trade_id: string;
            /** @description Versions may leave gaps. The same one again replaces the record; a lower one than the highest is refused. */
            version: number;
            /** @description The other side of the trade. */
            counterparty_id: string;
            /** @description The book that holds the trade. */
            book_id: string;
            /**
             * Format: date
             * @description Today in UTC or later, but for a load of history.
             */
            maturity_date: string;
            /**
             * Format: date
             * @description Default: today in UTC.
             */
            created_date?: string | null;
          };
        };
      };
      responses: {
        /** @description Done. */
        202: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** @description Ask GET /api/v1/requests/{request_id} what became of it. */
              request_id: string;
              trade_id: string;
              version: number;
              /** @enum {string} */
              status: 'accepted';
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: idempotency-key-reused. */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-media-type, unsupported-content-encoding. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: version-superseded, maturity-passed. */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/trades/{trade_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All versions of a trade, newest first */
    get: {
      parameters: {
        query?: {
          /** @description Most items to answer, 1 to 500. */
          limit?: string;
          /** @description next_cursor of the page before. */
          cursor?: string;
        };
        header?: never;
        path: {
          /** @description Names the trade. */
          trade_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                trade_id: string;
                version: number;
                counterparty_id: string;
                book_id: string;
                /** Format: date */
                maturity_date: string;
                /** Format: date */
                created_date: string;
                /** @description The maturity date has passed (UTC). */
                expired: boolean;
                /**
                 * Format: date-time
                 * @description When this version was stored first.
                 */
                recorded_at: string;
                /**
                 * Format: date-time
                 * @description When this version was written last.
                 */
                updated_at: string;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-trade. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/trades/bulk': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Hand in many trades
     * @description The body is a JSON array of trades or, as application/x-ndjson, a trade a line; it may be compressed (Content-Encoding: gzip). A byte order mark at the beginning is passed over. At most 5000000 trades of 16384 bytes. A bad line does not keep the others out. A trade that is sent twice replaces itself, so an upload can be repeated; it takes no Idempotency-Key. With "Accept: application/x-ndjson" each line is answered as soon as it is durable, and the totals are the last line: read them while you send. Otherwise one document comes when all has been read. When Bourse has to stop in the middle the answer ends with a problem, whose first_line_not_taken says from where on to send again.
     */
    post: {
      parameters: {
        query?: {
          /** @description true loads the past: any version and any maturity date is taken. Default false. */
          history?: 'true' | 'false';
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** @description Names the trade in all of its versions. */
            trade_id: string;
            /** @description Versions may leave gaps. The same one again replaces the record; a lower one than the highest is refused. */
            version: number;
            /** @description The other side of the trade. */
            counterparty_id: string;
            /** @description The book that holds the trade. */
            book_id: string;
            /**
             * Format: date
             * @description Today in UTC or later, but for a load of history.
             */
            maturity_date: string;
            /**
             * Format: date
             * @description Default: today in UTC.
             */
            created_date?: string | null;
          }[];
          'application/x-ndjson': {
            /** @description Names the trade in all of its versions. */
            trade_id: string;
            /** @description Versions may leave gaps. The same one again replaces the record; a lower one than the highest is refused. */
            version: number;
            /** @description The other side of the trade. */
            counterparty_id: string;
            /** @description The book that holds the trade. */
            book_id: string;
            /**
             * Format: date
             * @description Today in UTC or later, but for a load of history.
             */
            maturity_date: string;
            /**
             * Format: date
             * @description Default: today in UTC.
             */
            created_date?: string | null;
          }[];
        };
      };
      responses: {
        /** @description Done. */
        202: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** @description In the order of the lines; blank lines are left out. */
              items: {
                /** @description From 1: the line, or the item of the array. */
                line: number;
                /** @description The trade is durable. Absent when the line was rejected. */
                request_id?: string;
                /**
                 * @description The rule by which it was refused at once.
                 * @enum {string}
                 */
                reason?: 'version-superseded' | 'maturity-passed' | 'idempotency-key-reused';
                errors?: {
                  /** @description JSON Pointer (RFC 6901) to the value in the body. Other parts of the request begin with /query, /path or /header. */
                  pointer: string;
                  /** @description What is wrong with it. */
                  message: string;
                }[];
              }[];
              accepted: number;
              rejected: number;
              problem?: components['schemas']['Problem'];
            };
          };
        };
        /** @description Refused: invalid-request, malformed-json, malformed-gzip, too-many-rejected. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: request-timeout. */
        408: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: too-many-lines, body-too-large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unsupported-content-encoding, unsupported-media-type. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable, too-many-uploads. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/requests/{request_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What became of a trade that you handed in
     * @description PENDING until it is decided, then SUCCESS or FAILED with the reason. Kept for some days.
     */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          request_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              request_id: string;
              /** @enum {string} */
              status: 'PENDING' | 'SUCCESS' | 'FAILED';
              trade_id: string;
              version: number;
              /**
               * @description Null unless the request failed.
               * @enum {string|null}
               */
              failure_reason:
                'version-superseded' | 'maturity-passed' | 'idempotency-key-reused' | 'not-processable' | null;
              /** Format: date-time */
              created_at: string;
              /**
               * Format: date-time
               * @description When it was decided; until then, when it was created.
               */
              updated_at: string;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unknown-request. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/requests': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What became of many trades that you handed in */
    get: {
      parameters: {
        query: {
          /** @description At most 200 request ids, separated by commas. */
          ids: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** @description Without those that do not exist, or not any more. */
              items: {
                request_id: string;
                /** @enum {string} */
                status: 'PENDING' | 'SUCCESS' | 'FAILED';
                trade_id: string;
                version: number;
                /**
                 * @description Null unless the request failed.
                 * @enum {string|null}
                 */
                failure_reason:
                  'version-superseded' | 'maturity-passed' | 'idempotency-key-reused' | 'not-processable' | null;
                /** Format: date-time */
                created_at: string;
                /**
                 * Format: date-time
                 * @description When it was decided; until then, when it was created.
                 */
                updated_at: string;
              }[];
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/stream': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The live stream (WebSocket)
     * @description Prices, and what happens to your orders, executions and requests. The messages are described in /asyncapi.json.
     */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: upgrade-required. */
        426: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable, server-stopping, too-many-connections. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How the parts are
     * @description Answers 200 also when degraded: the report went through. Load balancers use /api/v1/health/ready.
     */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /**
               * @description degraded: a part is down; stopping: the process is about to end.
               * @enum {string}
               */
              status: 'ok' | 'degraded' | 'stopping';
              /** @enum {string} */
              db: 'ok' | 'down';
              /**
               * @description The log, which is in the database where no Kafka is configured.
               * @enum {string}
               */
              kafka: 'ok' | 'down';
              /**
               * @description Only where Redis is configured; the process is ready without it.
               * @enum {string}
               */
              redis?: 'ok' | 'down';
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/health/live': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the process lives */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** @enum {string} */
              status: 'ok';
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/health/ready': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Whether requests can be served now
     * @description Answers 503 as soon as the process was told to stop, so that load balancers send nothing more to it.
     */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /**
               * @description degraded: a part is down; stopping: the process is about to end.
               * @enum {string}
               */
              status: 'ok' | 'degraded' | 'stopping';
              /** @enum {string} */
              db: 'ok' | 'down';
              /**
               * @description The log, which is in the database where no Kafka is configured.
               * @enum {string}
               */
              kafka: 'ok' | 'down';
              /**
               * @description Only where Redis is configured; the process is ready without it.
               * @enum {string}
               */
              redis?: 'ok' | 'down';
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Done. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /**
               * @description degraded: a part is down; stopping: the process is about to end.
               * @enum {string}
               */
              status: 'ok' | 'degraded' | 'stopping';
              /** @enum {string} */
              db: 'ok' | 'down';
              /**
               * @description The log, which is in the database where no Kafka is configured.
               * @enum {string}
               */
              kafka: 'ok' | 'down';
              /**
               * @description Only where Redis is configured; the process is ready without it.
               * @enum {string}
               */
              redis?: 'ok' | 'down';
            };
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/operations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Consumers, requests and profile
     * @description At most a second old. With several processes, `routes` are those of the one that answers.
     */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** Format: date-time */
              at: string;
              process: {
                /** @description Names the process that answers; `routes` are its own. */
                member: string;
                /** Format: date-time */
                started_at: string;
              };
              profile: {
                /** @enum {string} */
                name: 'embedded' | 'server' | 'cluster';
                /** @enum {string} */
                database: 'embedded' | 'server';
                /**
                 * @description Where what is handed in is kept until it is decided.
                 * @enum {string}
                 */
                log: 'database' | 'kafka';
                demo: boolean;
              };
              /** @description Of all processes. */
              consumers: {
                group: string;
                topic: string;
                partitions: number;
                /** @description Records that the group has not processed yet. */
                lag_records: number;
              }[];
              dead_letters_waiting: number;
              /** @description Since the process began, the busiest route first. */
              routes: {
                method: string;
                /** @description unmatched: requests that no route answers. */
                route: string;
                requests: number;
                /** @description Answered with a status from 400 to 499. */
                client_errors: number;
                /** @description Answered with a status from 500 on. */
                server_errors: number;
                mean_ms: number;
                /** @description No more than one of a hundred took longer; null when that is above 10 seconds. */
                p99_ms: number | null;
              }[];
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/dead-letters': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List records that could not be processed, newest first */
    get: {
      parameters: {
        query?: {
          /** @description Most items to answer, 1 to 500. */
          limit?: string;
          /** @description next_cursor of the page before. */
          cursor?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                id: string;
                /** @description The consumers that could not process the record. */
                group: string;
                topic: string;
                partition: number;
                position: string;
                key: string;
                reason: string;
                /** @enum {string} */
                step: 'decode' | 'decide' | 'save';
                /** @description The beginning of the record. */
                payload: string;
                /** @description Characters of the whole record. */
                payload_length: number;
                /** Format: date-time */
                first_seen_at: string;
              }[];
              /** @description Ask for the next page with it; null on the last. */
              next_cursor: string | null;
            };
          };
        };
        /** @description Refused: invalid-request. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: authentication-required, invalid-credentials. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: wrong-role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: internal-error. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Refused: unavailable. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Authenticate: {
      /** @constant */
      type: 'authenticate';
      /** @description Your name for the message; the answer has the same. */
      id?: string;
      /** @description access_token of a log-in. */
      token: string;
    };
    SubscribeToPrices: {
      /** @constant */
      type: 'subscribe';
      /** @description Your name for the message; the answer has the same. */
      id?: string;
      /** @constant */
      channel: 'prices';
      /** @description Left out: all instruments. */
      symbols?: string[];
    };
    SubscribeToEvents: {
      /** @constant */
      type: 'subscribe';
      /** @description Your name for the message; the answer has the same. */
      id?: string;
      /** @enum {string} */
      channel: 'orders' | 'executions' | 'requests';
      /** @description The last sequence you have: you are told what came after it. Left out: only what is new. */
      after?: string;
    };
    UnsubscribeFromPrices: {
      /** @constant */
      type: 'unsubscribe';
      /** @description Your name for the message; the answer has the same. */
      id?: string;
      /** @constant */
      channel: 'prices';
      /** @description Left out: none any more. */
      symbols?: string[];
    };
    UnsubscribeFromEvents: {
      /** @constant */
      type: 'unsubscribe';
      /** @description Your name for the message; the answer has the same. */
      id?: string;
      /** @enum {string} */
      channel: 'orders' | 'executions' | 'requests';
    };
    Authenticated: {
      /** @constant */
      type: 'authenticated';
      /** @description The id of the message that this answers. */
      id: string | null;
    };
    Subscribed: {
      /** @constant */
      type: 'subscribed';
      /** @description The id of the message that this answers. */
      id: string | null;
      /** @enum {string} */
      channel: 'prices' | 'orders' | 'executions' | 'requests';
      /** @description Of prices: those asked for, null for all. */
      symbols: string[] | null;
      /** @description Where you stand; what comes next is after it. Null for prices: the newest come next. */
      sequence: string | null;
    };
    Unsubscribed: {
      /** @constant */
      type: 'unsubscribed';
      /** @description The id of the message that this answers. */
      id: string | null;
      /** @enum {string} */
      channel: 'prices' | 'orders' | 'executions' | 'requests';
      symbols: string[] | null;
    };
    PricesUpdate: {
      /** @constant */
      type: 'update';
      /** @constant */
      channel: 'prices';
      /** @description Grows with each message of a connection; says nothing in another one. */
      sequence: string;
      items: {
        symbol: string;
        /** Format: decimal */
        value: string;
        currency: string;
        source: string;
        /** Format: date-time */
        as_of: string;
        age_ms: number;
        /** @description Too old to trade on. */
        stale: boolean;
      }[];
    };
    OrdersUpdate: {
      /** @constant */
      type: 'update';
      /** @constant */
      channel: 'orders';
      /** @description Where the reader stands in the channel. The same from every process of Bourse. */
      sequence: string;
      items: {
        /** Format: uuid */
        id: string;
        client_order_id: string | null;
        symbol: string;
        /** @enum {string} */
        side: 'buy' | 'sell';
        /** @enum {string} */
        type: 'market' | 'limit' | 'stop' | 'stop_limit';
        /** Format: decimal */
        quantity: string;
        /** Format: decimal */
        limit_price: string | null;
        /** Format: decimal */
        stop_price: string | null;
        /** @enum {string} */
        time_in_force: 'day' | 'gtc' | 'ioc' | 'fok';
        /** Format: decimal */
        expected_price: string | null;
        /** @enum {string} */
        status: 'accepted' | 'open' | 'partially_filled' | 'filled' | 'cancelled' | 'expired' | 'rejected';
        /** @enum {string|null} */
        reason:
          | 'unknown-symbol'
          | 'instrument-halted'
          | 'price-unavailable'
          | 'price-stale'
          | 'price-moved'
          | 'notional-too-large'
          | 'insufficient-buying-power'
          | 'insufficient-quantity'
          | 'not-filled-immediately'
          | 'balance-too-large'
          | null;
        /** Format: decimal */
        filled_quantity: string;
        /** Format: decimal */
        average_fill_price: string | null;
        /** Format: date-time */
        expires_at: string | null;
        /** Format: date-time */
        created_at: string;
        /** Format: date-time */
        updated_at: string;
      }[];
    };
    ExecutionsUpdate: {
      /** @constant */
      type: 'update';
      /** @constant */
      channel: 'executions';
      /** @description Where the reader stands in the channel. The same from every process of Bourse. */
      sequence: string;
      items: {
        /** @description The order and the number of the fill; the same however often it is told. */
        id: string;
        /** Format: uuid */
        order_id: string;
        client_order_id: string | null;
        symbol: string;
        /** @enum {string} */
        side: 'buy' | 'sell';
        /** Format: decimal */
        quantity: string;
        /** Format: decimal */
        price: string;
        /** Format: decimal */
        notional: string;
        /** Format: decimal */
        commission: string;
        price_source: string;
        /** Format: date-time */
        price_as_of: string;
        /** Format: date-time */
        executed_at: string;
      }[];
    };
    RequestsUpdate: {
      /** @constant */
      type: 'update';
      /** @constant */
      channel: 'requests';
      /** @description Where the reader stands in the channel. The same from every process of Bourse. */
      sequence: string;
      items: {
        request_id: string;
        /** @enum {string} */
        status: 'PENDING' | 'SUCCESS' | 'FAILED';
        trade_id: string;
        version: number;
        /**
         * @description Null unless the request failed.
         * @enum {string|null}
         */
        failure_reason: 'version-superseded' | 'maturity-passed' | 'idempotency-key-reused' | 'not-processable' | null;
        /** Format: date-time */
        created_at: string;
        /**
         * Format: date-time
         * @description When it was decided; until then, when it was created.
         */
        updated_at: string;
      }[];
    };
    Gap: {
      /** @constant */
      type: 'gap';
      /** @enum {string} */
      channel: 'orders' | 'executions' | 'requests';
      /** @description Where the reader stands in the channel. The same from every process of Bourse. */
      sequence: string;
      /** @description What to read again. */
      detail: string;
    };
    Heartbeat: {
      /** @constant */
      type: 'heartbeat';
      /** Format: date-time */
      at: string;
      /** @description Where you stand in each event channel, although nothing happened. */
      sequences: {
        /** @description Where the reader stands in the channel. The same from every process of Bourse. */
        orders?: string;
        /** @description Where the reader stands in the channel. The same from every process of Bourse. */
        executions?: string;
        /** @description Where the reader stands in the channel. The same from every process of Bourse. */
        requests?: string;
      };
    };
    Error: {
      /** @constant */
      type: 'error';
      /** @description The id of the message that this answers. */
      id: string | null;
      /** @enum {string} */
      code:
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
      detail: string;
      /** @description Every fault of the message. */
      errors?: {
        /** @description JSON Pointer (RFC 6901) to the value in the body. Other parts of the request begin with /query, /path or /header. */
        pointer: string;
        /** @description What is wrong with it. */
        message: string;
      }[];
    };
    /** @description A problem document (RFC 9457). */
    Problem: {
      /**
       * Format: uri
       * @description The kind of problem: urn:bourse:problem:<code>. Stable.
       */
      type: string;
      /** @description The kind in words. */
      title: string;
      status: number;
      /** @description What happened and what to do. */
      detail?: string;
      /** @description The path of the request. */
      instance: string;
      /** @description Names the request in the logs. */
      correlation_id: string;
      errors?: {
        /** @description JSON Pointer (RFC 6901) to the value in the body. Other parts of the request begin with /query, /path or /header. */
        pointer: string;
        /** @description What is wrong with it. */
        message: string;
      }[];
    } & {
      [key: string]: unknown;
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
  'POST /api/v1/api-keys',
  'POST /api/v1/orders',
  'POST /api/v1/account/deposits',
  'POST /api/v1/account/withdrawals',
  'POST /api/v1/trades',
]);
