import { Type } from 'typebox';
import { ROLES } from '@bourse/core/identity/role.ts';
import { SCOPES } from '@bourse/core/identity/scope.ts';
import { TimeText, UuidText } from './format-schema.ts';
import { Choice, idempotencyHeaders, Nullable, PageOf, Shape } from './shape-schema.ts';

/** Longest text that is looked at in a form; the rules of core say what is too long. */
const MAX_FIELD_LENGTH = 512;

const FormText = (description: string) => Type.String({ maxLength: MAX_FIELD_LENGTH, description });

export const RegistrationSchema = Shape({
  username: FormText(
    '3 to 32 letters, digits, dots, hyphens and underscores, beginning with a letter. Case does not matter.',
  ),
  email: FormText('An e-mail address.'),
  password: FormText('8 to 128 characters, not one of the well-known ones.'),
});

export const RegisteredSchema = Shape({ user_id: UuidText(), account_id: UuidText(), username: Type.String() });

export const CredentialsSchema = Shape({ username: FormText('As registered.'), password: FormText('The password.') });

export const RefreshTokenSchema = Shape({
  refresh_token: FormText('refresh_token of the log-in or the last refresh.'),
});

export const SessionSchema = Shape({
  access_token: Type.String({ description: 'Send it as "Authorization: Bearer …".' }),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer({ description: 'Seconds the access token is good for.' }),
  refresh_token: Type.String({ description: 'Works once; using it again ends the log-in.' }),
});

export const BrowserSessionSchema = Shape({
  access_token: Type.String({ description: 'Send it as "Authorization: Bearer …".' }),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer({ description: 'Seconds the access token is good for.' }),
  user: Shape({
    id: UuidText(),
    username: Type.String(),
    role: Choice(ROLES),
    account_id: Nullable(UuidText({ description: 'Null for operators.' })),
  }),
});

export const PasswordChangeSchema = Shape({
  current_password: FormText('The current password.'),
  new_password: FormText('8 to 128 characters, not one of the well-known ones.'),
});

export const OwnSessionsSchema = Shape({
  items: Type.Array(
    Shape({
      id: UuidText(),
      began_at: TimeText(),
      last_used_at: TimeText({ description: 'When it was refreshed last.' }),
      ends_at: TimeText({ description: 'When it ends unless it is used, and at the latest.' }),
      user_agent: Nullable(Type.String({ description: 'What the client called itself at the log-in.' })),
      current: Type.Boolean({ description: 'Whether it is the one in the cookie of this request.' }),
    }),
  ),
});

export const ProfileSchema = Shape({
  user_id: UuidText(),
  account_id: Nullable(UuidText()),
  username: Type.String(),
  email: Type.String(),
  role: Choice(ROLES),
  created_at: TimeText(),
});

export const ApiKeyHeaders = idempotencyHeaders(
  'The same key makes one API key. As that is shown only once, a repetition is refused (409) and told its id.',
);

export const ApiKeyFormSchema = Shape({
  name: Type.String({ minLength: 1, maxLength: 64, description: 'To tell keys apart.' }),
  scopes: Type.Array(Choice(SCOPES), { minItems: 1, maxItems: SCOPES.length, uniqueItems: true }),
  expires_at: Type.Optional(
    Nullable(TimeText({ description: 'From then on the key is refused; absent or null: never.' })),
  ),
});

export const CreatedApiKeySchema = Shape({
  id: UuidText(),
  key: Type.String({ description: 'Shown here and never again. Send it as X-API-Key.' }),
  name: Type.String(),
  scopes: Type.Array(Choice(SCOPES)),
  expires_at: Nullable(TimeText()),
});

const ApiKeySchema = Shape({
  id: UuidText(),
  name: Type.String(),
  scopes: Type.Array(Choice(SCOPES)),
  created_at: TimeText(),
  expires_at: Nullable(TimeText()),
  last_used_at: Nullable(TimeText({ description: 'Told to the minute.' })),
});

export const ApiKeyPageSchema = PageOf(ApiKeySchema);

export const PublicKeysSchema = Shape({
  keys: Type.Array(
    Shape({
      kty: Type.String(),
      crv: Type.String(),
      x: Type.String(),
      kid: Type.String(),
      alg: Type.String(),
      use: Type.String(),
    }),
  ),
});
