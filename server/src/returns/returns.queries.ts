import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { RegisterKey } from '../analytics/analytics.enums.ts'
import { loadGround, type Ground } from '../analytics/ground.ts'
import type { MetricTable } from '../analytics/metric-table.types.ts'
import { addDays } from '../analytics/calendar.ts'
import { parsePeriod, periodLabel, type Period } from '../analytics/period.ts'
import { tableIn } from '../analytics/run.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { checkReturn } from '../ledger/return-check.ts'
import { loadReturnCells, loadReturns, SUBJECTS, type HeldReturn } from '../ledger/returns.ts'
import { returnDiscrepancy, returnTables } from './return-tables.ts'
import type { ReturnList, ReturnObject, ReturnPeriod, ReturnRow, ReturnSubject } from './returns.types.ts'

type Asked = { jurisdiction: string | null; revision: number | null }
type ListAsked = Asked & { period: string; register: RegisterKey; institution: string | null }

/** Periods that have returns of a register, the latest first. */
export function readReturnPeriods(db: Db, viewer: Viewer, asked: Asked & { register: RegisterKey }): Promise<ReturnPeriod[]> {
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, asked)
    const returns = await returnsOf(tx, ground, asked.register)
    const byPeriod = new Map<string, HeldReturn[]>()
    for (const one of returns) byPeriod.set(one.period, [...(byPeriod.get(one.period) ?? []), one])
    return [...byPeriod]
      .map(([key, own]) => ({ period: parsePeriod(key), own }))
      .sort((a, b) => (a.period.end === b.period.end ? (a.period.from < b.period.from ? -1 : 1) : a.period.end < b.period.end ? 1 : -1))
      .map(({ period, own }) => ({
        key: period.text,
        label: periodLabel(period),
        returns: own.length,
        unbalanced: own.filter((one) => one.discrepancies > 0).length,
      }))
  })
}

/** The returns of a period with what the ledger counts beside them, and the institutions that filed none. */
export function readReturns(db: Db, viewer: Viewer, asked: ListAsked): Promise<ReturnList> {
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, asked)
    const period = parsePeriod(asked.period)
    const returns = (await returnsOf(tx, ground, asked.register)).filter(
      (one) => one.periodFrom === period.from && one.periodEnd === period.end,
    )
    const counts = await countsOf(tx, viewer, asked, period)
    const files = await filesOf(tx, returns)
    const filed = returns.map((one) => rowOf(one, ground, counts, files))
    const rows = [...filed, ...missingRows(counts, ground, period, asked.register)]
    return {
      revision: ground.asOf.revision,
      period: period.text,
      periodLabel: periodLabel(period),
      rows: rows.filter((row) => asked.institution === null || row.subject.key === asked.institution).sort(byImportance(ground)),
    }
  })
}

const mostOfOne = 12

/** The returns of one institution, the latest first, each with what the ledger counts beside it. */
export async function institutionReturns(
  tx: Transaction<Tables>,
  viewer: Viewer,
  ground: Ground,
  asked: Asked & { institutionId: number },
): Promise<ReturnRow[]> {
  const own = await loadReturns(tx, ground.asOf.revision, sql`r.institution_id = ${asked.institutionId}`)
  const latest = own
    .sort((a, b) => (a.periodEnd < b.periodEnd ? 1 : a.periodEnd > b.periodEnd ? -1 : b.revision - a.revision))
    .slice(0, mostOfOne)
  const files = await filesOf(tx, latest)
  const counts = new Map<string, Counts>()
  for (const one of latest) {
    const name = `${one.period} ${one.register}`
    const register: RegisterKey = one.register === 2 ? 'institution' : 'regulator'
    if (!counts.has(name)) counts.set(name, await countsOf(tx, viewer, { ...asked, register }, parsePeriod(one.period)))
  }
  return latest.map((one) => rowOf(one, ground, counts.get(`${one.period} ${one.register}`) as Counts, files))
}

/** One return as a table in the shape of its form; null where there is none that the viewer may see. */
export function readReturn(db: Db, viewer: Viewer, key: string, asked: Asked): Promise<ReturnObject | null> {
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, asked)
    const [one] = await loadReturns(
      tx,
      ground.asOf.revision,
      sql`r.key::text = ${key} and r.region_id = any (${ground.regionIds}::bigint[])`,
    )
    if (!one) return null
    const cells = (await loadReturnCells(tx, [one.id])).get(one.id) ?? []
    const checked = checkReturn(cells)
    const register: RegisterKey = one.register === 2 ? 'institution' : 'regulator'
    const counts = await countsOf(tx, viewer, { ...asked, register }, parsePeriod(one.period))
    return {
      ...rowOf(one, ground, counts, await filesOf(tx, [one])),
      title: one.title,
      tables: returnTables(cells, checked),
      problems: checked.discrepancies.map((found) => returnDiscrepancy(found, cells)),
    }
  })
}

function returnsOf(tx: Transaction<Tables>, ground: Ground, register: RegisterKey): Promise<HeldReturn[]> {
  const where = sql`r.region_id = any (${ground.regionIds}::bigint[]) and r.register = ${register === 'institution' ? 2 : 1}`
  return loadReturns(tx, ground.asOf.revision, where)
}

