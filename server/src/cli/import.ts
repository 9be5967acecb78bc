import { Argument, Option, type Command } from 'commander'
import { IMPORT_KINDS } from '../imports/columns.ts'
import { command, onDatabase, type DatabaseOptions } from './frame.ts'

export type ImportOptions = DatabaseOptions & {
  map?: string
  remembered?: boolean
  commit?: boolean
  strict?: boolean
  take?: 'file'
  json?: boolean
  fields?: boolean
  template?: string
  language?: 'zh' | 'en'
  register: 'REGULATOR' | 'INSTITUTION'
  try?: boolean
  replace?: string
}

const after = `不带 --commit 为试导入，台账不变 / without --commit it is a dry run and the ledger stays as it is.
MAP.json: { "columns": { 表头/heading: 字段/field }, "values": { 字段/field: { 写法/written: 值/value } },
            "defaults": { 字段/field: 值/value }, "create": [ 字段/field ], "dates": { 表头/heading: "M/D/YYYY" } }
例 / example: cli import complaints ledger.xlsx --map map.json --commit --json
退出码 1：有文件被拒收，或有名称、用词无法对应（其余行照常入账） / exit 1: a file was refused, or a name or word is unresolved (good rows are in).`

export function importCommands(): Command[] {
  const made = onDatabase(
    command(
      'import <kind> [files...]',
      '导入机构、业务量或投诉台账（XLSX、XLS、网页表格、CSV） / import institutions, exposures or complaint ledgers',
      after,
    ),
  )
    .option('--map <file>', '列映射 JSON 文件 / mapping file')
    .option(
      '--remembered',
      '没有 --map 时，用本机关为同样表头记住的对照；不加此项则只按登记的表头识别 / without --map, read through the mapping kept for these headings; without this option headings are known by the registry alone',
    )
    .option('--commit', '入账 / enter the rows')
    .option('--strict', '有一行不合格就全部不入 / all rows or none')
    .addOption(new Option('--take <whose>', '与人工更正冲突时以文件为准 / the file wins over corrections').choices(['file']))
    .addOption(new Option('--register <name>', '登记口径 / whose register').choices(['REGULATOR', 'INSTITUTION']).default('REGULATOR'))
    .option(
      '--replace <batch>',
      '同一笔变更中作废此批次（更正后重发、无编号的文件） / void this batch in the same change (a file without numbers, sent again)',
    )
    .option('--try', '允许把真实台账试装入演示库 / let a real ledger into the demo, to try')
    .option('--json', '每个文件输出一行 JSON / one line of JSON a file')
    .option('--template <file>', '写出该类文件的空白模板（XLSX） / write an empty template of this kind')
    .addOption(new Option('--language <language>', '模板的语言 / language of the template').choices(['zh', 'en']).default('zh'))
    .option('--fields', '列出该类文件的字段 / list the fields of this kind')
    .action(async (kind, files, options, own) => (await import('./import.run.ts')).runImport(kind, files, options, own))
  // The kind's choices belong in the help, so the argument is described after it was parsed from the signature.
  const [kind] = made.registeredArguments
  if (kind instanceof Argument) kind.choices(IMPORT_KINDS)
  return [made]
}
