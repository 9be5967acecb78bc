import { restoreBatch, voidBatch, type BatchOutcome } from '../imports/batches.commands.ts'
import type { BatchOptions } from './batches.ts'
import { print } from './frame.ts'
import { demandPermission, withDatabase } from './with-database.ts'

export function runVoid(batch: string, options: BatchOptions): Promise<void> {
  return withDatabase(options, async ({ db, viewer }) => {
    demandPermission(viewer, 'import:void')
    const { value, change } = await voidBatch(db, viewer, batch, options.withCorrections ?? false, options.reason ?? null)
    print(shown(value, change.revision, options))
  })
}

export function runRestore(batch: string, options: BatchOptions): Promise<void> {
  return withDatabase(options, async ({ db, viewer }) => {
    demandPermission(viewer, 'import:void')
    const { value, change } = await restoreBatch(db, viewer, batch, options.reason ?? null)
    print(shown(value, change.revision, options))
  })
}

function shown(outcome: BatchOutcome, revision: number, options: BatchOptions): string {
  if (options.json) return JSON.stringify({ ...outcome, revision })
  const held = outcome.passedOver.map((number) => `  保持原样 / left as it is: ${number ?? '—'}`)
  return [`${outcome.file}: ${outcome.complaints} 件投诉有变 / complaints changed；修订 / revision ${revision}`, ...held].join('\n')
}
