import type { Command } from 'commander'
import { command, onDatabase, type DatabaseOptions } from './frame.ts'

export type BatchOptions = DatabaseOptions & { withCorrections?: boolean; reason?: string; json?: boolean }

export function batchCommands(): Command[] {
  return [
    onDatabase(
      command(
        'void <batch>',
        '作废一个导入批次，可恢复 / void an import batch; it can be restored',
        '有人工更正的记录保持原样并列出 / records with a correction in force stay and are listed.',
      ),
    )
      .option('--with-corrections', '连同人工更正一并作废 / make their corrections inactive too')
      .option('--reason <text>', '原因 / reason')
      .option('--json', '输出 JSON / print JSON')
      .action(async (batch, options) => (await import('./batches.run.ts')).runVoid(batch, options)),
    onDatabase(command('restore-batch <batch>', '恢复被作废的批次 / restore a void batch'))
      .option('--reason <text>', '原因 / reason')
      .option('--json', '输出 JSON / print JSON')
      .action(async (batch, options) => (await import('./batches.run.ts')).runRestore(batch, options)),
  ]
}
