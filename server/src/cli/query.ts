import { readFile } from 'node:fs/promises'
import { PassThrough } from 'node:stream'
import { text as readAllOf } from 'node:stream/consumers'
import type { Command } from 'commander'
import { coerceInputValue, getNamedType, graphql, isInputType, isObjectType, type GraphQLNamedType, type GraphQLSchema } from 'graphql'
import { ForbiddenError, InvalidError, UserError } from '../platform/errors.ts'
import { createSchema } from '../schema.ts'
import { command, onDatabase, print, withDatabase } from './frame.ts'
import type { MetricQuery } from '../analytics/metric-query.types.ts'
import type { MetricTable } from '../analytics/metric-table.types.ts'
import { prepareExport, writeFileWith } from '../exports/exports.commands.ts'
import type { Run } from './frame.ts'

type Options = { csv?: boolean; xlsx?: string; as?: string; demo?: boolean; real?: boolean }

export function queryCommands(): Command[] {
  const after = `查询与接口相同：{ "query": MetricQuery } 或 MetricQuery 本身 / the API's query: { "query": MetricQuery } or the bare MetricQuery.
例 / example: echo '{"metrics":["COMPLAINTS"],"by":["INSTITUTION"],"period":"2025Q3"}' | cli query -`
  return [
    onDatabase(command('query <file>', '执行统计查询并输出表（- 为标准输入） / run a metric query and print its table (- reads standard input)', after))
      .option('--csv', '输出 CSV / print CSV')
      .option('--xlsx <file>', '写入 XLSX 文件 / write an XLSX file')
      .action(runQuery),
  ]
}

function runQuery(file: string, options: Options, made: Command): Promise<void> {
  return withDatabase(options, async (run) => {
    const query = parseQuery(file === '-' ? await readAllOf(process.stdin) : await readFile(file, 'utf8').catch(() => made.error(`文件不存在 / no such file: ${file}`)))
    const table = await askTable(run, query)
    if (options.csv || options.xlsx) return writeTable(run, query, options)
    print(JSON.stringify(table, null, 2))
  })
}

/** The bare query or the variables of the API's. */
function parseQuery(text: string): object {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new InvalidError({ zh: '查询不是 JSON。', en: `The query is not JSON: ${(error as Error).message}` })
  }
  const query = typeof value === 'object' && value !== null && 'query' in value ? value.query : value
  if (typeof query !== 'object' || query === null) throw new InvalidError({ zh: '查询应为一个对象。', en: 'The query must be an object.' })
  return query
}

/** Asks through the same schema as HTTP does, so that names, defaults and errors are the API's. */
async function askTable(run: Run, query: object): Promise<MetricTable> {
  const schema = await createSchema()
  const source = `query ($query: MetricQuery!) { metricTable(query: $query) ${everyField(schema, 'MetricTable')} }`
  const contextValue = { db: run.db, viewer: run.viewer, refused: async () => undefined }
  const { data, errors } = await graphql({ schema, source, variableValues: { query }, contextValue })
  const [error] = errors ?? []
  if (error?.originalError instanceof UserError) throw error.originalError
  if (error) throw new InvalidError({ zh: `查询有误：${error.message}`, en: error.message })
  if (!data?.['metricTable']) throw new ForbiddenError({ zh: '没有结果。', en: 'There is no answer.' })
  return data['metricTable'] as MetricTable
}

/** A selection of all fields below a type. */
function everyField(schema: GraphQLSchema, typeName: string): string {
  const below = (type: GraphQLNamedType): string =>
    isObjectType(type)
      ? `{ ${Object.values(type.getFields())
          .map((field) => `${field.name} ${below(getNamedType(field.type))}`)
          .join(' ')} }`
      : ''
  const type = schema.getType(typeName)
  return type ? below(type) : ''
}

/** Writes the table as the page's export does: CSV to standard output, XLSX to a file with its sheet of definitions. */
async function writeTable({ db, viewer }: Run, query: object, options: Options): Promise<void> {
  const type = (await createSchema()).getType('MetricQuery')
  if (!isInputType(type)) throw new Error('The schema has no MetricQuery.')
  // The schema has checked the same value just before; this gives it the names that the server uses inside.
  const known = coerceInputValue(query, type) as MetricQuery
  const asked = { query: known, title: null, language: viewer.language }
  if (options.csv) {
    const out = new PassThrough()
    out.pipe(process.stdout)
    await (await prepareExport(db, viewer, { ...asked, format: 'csv' })).write(out)
  }
  if (options.xlsx) await writeFileWith(options.xlsx, (await prepareExport(db, viewer, { ...asked, format: 'xlsx' })).write)
}
