import type { Command } from 'commander'
import { roleStatements } from '../db/roles.ts'
import { command, print } from './frame.ts'

export function databaseCommands(): Command[] {
  const database = command('database', '外部 PostgreSQL 的准备 / preparing a PostgreSQL of your own')
  const after = `由有权建角色者在目标库中执行；把 <…> 换成口令。之后用 DATABASE_OWNER_URL 迁移，用 DATABASE_URL（mingjing_app）服务。
For whoever may create roles, run in the target database; put passwords for <…>. Then DATABASE_OWNER_URL migrates and DATABASE_URL (mingjing_app) serves.`
  database.addCommand(
    command('prepare', '打印建角色与授权的语句 / print the statements that make roles and grants', after)
      .option('--name <database>', '库名 / name of the database', 'mingjing')
      .action(({ name }: { name: string }) => {
        for (const statement of roleStatements(name, { app: '<app password>', owner: '<owner password>' })) print(`${statement};`)
      }),
  )
  return [database]
}
