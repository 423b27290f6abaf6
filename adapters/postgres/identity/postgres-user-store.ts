import type { UserStore } from '@bourse/application/ports/identity.ts';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import type { UserRow } from './identity-row-codec.ts';
import { userFromRow } from './identity-row-codec.ts';

/** Users as a table. */
export function createPostgresUserStore(database: Database): UserStore {
  return {
    add: (user) =>
      database.query(async (connection) => {
        const { numAffectedRows } = await sql`
          INSERT INTO users (id, account_id, role, username, username_key, email, email_key, password_hash, created_at_ms)
          VALUES (${user.id}, ${user.accountId}, ${user.role}, ${user.username}, ${user.usernameKey}, ${user.email},
            ${user.emailKey}, ${user.passwordHash}, ${user.createdAtMs})
          ON CONFLICT DO NOTHING`.execute(connection);
        if (numAffectedRows === 1n) return 'added';
        const sameName = await sql`SELECT FROM users WHERE username_key = ${user.usernameKey}`.execute(connection);
        return sameName.rows.length > 0 ? 'username-taken' : 'email-taken';
      }),
    findById: (id) =>
      database.query(async (connection) => {
        const { rows } = await sql<UserRow>`SELECT * FROM users WHERE id = ${id}`.execute(connection);
        return rows.map(userFromRow)[0];
      }),
    findByUsername: (usernameKey) =>
      database.query(async (connection) => {
        const { rows } = await sql<UserRow>`SELECT * FROM users WHERE username_key = ${usernameKey}`.execute(
          connection,
        );
        return rows.map(userFromRow)[0];
      }),
    changePassword: (id, fromHash, toHash) =>
      database.query(async (connection) => {
        const { numAffectedRows } = await sql`
          UPDATE users SET password_hash = ${toHash} WHERE id = ${id} AND password_hash = ${fromHash}`.execute(
          connection,
        );
        return numAffectedRows === 1n ? 'changed' : 'outdated';
      }),
  };
}
