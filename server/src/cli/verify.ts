import { Argument, type Command } from 'commander'
import { digestSecret } from '../imports/secret.ts'
import { keyedDigests } from '../imports/tokens.ts'
import { auditAlone, actorOf } from '../ledger/audit.ts'
import { rebuildRollup, rollups, type RollupName } from '../ledger/rollups.ts'
import { verifyAudit, verifyLedger, type Check } from '../ledger/verify.ts'
import { writeAs } from '../db/snapshot.ts'
import { command, demandPermission, onDatabase, print, withDatabase } from './frame.ts'

type Options = { as?: string; demo?: boolean; real?: boolean }

export function verifyCommands(): Command[] {
  const after = '每项检查一行，最后一行为 N passed, N failed；有不符则退出码 1 / one line a check, last N passed, N failed; exit 1 on a failure.'
  const verify = onDatabase(command('verify [what]', '核验台账重演与审计链 / replay the ledger and walk the audit chain', after)).action(runVerify)
  const rebuild = onDatabase(command('rebuild <what> [name]', '由版本重建汇总表（含增量） / make a rollup again from the versions, deltas included', `名称 / names: ${Object.keys(rollups).join(', ')}；缺省为全部 / all where absent`)).action(runRebuild)
  limit(verify, ['ledger', 'audit'])
  limit(rebuild, ['rollup'])
  return [verify, rebuild]
}

function limit(made: Command, choices: string[]): void {
  const [what] = made.registeredArguments
  if (what instanceof Argument) what.choices(choices)
}

function runVerify(what: 'ledger' | 'audit' | undefined, options: Options): Promise<void> {
  return withDatabase(options, async ({ db, viewer, config, exit }) => {
    await demandPermission(viewer, 'ledger:read')
    const digests = keyedDigests(digestSecret(config.dataDir))
    const checks = [
      ...(what === 'audit' ? [] : await verifyLedger(db, showCheck, digests.text)),
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

function runRebuild(_what: 'rollup', name: string | undefined, options: Options, made: Command): Promise<void> {
  const names = Object.keys(rollups) as RollupName[]
  const chosen = name === undefined ? names : names.filter((one) => one === name)
  if (chosen.length === 0) made.error(`没有汇总表 / no rollup ${name}: ${names.join(', ')}`)
  return withDatabase(options, async ({ db, viewer }) => {
    await demandPermission(viewer, 'import:void')
    await writeAs(db, 'mingjing_writer', async (tx) => {
      for (const one of chosen) await rebuildRollup(tx, one)
    })
    await auditAlone(db, { kind: 'REBUILD', actor: actorOf(viewer), detail: { rollups: chosen } })
    for (const one of chosen) print(`${one}: 已重建 / made again`)
  })
}
