import type { Command } from 'commander'
import { command, onDatabase, type DatabaseOptions } from './frame.ts'

export type BackupOptions = DatabaseOptions & { withKeys?: boolean }
export type RestoreOptions = { replace?: boolean }

export function backupCommands(): Command[] {
  const after =
    '一个 tar 文件，取自同一快照，含每张表的行数与 SHA-256 / one tar file of one snapshot, with the rows and SHA-256 of each table.'
  return [
    onDatabase(command('backup <file>', '备份整个库 / back up the whole database', after))
      .option('--with-keys', '连同摘要密钥（妥善保管） / with the keys of digests (keep it safe)')
      .action(async (file, options) => (await import('./backup.run.ts')).runBackup(file, options)),
    command(
      'restore <file>',
      '把备份恢复到空库（内置或 DATABASE_URL） / restore an archive into an empty database (embedded or DATABASE_URL)',
    )
      .option('--replace', '丢弃内置库中已有的数据 / throw away what the embedded database holds')
      .action(async (file, options) => (await import('./backup.run.ts')).runRestore(file, options)),
  ]
}
