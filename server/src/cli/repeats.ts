import type { Command } from 'commander'
import { command, onDatabase, type DatabaseOptions } from './frame.ts'

export type RepeatsOptions = DatabaseOptions & {
  json?: boolean
  period?: string
  register?: string
  confirm?: string
  dismiss?: string
  split?: string
  undo?: string
  reason?: string
}

export function repeatCommands(): Command[] {
  const after = `PAIRS: 键~键，多对以逗号分隔，清单第一栏即是 / key~key, several by commas, as the list's first column has them`
  return [
    onDatabase(command('repeats', '列出、确认或排除重复投诉 / list, confirm or dismiss repeat complaints', after))
      .option('--period <period>', '后一件受理于此期间 / where the later one was received in this period')
      .option('--register <REGULATOR|INSTITUTION>', '台账 / the register', 'REGULATOR')
      .option('--confirm <all|PAIRS>', '确认为同一件事 / confirm as one matter')
      .option('--dismiss <all|PAIRS>', '排除，不再提示 / dismiss, not proposed again')
      .option('--split <KEYS>', '拆分所列投诉（逗号分隔） / set the complaints named free, by commas')
      .option(
        '--undo <CHANGE>',
        '整体撤销一次确认或排除（变更键或修订号） / undo one confirmation or dismissal as a whole (key or revision)',
      )
      .option('--reason <text>', '理由，改动时必填 / the reason, needed to change anything')
      .option('--json', '每对一行 JSON / one line of JSON a pair')
      .action(async (options) => (await import('./repeats.run.ts')).runRepeats(options)),
  ]
}
