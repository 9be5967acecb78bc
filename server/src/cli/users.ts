import type { Command } from 'commander'
import { roles } from '../access/permissions.ts'
import { command, onDatabase, type DatabaseOptions } from './frame.ts'

export type UserOptions = DatabaseOptions & {
  role?: string
  institution?: string
  region?: string
  displayName?: string
  from?: string
  to?: string
  json?: boolean
}

export function userCommands(): Command[] {
  const users = command(
    'users',
    '管理用户（权利来自对数据文件夹或数据库的访问） / manage users (the right is access to the data folder or the database)',
  )
  const roleNames = `角色 / roles: ${Object.entries(roles)
    .map(([key, { zh }]) => `${key} ${zh}`)
    .join(', ')}`
  const password = '口令取自环境变量 MINGJING_PASSWORD / the password comes from MINGJING_PASSWORD'
  const run = () => import('./users.run.ts')
  const commands = [
    onDatabase(command('list', '列出用户与授权 / list users and grants'))
      .option('--json', '每位用户一行 JSON / one line of JSON a user')
      .action(async (options) => (await run()).listUsers(options)),
    placed(
      onDatabase(command('invite', '生成一次性链接 / make a one-time link', roleNames)).option('--role <role>', '角色 / role', 'admin'),
    ).action(async (options) => (await run()).inviteUser(options)),
    onDatabase(command('add <name>', '新建用户 / add a user', `${password}\n${roleNames}`))
      .requiredOption('--role <role>', '角色 / role')
      .option('--institution <key>', '联络员、董事会所属机构 / institution of a liaison or board')
      .option('--display-name <text>', '显示名称 / name shown')
      .action(async (name, options) => (await run()).createUser(name, options)),
    onDatabase(command('password <name>', '重设口令 / set a password anew', password)).action(async (name, options) =>
      (await run()).setPassword(name, options),
    ),
    onDatabase(command('token <name>', '为程序生成令牌，只显示一次 / make a bearer token for a program, shown once')).action(
      async (name, options) => (await run()).makeToken(name, options),
    ),
    onDatabase(command('reset <name>', '生成重设口令的一次性链接 / make a one-time link that sets another password')).action(
      async (name, options) => (await run()).resetUser(name, options),
    ),
    onDatabase(command('disable <name>', '停用用户，立即退出 / disable a user, signed out at once')).action(async (name, options) =>
      (await run()).disableUser(name, options, true),
    ),
    onDatabase(command('enable <name>', '恢复停用的用户 / let a disabled user in again')).action(async (name, options) =>
      (await run()).disableUser(name, options, false),
    ),
    onDatabase(command('sessions <name>', '结束该用户的全部会话 / end all sessions of a user')).action(async (name, options) =>
      (await run()).endUserSessions(name, options),
    ),
    placed(onDatabase(command('grant <name>', '授予角色；有截止日即为临时代理 / give a role; with an end it is a stand-in', roleNames)))
      .requiredOption('--role <role>', '角色 / role')
      .action(async (name, options) => (await run()).grantUser(name, options)),
    onDatabase(command('end-grant <grant>', '设授权的截止日（授权号见 list） / set the last day of a grant (its number stands in list)'))
      .option('--to <day>', '截止日；缺省：昨天，即刻收回 / last day; absent: yesterday, at once')
      .action(async (grant, options) => (await run()).endUserGrant(grant, options)),
  ]
  for (const one of commands) users.addCommand(one)
  return [users]
}

/** Where a grant holds, and from when to when. */
function placed<T extends Command>(one: T): T {
  return one
    .option('--region <key>', '辖区（缺省：本级） / region (absent: one’s own)')
    .option('--institution <key>', '联络员、董事会所属机构 / institution of a liaison or board')
    .option('--from <day>', '自何日起（缺省：立即） / first day (absent: now)')
    .option('--to <day>', '到何日止（缺省：长期） / last day (absent: without an end)') as T
}
