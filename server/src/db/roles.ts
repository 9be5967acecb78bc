import type { ClientBase } from 'pg'

/** The seven roles of data.md 8: group roles own no login, `mingjing_app` owns nothing but its memberships. */
const takenByApp = ['mingjing_reader_all', 'mingjing_reader_scope', 'mingjing_writer', 'mingjing_identity', 'mingjing_unmask'] as const

/**
 * The statements that make roles and memberships, safe to run again. Roles are of the whole cluster, the rest of one
 * database; `cli database prepare` prints them. `appPassword` null leaves the password as it is.
 */
export function roleStatements(database: string, passwords: { app: string | null; owner: string | null }): string[] {
  return [
    createRole('mingjing_owner', passwords.owner === null ? 'nologin' : 'login'),
    createRole('mingjing_app', 'login noinherit'),
    ...takenByApp.map((role) => createRole(role, 'nologin')),
    ...(passwords.owner === null ? [] : [`alter role mingjing_owner login password ${literal(passwords.owner)}`]),
    ...(passwords.app === null ? [] : [`alter role mingjing_app login password ${literal(passwords.app)}`]),
    ...takenByApp.map((role) => `grant ${role} to mingjing_app with inherit false, set true`),
    // The owner makes a function that belongs to the reader of all (migration 0003).
    'grant mingjing_reader_all to mingjing_owner with inherit false, set true',
    // The maker of a role may administer it but not act as it, so it grants itself the right.
    'grant mingjing_owner to current_user with inherit true, set true',
    `grant connect, create, temporary on database ${identifier(database)} to mingjing_owner`,
    `grant connect on database ${identifier(database)} to mingjing_app`,
    // A commit works through temporary tables.
    `grant temporary on database ${identifier(database)} to mingjing_writer`,
    // A second grant could seem to come from the owner itself, which PostgreSQL refuses.
    `do $$ begin if not has_schema_privilege('mingjing_owner', 'public', 'CREATE WITH GRANT OPTION')
      then grant usage, create on schema public to mingjing_owner with grant option; end if; end $$`,
  ]
}

/** Makes the roles through a connection that may create roles. */
export async function ensureRoles(
  client: ClientBase,
  database: string,
  passwords: { app: string | null; owner: string | null },
): Promise<void> {
  // Roles are shared by the cluster: two starts at once would both see a role missing.
  await client.query('begin')
  await client.query("select pg_advisory_xact_lock(hashtext('mingjing roles'))")
  for (const statement of roleStatements(database, passwords)) await client.query(statement)
  await client.query('commit')
}

function createRole(name: string, options: string): string {
  return `do $$ begin if not exists (select from pg_roles where rolname = '${name}') then create role ${name} ${options}; end if; end $$`
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
