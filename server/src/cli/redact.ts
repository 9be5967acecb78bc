import type { Command } from 'commander'
import { command, onDatabase, type DatabaseOptions } from './frame.ts'

export type RedactOptions = DatabaseOptions & { reason: string; source?: string; text?: string }

export function redactCommands(): Command[] {
  const after =
    '统计不受影响；变更记录留下新旧摘要，核验照此认可 / figures stay; the change line keeps old and new digest, and verify accepts exactly that.'
  return [
    onDatabase(command('redact <number>', '删除或改写一件投诉的内容与投诉人标记 / overwrite a complaint’s texts and person token', after))
      .requiredOption('--reason <text>', '理由 / the reason')
      .option('--source <name>', '编号的来源 / who issued the number')
      .option('--text <text>', '代替的内容（会脱敏） / what is to stand there (it is masked)')
      .action(async (number, options) => (await import('./redact.run.ts')).runRedact(number, options)),
  ]
}
