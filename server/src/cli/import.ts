import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Argument, type Command, Option } from 'commander'
import { columnsOf, IMPORT_KINDS, type ImportKind } from '../imports/columns.ts'
import { importFile, refusalOf, type CommitOptions, type ImportHooks } from '../imports/imports.commands.ts'
import { checkMap, type ImportMap } from '../imports/map.ts'
import { Refusal } from '../imports/refusal.ts'
import { refusedReport, reportLine, type ImportReport } from '../imports/report.ts'
import { digestSecret } from '../imports/secret.ts'
import type { Register } from '../imports/stage.ts'
import { command, demandPermission, onDatabase, print, tell, withDatabase, type Run } from './frame.ts'

type Options = {
  map?: string
  commit?: boolean
  strict?: boolean
  take?: 'file'
  json?: boolean
  fields?: boolean
  register: Register
  try?: boolean
  replace?: string
  as?: string
  demo?: boolean
  real?: boolean
}

export function importCommands(): Command[] {
  const after = `不带 --commit 为试导入，台账不变 / without --commit it is a dry run and the ledger stays as it is.
MAP.json: { "columns": { 表头/heading: 字段/field }, "values": { 字段/field: { 写法/written: 值/value } },
            "defaults": { 字段/field: 值/value }, "create": [ 字段/field ], "dates": { 表头/heading: "M/D/YYYY" } }
例 / example: cli import complaints ledger.xlsx --map map.json --commit --json
退出码 1：有文件被拒收，或有名称、用词无法对应（其余行照常入账） / exit 1: a file was refused, or a name or word is unresolved (good rows are in).`
  const made = onDatabase(command('import <kind> [files...]', '导入机构、业务量或投诉台账（CSV、XLSX） / import institutions, exposures or complaint ledgers', after))
    .option('--map <file>', '列映射 JSON 文件 / mapping file')
    .option('--commit', '入账 / enter the rows')
    .option('--strict', '有一行不合格就全部不入 / all rows or none')
    .addOption(new Option('--take <whose>', '与人工更正冲突时以文件为准 / the file wins over corrections').choices(['file']))
    .addOption(new Option('--register <name>', '登记口径 / whose register').choices(['REGULATOR', 'INSTITUTION']).default('REGULATOR'))
    .option('--replace <batch>', '同一笔变更中作废此批次（更正后重发、无编号的文件） / void this batch in the same change (a file without numbers, sent again)')
    .option('--try', '允许把真实台账试装入演示库 / let a real ledger into the demo, to try')
    .option('--json', '每个文件输出一行 JSON / one line of JSON a file')
    .option('--fields', '列出该类文件的字段 / list the fields of this kind')
    .action(runImport)
  // The kind's choices belong in the help, so the argument is described after it was parsed from the signature.
  const [kind] = made.registeredArguments
  if (kind instanceof Argument) kind.choices(IMPORT_KINDS)
  return [made]
}

async function runImport(kind: ImportKind, files: string[], options: Options, made: Command): Promise<void> {
  if (options.fields) return listFields(kind)
  if (files.length === 0) made.error('缺少文件 / a file is missing')
  const map = await readMap(kind, options.map, made)
  for (const file of files) await stat(file).catch(() => made.error(`文件不存在 / no such file: ${file}`))
  await withDatabase(options, async (run) => {
    await demandPermission(run.viewer, options.commit ? 'import:commit' : 'import:prepare')
    for (const file of files) {
      const report = await importOne(run, kind, file, map, options)
      print(options.json ? reportLine(report) : summary(report))
      if (report.refused || report.unresolved.length > 0) run.exit(1)
    }
  })
}

async function importOne(run: Run, kind: ImportKind, file: string, map: ImportMap | Refusal, options: Options): Promise<ImportReport> {
  const fileName = basename(file)
  if (map instanceof Refusal) return refusedReport(fileName, kind, refusalOf(map))
  const commit: CommitOptions | null = options.commit
    ? { strict: options.strict ?? false, take: options.take === 'file', tryDemo: options.try ?? false, replace: options.replace ?? null }
    : null
  const asked = { path: file, fileName, kind, map, register: options.register }
  const hooks = progressHooks(fileName)
  return importFile(run.db, run.viewer, asked, digestSecret(run.config.dataDir), commit, hooks)
}

async function readMap(kind: ImportKind, file: string | undefined, made: Command): Promise<ImportMap | Refusal> {
  if (!file) return {}
  const text = await readFile(file, 'utf8').catch(() => made.error(`文件不存在 / no such file: ${file}`))
  try {
    return checkMap(kind, JSON.parse(text.replace(/^\uFEFF/, '')))
  } catch (error) {
    if (error instanceof Refusal) return error
    return made.error(`${file} 不是 JSON / is not JSON: ${(error as Error).message}`)
  }
}

/** Progress on a terminal only; it is written over itself. */
function progressHooks(file: string): ImportHooks {
  const shown = process.stderr.isTTY
  const steps = { READING: '读取 / reading', COMPARING: '比对 / comparing', COMMITTING: '入账 / entering' }
  return {
    ...(shown ? { progress: (step, rows) => void process.stderr.write(`\r\u001b[K${file}  ${steps[step]}  ${rows}`) } : {}),
    onWait: () => tell('等待另一笔变更完成…… / waiting for another change to be committed …'),
  }
}

function listFields(kind: ImportKind): void {
  for (const [key, column] of Object.entries(columnsOf(kind))) {
    const marks = [column.required ? '必填 / required' : '', column.personal ? '个人信息，不保存 / personal, not kept' : ''].filter(Boolean)
    print(`${key.padEnd(24)} ${column.label.zh} / ${column.label.en}: ${column.meaning.zh} / ${column.meaning.en}${marks.length > 0 ? ` [${marks.join('; ')}]` : ''}`)
  }
}

const shownLines = 50

function summary(report: ImportReport): string {
  if (report.refused) return `${report.file}: 拒收 / refused: ${report.refused.reason} ${report.refused.zh} / ${report.refused.message}`
  const counts = `${report.rows} 行 / rows = 新增 / new ${report.new} + 变更 / changed ${report.changed} + 相同 / identical ${report.identical} + 不合格 / rejected ${report.rejectedRows}`
  const state = report.committed ? `已入账 / committed, 批次 / batch ${report.batch}` : '试导入，台账未变 / dry run, nothing entered'
  return [
    `${report.file}: ${counts}；${state}`,
    ...cut(report.rejected.map(({ row, column, value, reason, sheet }) => `  行 / row ${sheet ? `${sheet}!` : ''}${row}  ${column}  ${reason}  ${value}`)),
    ...cut(report.unresolved.map(({ field, value, rows }) => `  未对应 / unresolved  ${field}  ${value}  (${rows} 行 / rows)`)),
    ...report.missing.map(({ batch, file, rows }) => `  本文件缺少批次 ${batch}（${file}）的 ${rows} 行，可用 --replace ${batch} / lacks ${rows} rows of that batch; --replace takes its place`),
    ...cut(report.conflicts.map(({ row, column, person, file }) => `  冲突 / conflict  行 / row ${row}  ${column}  人工 / person: ${person}  文件 / file: ${file}`)),
  ].join('\n')
}

function cut(lines: string[]): string[] {
  return lines.length > shownLines ? [...lines.slice(0, shownLines), `  …… +${lines.length - shownLines}`] : lines
}
