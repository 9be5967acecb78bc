import type { Command } from 'commander'
import { redact } from '../complaints/redact.commands.ts'
import { digestSecret } from '../imports/secret.ts'
import { keyedDigests } from '../imports/tokens.ts'
import { command, demandPermission, onDatabase, print, withDatabase } from './frame.ts'

type Options = { as?: string; demo?: boolean; real?: boolean; reason: string; source?: string; text?: string }

export function redactCommands(): Command[] {
  const after = '统计不受影响；变更记录留下新旧摘要，核验照此认可 / figures stay; the change line keeps old and new digest, and verify accepts exactly that.'
  return [
    onDatabase(command('redact <number>', '删除或改写一件投诉的内容与投诉人标记 / overwrite a complaint’s texts and person token', after))
      .requiredOption('--reason <text>', '理由 / the reason')
      .option('--source <name>', '编号的来源 / who issued the number')
      .option('--text <text>', '代替的内容（会脱敏） / what is to stand there (it is masked)')
      .action(runRedact),
  ]
}

function runRedact(number: string, options: Options): Promise<void> {
  return withDatabase(options, async ({ db, viewer, config }) => {
    await demandPermission(viewer, 'complaint:correct')
    const digests = keyedDigests(digestSecret(config.dataDir))
    const done = await redact(db, viewer, { number, source: options.source ?? null, reason: options.reason, text: options.text ?? null }, digests)
    print(`${number}: ${done.texts} 段内容 / texts, revision ${done.revision}`)
  })
}
