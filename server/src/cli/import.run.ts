import { readFile, stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { columnsOf, type ImportKind } from '../imports/columns.ts'
import { importFile, refusalOf, type CommitOptions, type ImportHooks } from '../imports/imports.commands.ts'
import { checkMap, type ImportMap } from '../imports/map.ts'
import { Refusal } from '../imports/refusal.ts'
import { refusedReport, reportLine, type ImportReport } from '../imports/report.ts'
import { digestSecret } from '../imports/secret.ts'
import { readTemplateWords } from '../imports/template-lists.ts'
import { templateOf } from '../imports/template.ts'
import type { ImportOptions } from './import.ts'
import { print, tell } from './frame.ts'
import { demandPermission, type Run, withDatabase } from './with-database.ts'

export async function runImport(kind: ImportKind, files: string[], options: ImportOptions, made: Command): Promise<void> {
  if (options.fields) return listFields(kind)
  if (options.template !== undefined) return writeTemplate(kind, options.template, options)
  if (files.length === 0) made.error('缺少文件 / a file is missing')
  const map = await readMap(kind, options.map, made)
  for (const file of files) await stat(file).catch(() => made.error(`文件不存在 / no such file: ${file}`))
  await withDatabase(options, async (run) => {
    demandPermission(run.viewer, options.commit ? 'import:commit' : 'import:prepare')
    for (const file of files) {
      const report = await importOne(run, kind, file, map, options)
      print(options.json ? reportLine(report) : summary(report))
      if (report.refused || report.unresolved.length > 0) run.exit(1)
    }
  })
}

async function importOne(
  run: Run,
  kind: ImportKind,
  file: string,
  map: ImportMap | Refusal,
  options: ImportOptions,
): Promise<ImportReport> {
  const fileName = basename(file)
  if (map instanceof Refusal) return refusedReport(fileName, kind, refusalOf(map))
  const commit: CommitOptions | null = options.commit
    ? { strict: options.strict ?? false, take: options.take === 'file', tryDemo: options.try ?? false, replace: options.replace ?? null }
    : null
  const asked = { path: file, fileName, kind, map, register: options.register, recall: options.remembered ?? false }
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
    print(
      `${key.padEnd(24)} ${column.label.zh} / ${column.label.en}: ${column.meaning.zh} / ${column.meaning.en}${marks.length > 0 ? ` [${marks.join('; ')}]` : ''}`,
    )
  }
}

function writeTemplate(kind: ImportKind, file: string, options: ImportOptions): Promise<void> {
  return withDatabase(options, async ({ db, viewer }) => {
    demandPermission(viewer, 'import:prepare')
    const language = options.language ?? 'zh'
    await writeFile(file, await templateOf(kind, language, await readTemplateWords(db, viewer, kind, language)))
    print(`已写出 / written: ${file}`)
  })
}

const shownLines = 50

function summary(report: ImportReport): string {
  if (report.refused) return `${report.file}: 拒收 / refused: ${report.refused.reason} ${report.refused.zh} / ${report.refused.message}`
  const counts = `${report.rows} 行 / rows = 新增 / new ${report.new} + 变更 / changed ${report.changed} + 相同 / identical ${report.identical} + 不合格 / rejected ${report.rejectedRows}`
  const state = report.committed ? `已入账 / committed, 批次 / batch ${report.batch}` : '试导入，台账未变 / dry run, nothing entered'
  return [
    `${report.file}: ${counts}；${state}`,
    ...(report.remembered ? [`  按记住的对照“${report.remembered}”读取 / read through the kept mapping "${report.remembered}"`] : []),
    ...cut(
      report.rejected.map(
        ({ row, column, value, reason, sheet }) => `  行 / row ${sheet ? `${sheet}!` : ''}${row}  ${column}  ${reason}  ${value}`,
      ),
    ),
    ...cut(report.unresolved.map(({ field, value, rows }) => `  未对应 / unresolved  ${field}  ${value}  (${rows} 行 / rows)`)),
    ...report.fromTitle.map(({ column, value }) => `  取自标题 / from the title  ${column.zh} / ${column.en}  ${value}`),
    ...report.notKept.map(
      ({ column, personal, why }) => `  不保存 / not kept  ${column}  ${personal ? '个人信息 / personal: ' : ''}${why.zh} / ${why.en}`,
    ),
    ...cut(
      (report.discrepancies ?? []).map(
        ({ of, sheet, cell, row, column, stated, computed }) =>
          `  不平 / does not add up  ${of.zh}  ${[sheet, cell].filter(Boolean).join('!')}  ${row} ${column}  报 / stated ${stated}  算 / computed ${computed}`,
      ),
    ),
    ...report.missing.map(
      ({ batch, file, rows }) =>
        `  本文件缺少批次 ${batch}（${file}）的 ${rows} 行，可用 --replace ${batch} / lacks ${rows} rows of that batch; --replace takes its place`,
    ),
    ...cut(
      report.conflicts.map(
        ({ row, column, person, file }) => `  冲突 / conflict  行 / row ${row}  ${column}  人工 / person: ${person}  文件 / file: ${file}`,
      ),
    ),
  ].join('\n')
}

function cut(lines: string[]): string[] {
  return lines.length > shownLines ? [...lines.slice(0, shownLines), `  …… +${lines.length - shownLines}`] : lines
}
