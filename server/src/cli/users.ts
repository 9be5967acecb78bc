import type { Command } from 'commander'
import { roles } from '../access/permissions.ts'
import { command, onDatabase, type DatabaseOptions } from './frame.ts'

export type UserOptions = DatabaseOptions & { role?: string; institution?: string; displayName?: string }

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
    onDatabase(command('list', '列出用户与授权 / list users and grants')).action(async (options) => (await run()).listUsers(options)),
    onDatabase(command('invite', '生成一次性链接 / make a one-time link', roleNames))
      .option('--role <role>', '角色 / role', 'admin')
      .action(async (options) => (await run()).inviteUser(options)),
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
  ]
  for (const one of commands) users.addCommand(one)
  return [users]
}
