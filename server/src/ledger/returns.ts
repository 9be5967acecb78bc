import { createHash } from 'node:crypto'
import { sql, type RawBuilder, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import type { Fraction } from '../statistics/index.ts'
import type { Writing } from './change.ts'
import { uuid7 } from './keys.ts'
import { checkReturn, type StatedCell } from './return-check.ts'

/** Whose return: an institution's, a peer group's of a jurisdiction, or a jurisdiction's. */
export const SUBJECTS = { INSTITUTION: 1, PEER_GROUP: 2, JURISDICTION: 3 } as const
export type SubjectKind = keyof typeof SUBJECTS

/** What a return is known by: of one identity the latest in force holds. */
export type ReturnIdentity = {
  subject: number
  regionId: number
  institutionId: number | null
  peerGroupId: number | null
  periodFrom: string
  periodEnd: string
  form: string
  register: number
}
/** A return in force; `total`, `computed` and `discrepancies` follow from its cells. */
export type HeldReturn = ReturnIdentity & {
  id: number
  key: string
  batchId: number | null
  period: string
  source: string | null
  title: string | null
  total: string | null
  computed: boolean
  discrepancies: number
  revision: number
}
export type NewReturn = ReturnIdentity & { period: string; source: string | null; title: string | null; cells: readonly StatedCell[] }

/** The returns in force as of a revision, by subject and period; `where` narrows them (SQL over `filed_return r`). */
export async function loadReturns(
  tx: Transaction<Tables>,
  revision: number,
  where: RawBuilder<unknown> = sql`true`,
): Promise<HeldReturn[]> {
  const { rows } = await sql<HeldReturn>`
    select distinct on (r.subject, r.region_id, r.institution_id, r.peer_group_id, r.period_from, r.period_end, r.form, r.register)
           r.id, r.key, r.batch_id as "batchId", r.subject, r.region_id as "regionId", r.institution_id as "institutionId", r.peer_group_id as "peerGroupId",
           r.period, r.period_from as "periodFrom", r.period_end as "periodEnd", r.form, r.register, r.source, r.title, r.total, r.computed,
           r.discrepancies, r.revision
      from filed_return r
     where r.revision <= ${revision} and (${where})
       and not exists (select from batch_void b where b.batch_id = r.batch_id
                          and b.from_revision <= ${revision} and (b.to_revision is null or b.to_revision > ${revision}))
     order by r.subject, r.region_id, r.institution_id, r.peer_group_id, r.period_from, r.period_end, r.form, r.register, r.revision desc, r.id desc`.execute(
    tx,
  )
  return rows
}

/** The cells of returns, in the order of their files. */
export async function loadReturnCells(tx: Transaction<Tables>, ids: readonly number[]): Promise<Map<number, StatedCell[]>> {
  const { rows } = await sql<StatedCell & { returnId: number }>`
    select c.return_id as "returnId", c.breakdown, c.path, c.across, c.across_path as "acrossPath", c.role, c.partial, c.measure, c.unit, c.stated, c.value,
           c.published, c.row_label as "rowLabel", c.column_label as "columnLabel", c.sheet, c.cell
      from return_cell c where c.return_id = any (${ids}::bigint[]) order by c.return_id, c.ordinal`.execute(tx)
  const byReturn = new Map<number, StatedCell[]>(ids.map((id) => [id, []]))
  for (const { returnId, ...cell } of rows) byReturn.get(returnId)?.push(cell)
  return byReturn
}

/** Adds returns as versions of this revision, with what follows from their cells. */
export async function writeReturns(writing: Writing, batchId: number | null, returns: readonly NewReturn[]): Promise<void> {
  for (const one of returns) await writeReturn(writing, batchId, one)
}

async function writeReturn({ tx, revision, now }: Writing, batchId: number | null, one: NewReturn): Promise<void> {
  const { total, computed, discrepancies } = checkReturn(one.cells)
  const { rows } = await sql<{ id: number }>`
    insert into filed_return (region_id, key, batch_id, subject, institution_id, peer_group_id, period, period_from, period_end, form, register, source, title,
                              total, computed, discrepancies, content, revision)
    values (${one.regionId}, ${uuid7(now)}, ${batchId}, ${one.subject}, ${one.institutionId}, ${one.peerGroupId}, ${one.period}, ${one.periodFrom}, ${one.periodEnd},
            ${one.form}, ${one.register}, ${one.source}, ${one.title}, ${total && decimalText(total)}, ${computed}, ${discrepancies.length},
            ${contentDigest(one.cells)}, ${revision}) returning id`.execute(tx)
  const id = (rows[0] as { id: number }).id
  const records = one.cells.map((cell, ordinal) => ({ ...cell, ordinal }))
  await sql`
    insert into return_cell (region_id, return_id, ordinal, institution_id, breakdown, path, across, across_path, role, partial, measure, unit, stated, value,
                             published, row_label, column_label, sheet, cell, revision)
    select ${one.regionId}, ${id}, c.ordinal, ${one.institutionId}, c.breakdown, c.path, c.across, c."acrossPath", c.role, c.partial, c.measure, c.unit, c.stated,
           c.value::numeric, c.published, c."rowLabel", c."columnLabel", c.sheet, c.cell, ${revision}
      from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as c (ordinal integer, breakdown text, path text[], across text, "acrossPath" text[], role text,
           partial boolean, measure text, unit text, stated text, value text, published boolean, "rowLabel" text, "columnLabel" text, sheet text, cell text)`.execute(
    tx,
  )
}

/** What of each return does not follow from its cells: its digest, its total, its discrepancies. Names the return. */
export async function returnProblems(tx: Transaction<Tables>): Promise<string[]> {
  const problems: string[] = []
  for (let after = 0; problems.length < 200;) {
    const { rows } = await sql<{
      id: number
      period: string
      form: string
      total: string | null
      computed: boolean
      discrepancies: number
      content: Buffer
      revision: number
    }>`
      select id, period, form, total, computed, discrepancies, content, revision from filed_return
       where region_id in (select region_id from region) and id > ${after} order by id limit 200`.execute(tx)
    const cells = await loadReturnCells(
      tx,
      rows.map((row) => row.id),
    )
    for (const row of rows) {
      const own = cells.get(row.id) ?? []
      const name = `return ${row.id} (${row.form}, ${row.period}) @${row.revision}`
      if (!contentDigest(own).equals(row.content)) problems.push(`${name}: cells`)
      else if (!follows(row, own)) problems.push(`${name}: total, discrepancies`)
    }
    const last = rows.at(-1)
    if (!last) break
    after = last.id
  }
  return problems
}

function follows(row: { total: string | null; computed: boolean; discrepancies: number }, cells: readonly StatedCell[]): boolean {
  const checked = checkReturn(cells)
  return (
    row.computed === checked.computed &&
    row.discrepancies === checked.discrepancies.length &&
    row.total === (checked.total && decimalText(checked.total))
  )
}

/** What a stated cell's digest covers, in this order for ever. */
const digested = [
  'breakdown',
  'path',
  'across',
  'acrossPath',
  'role',
  'partial',
  'measure',
  'unit',
  'stated',
  'value',
  'published',
  'rowLabel',
  'columnLabel',
  'sheet',
  'cell',
] as const satisfies readonly (keyof StatedCell)[]

/** SHA-256 over the cells as they are stated, in their order. */
function contentDigest(cells: readonly StatedCell[]): Buffer {
  const hash = createHash('sha256')
  for (const one of cells) hash.update(JSON.stringify(digested.map((name) => one[name])))
  return hash.digest()
}

/** A sum of decimals as a decimal: its denominator is a power of ten. */
function decimalText({ numerator, denominator }: Fraction): string {
  const places = String(denominator).length - 1
  const digits = String(numerator < 0n ? -numerator : numerator).padStart(places + 1, '0')
  const [whole, rest] = [digits.slice(0, digits.length - places), digits.slice(digits.length - places).replace(/0+$/, '')]
  return `${numerator < 0n ? '-' : ''}${whole}${rest === '' ? '' : `.${rest}`}`
}
