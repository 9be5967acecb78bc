import type { ClientBase } from 'pg'

type Column = { table: string; column: string; type: string; nullable: boolean; defaulted: boolean; always: boolean }

const scalars: Record<string, string> = {
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float8: 'number',
  numeric: 'string',
  text: 'string',
  varchar: 'string',
  uuid: 'string',
  date: 'string',
  time: 'string',
  bool: 'boolean',
  bytea: 'Buffer',
  timestamptz: 'Date',
}

/** TypeScript types of all tables, from the catalog of a migrated database, in the order of their names. */
export async function emitTables(client: ClientBase): Promise<string> {
  const { rows } = await client.query<Column>(`
    select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as table,
      a.attname as column, t.typname as type, not a.attnotnull as nullable,
      a.atthasdef or a.attidentity <> '' as defaulted, a.attidentity = 'a' or a.attgenerated <> '' as always
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_type t on t.oid = a.atttypid
    where c.relkind in ('r', 'p', 'v') and not c.relispartition and n.nspname in ('public', 'staging')
      and a.attnum > 0 and not a.attisdropped
    order by n.nspname, c.relname, a.attnum`)
  const tables = groupByTable(rows)
  const types = [...tables].map(([table, columns]) => emitTable(table, columns))
  const index = [...tables.keys()].map((table) => `  ${quoted(table)}: ${typeName(table)}`)
  const used = ['Generated', 'GeneratedAlways'].filter((name) => types.some((text) => text.includes(`${name}<`)))
  return [
    '// Emitted by `pnpm schema` from the catalog of a migrated database. Do not edit.',
    `import type { ${['ColumnType', ...used].join(', ')} } from 'kysely'`,
    '',
    '/** Read as parsed; written as JSON text, because pg would write a list as a PostgreSQL array. */',
    'export type Json = ColumnType<unknown, string, string>',
    '',
    ...types,
    'export type Tables = {',
    ...index,
    '}',
    '',
  ].join('\n')
}

function groupByTable(rows: Column[]): Map<string, Column[]> {
  const tables = new Map<string, Column[]>()
  for (const row of rows) tables.set(row.table, [...(tables.get(row.table) ?? []), row])
  return tables
}

function emitTable(table: string, columns: Column[]): string {
  return [`export type ${typeName(table)} = {`, ...columns.map((one) => `  ${one.column}: ${columnType(one)}`), '}', ''].join('\n')
}

function columnType(one: Column): string {
  const base = baseType(one.type)
  const value = one.nullable ? `${base} | null` : base
  if (one.type === 'jsonb' || one.type === 'json') return jsonType(one)
  if (one.always) return `GeneratedAlways<${value}>`
  return one.defaulted ? `Generated<${value}>` : value
}

function jsonType(one: Column): string {
  if (!one.nullable && !one.defaulted) return 'Json'
  const written = one.nullable ? 'string | null' : 'string'
  return `ColumnType<unknown, ${written}${one.defaulted || one.nullable ? ' | undefined' : ''}, ${written}>`
}

function baseType(type: string): string {
  const list = type.startsWith('_')
  const scalar = scalars[list ? type.slice(1) : type]
  if (!scalar && type !== 'jsonb' && type !== 'json') throw new Error(`no TypeScript type for ${type}`)
  return list ? `${scalar}[]` : (scalar ?? 'unknown')
}

function typeName(table: string): string {
  return table.replaceAll(/(?:^|[._])(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function quoted(table: string): string {
  return table.includes('.') ? `'${table}'` : table
}
