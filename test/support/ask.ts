import { getNamedType, graphql, isObjectType, type GraphQLNamedType, type GraphQLSchema } from 'graphql'
import type { Viewer } from '../../server/src/access/viewer.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { createSchema } from '../../server/src/schema.ts'

let schema: GraphQLSchema | null = null

/** A table as the API gives it: enum values in their outer names. */
export type AskedTable = {
  revision: number
  period: { key: string; complete: boolean; unfinished: boolean }
  keys: {
    dimension: string
    ids: string[]
    labels: { zh: string; en: string | null }[]
    members: { id: string; label: { zh: string; en: string | null } }[]
    places: number[]
  }[]
  columns: { metric: string; kind: string; figures: (number | null)[]; reasons: { row: number; reason: string }[] }[]
  groups: {
    group: string
    label: { zh: string }
    bucket: string | null
    metric: string
    members: number
    total: number | null
    median: number | null
    lowerQuartile: number | null
    upperQuartile: number | null
    reason: string | null
  }[]
  notes: { kind: string; text: { zh: string; en: string }; metric: string | null; rows: number[] }[]
}

/** Asks a metric query through the schema as the API does; throws what the API would answer with. */
export async function askTable(db: Db, viewer: Viewer, query: object): Promise<AskedTable> {
  return (await askField(
    db,
    viewer,
    'query ($value: MetricQuery!) { answer: metricTable(query: $value) * }',
    'MetricTable',
    query,
  )) as AskedTable
}

export type AskedPage = {
  rows: { key: string; number: string | null; receivedOn: string; rankedInstitution: { key: string } | null }[]
  endCursor: string | null
  hasNextPage: boolean
  totalCount: number
}

export async function askRows(db: Db, viewer: Viewer, rows: object, first = 50, after: string | null = null): Promise<AskedPage> {
  const source = `query ($value: ComplaintRows!) { answer: complaints(rows: $value, first: ${first}${after ? `, after: "${after}"` : ''}) * }`
  return (await askField(db, viewer, source, 'ComplaintPage', rows)) as AskedPage
}

/** Runs a document whose `*` stands for every field of a type. */
export async function askField(db: Db, viewer: Viewer, source: string, type: string, value: unknown): Promise<unknown> {
  schema ??= await createSchema()
  const document = source.replace('*', everyField(schema, type))
  const { data, errors } = await graphql({
    schema,
    source: document,
    variableValues: { value },
    contextValue: { db, viewer, refused: async () => undefined },
  })
  const [error] = errors ?? []
  if (error) throw error.originalError ?? error
  return data?.['answer']
}

function everyField(of: GraphQLSchema, typeName: string): string {
  const below = (type: GraphQLNamedType): string =>
    isObjectType(type)
      ? `{ ${Object.values(type.getFields())
          .map((field) => `${field.name} ${below(getNamedType(field.type))}`)
          .join(' ')} }`
      : ''
  const type = of.getType(typeName)
  return type ? below(type) : ''
}
