import { sql, type RawBuilder, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { countRows, ofInstitutions, rowsBehind, type NumberAsked, type RowsBehind } from '../analytics/rows-behind.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { InvalidError } from '../platform/errors.ts'
import { complaintRows, storedColumns, storedJoins, type StoredRow } from './complaint-columns.ts'
import type { ComplaintPage, ComplaintRows } from './complaints.types.ts'

const mostRows = 500
/** Up to this many institutions a page asks for each apart, so that each is served by the index on it. */
const fewInstitutions = 10
/** All that the ledger may hold. */
const always = '1900..2999'

/**
 * A page of complaints, latest received first. The count of all pages is that of the number whose rows they are.
 * @param after a cursor of an earlier page; the page is then of that page's revision.
 */
export function readComplaints(
  db: Db,
  viewer: Viewer,
  asked: { rows: ComplaintRows; first: number; after: string | null; counted: boolean },
): Promise<ComplaintPage> {
  const after = asked.after === null ? null : readCursor(asked.after)
  return readSnapshot(db, viewer, async (tx) => {
    const list = await openList(tx, viewer, asked.rows, after?.revision ?? null)
    const first = Math.min(Math.max(asked.first, 1), mostRows)
    const found = await readPart(tx, list, first + 1, after)
    const shown = found.slice(0, first)
    const last = shown.at(-1)
    return {
      rows: await complaintRows(tx, list.behind.ground, shown),
      endCursor: last ? writeCursor(placeOf(list, last)) : null,
      hasNextPage: found.length > first,
      totalCount: asked.counted ? await countList(tx, list) : 0,
    }
  })
}

/** A list of complaints understood: which versions, what is searched among them, in which order. */
export type ComplaintList = { behind: RowsBehind; search: RawBuilder<unknown>; earliest: boolean }

/** @param revision the revision of an earlier page, whose list goes on. */
export async function openList(
  tx: Transaction<Tables>,
  viewer: Viewer,
  rows: ComplaintRows,
  revision: number | null,
): Promise<ComplaintList> {
  const behind = await rowsBehind(tx, viewer, numberOf(rows, revision))
  return { behind, search: numberSearch(rows.numberSearch ?? null), earliest: rows.order === 'earliest' }
}

/** Where a list goes on: behind this row. */
export function placeOf({ behind }: ComplaintList, { receivedOn, id }: Pick<StoredRow, 'receivedOn' | 'id'>): Cursor {
  return { revision: behind.ground.asOf.revision, receivedOn, id }
}

function numberOf(rows: ComplaintRows, revision: number | null): NumberAsked {
  const metric = rows.metric ?? null
  if (metric !== null && !rows.period) {
    throw new InvalidError({ zh: '列出指标的明细需要期间。', en: 'The rows of a metric need a period.' }, [
      { path: 'rows.period', reason: 'MISSING' },
    ])
  }
  return {
    metric,
    part: rows.part ?? 'value',
    period: rows.period ?? always,
    filters: rows.filters ?? [],
    text: rows.text ?? null,
    jurisdiction: rows.jurisdiction ?? null,
    register: rows.register ?? 'regulator',
    repeats: rows.repeats ?? null,
    revision: revision ?? rows.revision ?? null,
  }
}

/**
 * The rows of a list from a place on, as the ledger stores them.
 * @param more further columns of version `v`, as SQL that begins with a comma.
 */
export async function readPart<Row extends StoredRow = StoredRow>(
  tx: Transaction<Tables>,
  { behind, search, earliest }: ComplaintList,
  limit: number,
  after: Cursor | null,
  more: RawBuilder<unknown> = sql``,
): Promise<Row[]> {
  const way = earliest ? sql`asc` : sql`desc`
  const beyond =
    after === null
      ? sql``
      : sql` and (v.received_on, v.complaint_id) ${earliest ? sql`>` : sql`<`} (${after.receivedOn}::date, ${after.id}::bigint)`
  const order = sql`order by v.received_on ${way}, v.complaint_id ${way} limit ${sql.lit(limit)}`
  const few = fewOf(behind)
  const parts = behind.held.map((held) =>
    few
      ? sql`(select p.* from unnest(${sql.lit(`{${few.join(',')}}`)}::bigint[]) i (id) cross join lateral (
          select v.* from complaint_version v where ${held} and v.ranked_institution_id = i.id and ${behind.where}${search}${beyond} ${order}) p)`
      : sql`(select v.* from complaint_version v where ${held} and ${behind.where}${ofInstitutions(behind)}${search}${beyond} ${order})`,
  )
  const { rows } = await sql<Row>`
    select ${storedColumns}${more} from (${sql.join(parts, sql` union all `)}) v ${storedJoins} ${order}`.execute(tx)
  return rows
}

/** How many rows a list has in all. */
export function countList(tx: Transaction<Tables>, { behind, search }: ComplaintList): Promise<number> {
  return countRows(tx, behind, search)
}

function fewOf({ institutions, scope }: RowsBehind): readonly number[] | null {
  const list = institutions ?? (scope.kind === 'SCOPE' && scope.regions.length === 0 ? scope.institutions : null)
  return list !== null && list.length > 0 && list.length <= fewInstitutions ? [...new Set(list)] : null
}

/** A number's beginning, looked up source by source in the index on numbers. */
function numberSearch(text: string | null): RawBuilder<unknown> {
  const wanted = text?.trim() ?? ''
  if (wanted === '') return sql``
  return sql` and v.complaint_id in (select f.id from complaint_source o join complaint f
    on f.region_id in (select region_id from region) and f.source_id = o.id and f.number >= ${wanted} and f.number < ${`${wanted}\u{10FFFF}`})`
}

export type Cursor = { revision: number; receivedOn: string; id: number }

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.revision, cursor.receivedOn, cursor.id])).toString('base64url')
}

function readCursor(text: string): Cursor {
  try {
    const [revision, receivedOn, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[]
    if (typeof revision === 'number' && typeof receivedOn === 'string' && typeof id === 'number') return { revision, receivedOn, id }
  } catch {
    // Falls through to the sentence below.
  }
  throw new InvalidError({ zh: '翻页位置无效，请重新打开清单。', en: 'The place in the list is not valid; open the list again.' }, [
    { path: 'after', reason: 'UNKNOWN_CURSOR' },
  ])
}
