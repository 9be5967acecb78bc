import { roles, type Role } from '../access/permissions.ts'
import { newToken, tokenDigest } from '../access/session.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import { actorOf, appendAudit } from '../ledger/audit.ts'
import { dayIn } from '../ledger/clock.ts'
import { rootRegionId } from '../ledger/install.ts'
import { dayBefore } from '../ledger/institution-history.ts'
import { InvalidError, NotFoundError } from '../platform/errors.ts'
import { endSessions, setDisabled } from '../users/accounts.commands.ts'
import { addGrant, setGrantEnd } from '../users/grants.commands.ts'
import { checkNewUser, inviteUser as inviteUserCommand, resetPassword, writePassword } from '../users/invitations.ts'
import { addUser } from '../users/users.commands.ts'
import { readUsers } from '../users/users.queries.ts'
import type { GrantAsked } from '../users/users.rules.ts'
import type { UserOptions } from './users.ts'
import { print } from './frame.ts'
import { type Run, withDatabase } from './with-database.ts'

const roleNames = Object.entries(roles)
  .map(([key, { zh }]) => `${key} ${zh}`)
  .join(', ')

export function listUsers(options: UserOptions): Promise<void> {
  return withDatabase(options, (run) => list(run, options))
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

export function resetUser(name: string, options: UserOptions): Promise<void> {
  return withDatabase(options, (run) => reset(run, name))
}

export function disableUser(name: string, options: UserOptions, disabled: boolean): Promise<void> {
  return withDatabase(options, async ({ db, viewer }) => {
    await setDisabled(db, viewer, name, disabled)
    print(disabled ? `${name}: 已停用 / disabled` : `${name}: 已恢复 / enabled`)
  })
}

export function endUserSessions(name: string, options: UserOptions): Promise<void> {
  return withDatabase(options, async ({ db, viewer }) => {
    print(`${name}: ${await endSessions(db, viewer, name)} 个会话已结束 / sessions ended`)
  })
}

export function grantUser(name: string, options: UserOptions): Promise<void> {
  return withDatabase(options, (run) => grant(run, name, options))
}

export function endUserGrant(key: string, options: UserOptions): Promise<void> {
  return withDatabase(options, async ({ db, viewer }) => {
    const endsOn = options.to ?? dayBefore(dayIn(new Date()))
    await setGrantEnd(db, viewer, { grant: key.replace(/^#/, ''), endsOn })
    print(`#${key.replace(/^#/, '')} → ${endsOn}`)
  })
}

async function list({ db, viewer }: Run, options: UserOptions): Promise<void> {
  const users = await readUsers(db, viewer)
  for (const user of users) {
    if (options.json) {
      print(JSON.stringify(user))
      continue
    }
    const { name, displayName, disabled, grants, lastSignInAt } = user
    const seen = lastSignInAt === null ? '—' : lastSignInAt.toISOString().slice(0, 16)
    const held = grants.filter((grant) => grant.inForce).map(({ role }) => role)
    print([name, displayName.zh, [...new Set(held)].join(',') || '—', seen, disabled ? '停用 / disabled' : ''].join('\t'))
    for (const { key, role, scope, startsOn, endsOn, inForce } of grants)
      print(`  #${key} ${role} ${scope?.zh ?? ''} ${startsOn ?? '…'} → ${endsOn ?? '…'}${inForce ? '' : ' （不在有效期 / not in force）'}`)
  }
}

async function inviteOne({ db, viewer }: Run, options: UserOptions): Promise<void> {
  const { token } = await inviteUserCommand(db, viewer, await askedGrant(db, options))
  print(`/setup#${token}`)
}

async function reset({ db, viewer }: Run, name: string): Promise<void> {
  const { token } = await resetPassword(db, viewer, name)
  print(`/setup?user=${encodeURIComponent(name)}#${token}`)
}

async function grant({ db, viewer }: Run, name: string, options: UserOptions): Promise<void> {
  const asked = await askedGrant(db, options)
  const key = await addGrant(db, viewer, name, asked)
  print(`#${key} ${name}: ${roles[asked.role].zh} / ${roles[asked.role].en}`)
}

/** What the options ask for: without a place, the root of the tree. */
async function askedGrant(db: Db, options: UserOptions): Promise<GrantAsked> {
  const root = await writeAs(db, 'mingjing_identity', (tx) =>
    tx.selectFrom('region').select('key').where('region_id', '=', rootRegionId).executeTakeFirstOrThrow(),
  )
  const institution = options.institution ?? null
  const region = institution === null ? (options.region ?? root.key) : (options.region ?? null)
  return { role: knownRole(options.role), region, institution, startsOn: options.from ?? null, endsOn: options.to ?? null }
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
    await writePassword(tx, id, password)
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
