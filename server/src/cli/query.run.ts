import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { text as readAllOf } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { getNamedType, graphql, GraphQLError, isObjectType, type GraphQLNamedType, type GraphQLSchema } from 'graphql'
import { InvalidError, UserError } from '../platform/errors.ts'
import { openFileStore, type FileStore } from '../platform/files.ts'
import { createSchema } from '../schema.ts'
import type { QueryOptions } from './query.ts'
import { print } from './frame.ts'
import { type Run, withDatabase } from './with-database.ts'

export function runQuery(file: string, options: QueryOptions, made: Command): Promise<void> {
  return withDatabase(options, async (run) => {
    const missing = () => made.error(`文件不存在 / no such file: ${file}`)
    const query = parseQuery(file === '-' ? await readAllOf(process.stdin) : await readFile(file, 'utf8').catch(missing))
    const schema = await createSchema()
    if (options.xlsx) await exportTo(run, schema, query, 'XLSX', createWriteStream(options.xlsx))
    else if (options.csv) await exportTo(run, schema, query, 'CSV', process.stdout)
    else print(JSON.stringify(await askTable(run, schema, query), null, 2))
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

function askTable(run: Run, schema: GraphQLSchema, query: object): Promise<unknown> {
  const source = `query ($query: MetricQuery!) { answer: metricTable(query: $query) ${everyField(schema, 'MetricTable')} }`
  return ask(run, schema, source, { query })
}

/** The export of the API, taken at once. */
async function exportTo(run: Run, schema: GraphQLSchema, query: object, format: 'XLSX' | 'CSV', out: Writable): Promise<void> {
  const files = await openFileStore(run.config.dataDir)
  const source = 'mutation ($query: MetricQuery!, $format: ExportFormat!) { answer: exportTable(query: $query, format: $format) { url } }'
  const { url } = (await ask(run, schema, source, { query, format }, files)) as { url: string }
  const { content } = await files.take(url.slice(url.lastIndexOf('/') + 1), run.viewer.userId)
  await pipeline(content, out, { end: out !== process.stdout })
}

/** Asks through the same schema as HTTP does, so that names, defaults and errors are the API's. */
async function ask(
  run: Run,
  schema: GraphQLSchema,
  source: string,
  variableValues: Record<string, unknown>,
  files?: FileStore,
): Promise<unknown> {
  const contextValue = {
    db: run.db,
    viewer: run.viewer,
    refused: async () => undefined,
    service: { config: run.config, db: run.db, files },
  }
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue })
  const [error] = errors ?? []
  if (error?.originalError instanceof UserError) throw error.originalError
  if (error?.originalError && !(error.originalError instanceof GraphQLError)) throw error.originalError
  if (error) throw new InvalidError({ zh: `查询有误：${error.message}`, en: error.message })
  return data?.['answer']
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
