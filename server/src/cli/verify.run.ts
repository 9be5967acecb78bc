import type { Command } from 'commander'
import { digestSecret } from '../imports/secret.ts'
import { keyedDigests } from '../imports/tokens.ts'
import { auditAlone, actorOf } from '../ledger/audit.ts'
import { rebuildRollup, rollups, type RollupName } from '../ledger/rollups.ts'
import { verifyAudit, verifyLedger, type Check } from '../ledger/verify.ts'
import { writeAs } from '../db/snapshot.ts'
import { verifySupervision } from '../supervision/verify-evidence.ts'
import { print, type DatabaseOptions } from './frame.ts'
import { demandPermission, withDatabase } from './with-database.ts'

export function runVerify(what: 'ledger' | 'audit' | undefined, options: DatabaseOptions): Promise<void> {
  return withDatabase(options, async ({ db, viewer, config, exit }) => {
    demandPermission(viewer, 'ledger:read')
    const digests = keyedDigests(digestSecret(config.dataDir))
    const checks = [
      ...(what === 'audit' ? [] : [...(await verifyLedger(db, showCheck, digests.text)), ...(await verifySupervision(db, showCheck))]),
      ...(what === 'ledger' ? [] : await verifyAudit(db, showCheck)),
    ]
    const failed = checks.filter((check) => check.problems.length > 0).length
    await auditAlone(db, { kind: 'VERIFY', actor: actorOf(viewer), detail: { what: what ?? 'all', failed } })
    print(`${checks.length - failed} passed, ${failed} failed`)
    if (failed > 0) exit(1)
  })
}

function showCheck({ name, problems }: Check): void {
  print(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name.zh} / ${name.en}`)
  for (const problem of problems) print(`     ${problem}`)
}

export function runRebuild(_what: 'rollup', name: string | undefined, options: DatabaseOptions, made: Command): Promise<void> {
  const names = Object.keys(rollups) as RollupName[]
  const chosen = name === undefined ? names : names.filter((one) => one === name)
  if (chosen.length === 0) made.error(`没有汇总表 / no rollup ${name}: ${names.join(', ')}`)
  return withDatabase(options, async ({ db, viewer }) => {
    demandPermission(viewer, 'import:void')
    await writeAs(db, 'mingjing_writer', async (tx) => {
      for (const one of chosen) await rebuildRollup(tx, one)
    })
    await auditAlone(db, { kind: 'REBUILD', actor: actorOf(viewer), detail: { rollups: chosen } })
    for (const one of chosen) print(`${one}: 已重建 / made again`)
  })
}
