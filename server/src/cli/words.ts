import type { Command } from 'commander'
import { command, onDatabase, type DatabaseOptions } from './frame.ts'

export type WordsOptions = DatabaseOptions & { map?: string; reason?: string; json?: boolean }

export function wordCommands(): Command[] {
  const after = `MEANINGS.json: { "category": { "写法 / word": "词条键、代码或名称 / key, code or label" }, "cause": { "…": null } }
null：以该写法在“其他”下新增词条 / null makes a new entry of that name under 其他。`
  return [
    onDatabase(command('words', '列出字典没有的写法，或归类它们 / list the words that a dictionary lacks, or classify them', after))
      .option('--map <MEANINGS.json>', '各写法的含义；相关投诉随即重新归类 / what words mean; their complaints are classified at once')
      .option('--reason <text>', '理由 / the reason')
      .option('--json', '每个写法一行 JSON / one line of JSON a word')
      .action(async (options) => (await import('./words.run.ts')).runWords(options)),
  ]
}
