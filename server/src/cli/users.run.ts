import { sql } from 'kysely'
import { hashPassword } from '../access/password.ts'
import { roles, type Role } from '../access/permissions.ts'
import { newToken, tokenDigest } from '../access/session.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import { actorOf, appendAudit } from '../ledger/audit.ts'
import { rootRegionId } from '../ledger/install.ts'
import { InvalidError, NotFoundError } from '../platform/errors.ts'
import { checkNewUser, invite } from '../users/invitations.ts'
import { addUser } from '../users/users.commands.ts'
import type { UserOptions } from './users.ts'
import { print } from './frame.ts'
import { type Run, withDatabase } from './with-database.ts'

const roleNames = Object.entries(roles)
  .map(([key, { zh }]) => `${key} ${zh}`)
  .join(', ')

export function listUsers(options: UserOptions): Promise<void> {
  return withDatabase(options, list)
}

export function inviteUser(options: UserOptions): Promise<void> {
  return withDatabase(options, (run) => inviteOne(run, options))
}

export function createUser(name: string, options: UserOptions): Promise<void> {
  return withDatabase(options, (run) => create(run, name, options))
}

export function setPassword(name: string, options: UserOptions): Promise<void> {
  return withDatabase(options, (run) => changePassword(run, name))
}

export function makeToken(name: string, options: UserOptions): Promise<void> {
  return withDatabase(options, (run) => giveToken(run, name))
}

async function list({ db }: Run): Promise<void> {
  const { rows } = await writeAs(db, 'mingjing_identity', (tx) =>
    sql<{ name: string; zh: string; disabled: boolean; grants: string | null }>`
      select u.name, u.zh, u.disabled, string_agg(g.role, ',' order by g.id) as grants
      from user_account u left join user_grant g on g.user_id = u.id group by u.id order by u.name`.execute(tx),
  )
  for (const { name, zh, disabled, grants } of rows) print([name, zh, grants ?? '—', disabled ? '停用 / disabled' : ''].join('\t'))
}

async function inviteOne({ db }: Run, options: UserOptions): Promise<void> {
  const token = await invite(db, knownRole(options.role), rootRegionId)
  print(`/setup#${token}`)
}

async function create({ db, viewer }: Run, name: string, options: UserOptions): Promise<void> {
  const role = knownRole(options.role)
  const password = givenPassword()
  checkNewUser(name, password)
  await writeAs(db, 'mingjing_identity', async (tx) => {
    const scope = options.institution ? { institution: await institutionId(tx, options.institution) } : { region: rootRegionId }
    const shown = options.displayName ?? name
    await addUser(tx, { name, displayName: { zh: shown, en: shown }, password, grants: [{ role, ...scope }], grantedBy: viewer.name })
    await appendAudit(tx, { kind: 'ADD_USER', actor: actorOf(viewer), detail: { name, role } })
  })
  print(`${name}: ${roles[role].zh} / ${roles[role].en}`)
}

async function changePassword({ db, viewer }: Run, name: string): Promise<void> {
  const password = givenPassword()
  checkNewUser(name, password)
  const id = await userId(db, name)
  await writeAs(db, 'mingjing_identity', async (tx) => {
    const secret = await hashPassword(password)
    const changed = await tx
      .updateTable('user_identity')
      .set({ secret_hash: secret })
      .where('user_id', '=', id)
      .where('kind', '=', 'PASSWORD')
      .executeTakeFirst()
    if (changed.numUpdatedRows === 0n)
      await tx.insertInto('user_identity').values({ user_id: id, kind: 'PASSWORD', secret_hash: secret }).execute()
    await tx.deleteFrom('user_session').where('user_id', '=', id).execute()
    await appendAudit(tx, { kind: 'SET_PASSWORD', actor: actorOf(viewer), detail: { name } })
  })
  print(`${name}: 口令已更新 / password set`)
}

async function giveToken({ db, viewer }: Run, name: string): Promise<void> {
  const id = await userId(db, name)
  const token = newToken()
  await writeAs(db, 'mingjing_identity', async (tx) => {
    await tx
      .insertInto('user_identity')
      .values({ user_id: id, kind: 'TOKEN', secret_hash: tokenDigest(token).toString('hex') })
      .execute()
    await appendAudit(tx, { kind: 'MAKE_TOKEN', actor: actorOf(viewer), detail: { name } })
  })
  print(token)
}

async function userId(db: Db, name: string): Promise<number> {
  const user = await writeAs(db, 'mingjing_identity', (tx) =>
    tx.selectFrom('user_account').select('id').where('name', '=', name).executeTakeFirst(),
  )
  if (!user) throw new NotFoundError({ zh: `没有用户“${name}”。`, en: `There is no user ${name}.` })
  return user.id
}

async function institutionId(tx: Parameters<typeof addUser>[0], key: string): Promise<number> {
  const found = await tx.selectFrom('institution').select('institution_id').where('key', '=', key).executeTakeFirst()
  if (!found) throw new NotFoundError({ zh: `没有机构“${key}”。`, en: `There is no institution ${key}.` })
  return found.institution_id
}

function knownRole(role: string | undefined): Role {
  if (role !== undefined && role in roles) return role as Role
  throw new InvalidError({
    zh: `没有角色“${role}”。可选：${roleNames}`,
    en: `There is no role ${role}. Choose: ${Object.keys(roles).join(', ')}`,
  })
}

function givenPassword(): string {
  const password = process.env['MINGJING_PASSWORD']
  if (password) return password
  throw new InvalidError({
    zh: '请在环境变量 MINGJING_PASSWORD 中给出口令。',
    en: 'Give the password in the environment variable MINGJING_PASSWORD.',
  })
}
