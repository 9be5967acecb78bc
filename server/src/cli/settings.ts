import type { Command } from 'commander'
import { command, onDatabase, type DatabaseOptions } from './frame.ts'

export type SettingsOptions = DatabaseOptions & {
  set?: string
  inherit?: string
  from?: string
  reason?: string
  on?: string
  jurisdiction?: string
  json?: boolean
}

export function settingsCommands(): Command[] {
  const after = `例 / example: cli settings --set deadlineDays=30 --from 2025-07-01 --reason "2025 年新规定"
撤销：设回原值，或 --inherit 名称 取消本级的值 / to undo: set it back, or --inherit NAME takes this node's own value away.`
  return [
    onDatabase(command('settings', '列出或更改设置 / list or change settings', after))
      .option('--set <name=value>', '设为此值 / set to this value')
      .option('--inherit <name>', '取消本级自该日起的值，沿用上级 / take the own value of that day away')
      .option('--from <day>', '自何日起（缺省：一直） / from which day on (absent: always)')
      .option('--reason <text>', '理由（更改时必填） / the reason (needed for a change)')
      .option('--on <day>', '列出哪一天的值（缺省：今天） / the values of which day (absent: today)')
      .option('--jurisdiction <key>', '辖区（缺省：本级） / jurisdiction (absent: one’s own)')
      .option('--json', '每项一行 JSON / one line of JSON a setting')
      .action(async (options) => (await import('./settings.run.ts')).runSettings(options)),
  ]
}
