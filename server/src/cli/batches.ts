import type { Command } from 'commander'
import { restoreBatch, voidBatch, type BatchOutcome } from '../imports/batches.commands.ts'
import { command, demandPermission, onDatabase, print, withDatabase } from './frame.ts'

type Options = { withCorrections?: boolean; reason?: string; json?: boolean; as?: string; demo?: boolean; real?: boolean }

export function batchCommands(): Command[] {
  return [
    onDatabase(command('void <batch>', '作废一个导入批次，可恢复 / void an import batch; it can be restored', '有人工更正的记录保持原样并列出 / records with a correction in force stay and are listed.'))
      .option('--with-corrections', '连同人工更正一并作废 / make their corrections inactive too')
      .option('--reason <text>', '原因 / reason')
      .option('--json', '输出 JSON / print JSON')
      .action(runVoid),
    onDatabase(command('restore-batch <batch>', '恢复被作废的批次 / restore a void batch'))
      .option('--reason <text>', '原因 / reason')
      .option('--json', '输出 JSON / print JSON')
      .action(runRestore),
  ]
}

function runVoid(batch: string, options: Options): Promise<void> {
  return withDatabase(options, async ({ db, viewer }) => {
    await demandPermission(viewer, 'import:void')
    const { value, change } = await voidBatch(db, viewer, batch, options.withCorrections ?? false, options.reason ?? null)
    print(shown(value, change.revision, options))
  })
}

function runRestore(batch: string, options: Options): Promise<void> {
  return withDatabase(options, async ({ db, viewer }) => {
    await demandPermission(viewer, 'import:void')
    const { value, change } = await restoreBatch(db, viewer, batch, options.reason ?? null)
    print(shown(value, change.revision, options))
  })
}

function shown(outcome: BatchOutcome, revision: number, options: Options): string {
  if (options.json) return JSON.stringify({ ...outcome, revision })
  const held = outcome.passedOver.map((number) => `  保持原样 / left as it is: ${number ?? '—'}`)
  return [`${outcome.file}: ${outcome.complaints} 件投诉有变 / complaints changed；修订 / revision ${revision}`, ...held].join('\n')
}
