import { Argument, type Command } from 'commander'
import { command, onDatabase } from './frame.ts'

export function verifyCommands(): Command[] {
  const after =
    '每项检查一行，最后一行为 N passed, N failed；有不符则退出码 1 / one line a check, last N passed, N failed; exit 1 on a failure.'
  const verify = onDatabase(command('verify [what]', '核验台账重演与审计链 / replay the ledger and walk the audit chain', after)).action(
    async (what, options) => (await import('./verify.run.ts')).runVerify(what, options),
  )
  const names = '名称缺省为全部 / all rollups where the name is absent'
  const rebuild = onDatabase(
    command('rebuild <what> [name]', '由版本重建汇总表（含增量） / make a rollup again from the versions, deltas included', names),
  ).action(async (what, name, options, own) => (await import('./verify.run.ts')).runRebuild(what, name, options, own))
  limit(verify, ['ledger', 'audit'])
  limit(rebuild, ['rollup'])
  return [verify, rebuild]
}

function limit(made: Command, choices: string[]): void {
  const [what] = made.registeredArguments
  if (what instanceof Argument) what.choices(choices)
}