/** Complaints and told totals by institution, by group and of the whole. */
type Counts = { institutions: MetricTable; groups: MetricTable; whole: MetricTable }

async function countsOf(
  tx: Transaction<Tables>,
  viewer: Viewer,
  asked: Asked & { register: RegisterKey },
  period: Period,
): Promise<Counts> {
  const query = {
    metrics: ['complaints', 'reported'] as const,
    period: period.text,
    register: asked.register,
    jurisdiction: asked.jurisdiction,
    revision: asked.revision,
  }
  const ask = (by: ('institution' | 'peerGroup')[]) => tableIn(tx, viewer, { ...query, metrics: [...query.metrics], by })
  return { institutions: await ask(['institution']), groups: await ask(['peerGroup']), whole: await ask([]) }
}

function countIn(table: MetricTable, metric: 'complaints' | 'reported', key: string | null): number | null {
  const row = key === null ? 0 : (table.keys[0]?.ids.indexOf(key) ?? -1)
  return table.columns.find((column) => column.metric === metric && column.kind === 'value')?.figures[row] ?? null
}

function rowOf(one: HeldReturn, ground: Ground, counts: Counts, files: ReadonlyMap<number, { key: string; file: string }>): ReturnRow {
  const subject = subjectOf(one, ground)
  const total = one.total === null ? null : Number(one.total)
  const table =
    one.subject === SUBJECTS.INSTITUTION ? counts.institutions : one.subject === SUBJECTS.PEER_GROUP ? counts.groups : counts.whole
  const inside = one.subject !== SUBJECTS.JURISDICTION || one.regionId === ground.jurisdiction.id
  const registered = inside ? countIn(table, 'complaints', one.subject === SUBJECTS.JURISDICTION ? null : subject.key) : null
  const batch = files.get(one.batchId ?? 0)
  return {
    key: one.key,
    subject,
    period: one.period,
    periodLabel: periodLabel(parsePeriod(one.period)),
    form: one.form,
    register: one.register === 2 ? 'institution' : 'regulator',
    state: one.discrepancies > 0 ? 'DISCREPANCIES' : 'ADDS_UP',
    discrepancies: one.discrepancies,
    total,
    computed: one.computed,
    registered,
    gap: total === null || registered === null ? null : total - registered,
    source: one.source,
    file: batch?.file ?? null,
    batch: batch?.key ?? null,
  }
}

function subjectOf(one: HeldReturn, ground: Ground): ReturnSubject {
  if (one.subject === SUBJECTS.INSTITUTION) {
    const state = ground.history.stateOn(one.institutionId ?? 0, addDays(one.periodEnd, -1))
    return { kind: 'INSTITUTION', key: state?.key ?? '', label: { zh: state?.name ?? '', en: null } }
  }
  if (one.subject === SUBJECTS.PEER_GROUP) {
    const entry = ground.dictionary.find((other) => other.id === one.peerGroupId)
    return { kind: 'PEER_GROUP', key: entry?.key ?? '', label: entry?.label ?? { zh: '', en: null } }
  }
  const region = ground.regions.find((other) => other.id === one.regionId)
  return { kind: 'JURISDICTION', key: region?.key ?? '', label: region?.label ?? { zh: '', en: null } }
}

/** Members of groups that nobody told anything of: neither a return of theirs nor a list that names them. */
function missingRows({ institutions }: Counts, _: Ground, period: Period, register: RegisterKey): ReturnRow[] {
  const [keys] = institutions.keys
  return (keys?.ids ?? []).flatMap((key, at): ReturnRow[] => {
    if (key === 'OUTSIDE_RANKING' || countIn(institutions, 'reported', key) !== null) return []
    return [
      {
        key: null,
        subject: { kind: 'INSTITUTION', key, label: keys?.labels[at] ?? { zh: '', en: null } },
        period: period.text,
        periodLabel: periodLabel(period),
        form: null,
        register,
        state: 'MISSING',
        discrepancies: 0,
        total: null,
        computed: false,
        registered: countIn(institutions, 'complaints', key),
        gap: null,
        source: null,
        file: null,
        batch: null,
      },
    ]
  })
}

async function filesOf(tx: Transaction<Tables>, returns: readonly HeldReturn[]): Promise<Map<number, { key: string; file: string }>> {
  const ids = returns.flatMap((one) => one.batchId ?? [])
  const { rows } = await sql<{
    id: number
    key: string
    file: string
  }>`select id, key, file_name as file from batch where id = any (${ids}::bigint[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** What does not add up first, then what is missing, then the rest; each in the order of institutions. */
function byImportance(ground: Ground): (a: ReturnRow, b: ReturnRow) => number {
  const order = new Map(ground.history.latest().map((state) => [state.key, state.displayOrder]))
  const rank = { DISCREPANCIES: 0, MISSING: 1, ADDS_UP: 2 }
  const place = ({ subject }: ReturnRow) =>
    subject.kind === 'INSTITUTION' ? (order.get(subject.key) ?? 0) : subject.kind === 'PEER_GROUP' ? -1 : -2
  return (a, b) => rank[a.state] - rank[b.state] || place(a) - place(b) || (a.subject.key < b.subject.key ? -1 : 1)
}
