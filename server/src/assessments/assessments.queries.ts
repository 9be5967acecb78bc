import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { addDays } from '../analytics/calendar.ts'
import { loadGround, type Ground } from '../analytics/ground.ts'
import type { MetricTable } from '../analytics/metric-table.types.ts'
import { parsePeriod, periodLabel } from '../analytics/period.ts'
import { tableIn } from '../analytics/run.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { loadAssessments, type HeldAssessment } from '../ledger/assessments.ts'
import type { AssessmentList, AssessmentRow } from './assessments.types.ts'

/** Results of a period (by default the latest that has any), with rank and median of the peer group. */
export function readAssessments(
  db: Db,
  viewer: Viewer,
  asked: { period: string | null; jurisdiction: string | null; revision: number | null },
): Promise<AssessmentList> {
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, asked)
    const all = await loadAssessments(tx, ground.asOf.revision, sql`r.region_id = any (${ground.regionIds}::bigint[])`)
    const periods = [...new Map(all.map((one) => [one.period, one.periodEnd]))].sort((a, b) => (a[1] < b[1] ? 1 : -1)).map(([key]) => key)
    const period = asked.period === null ? (periods[0] ?? null) : parsePeriod(asked.period).text
    if (period === null) return { revision: ground.asOf.revision, periods, period, rows: [] }
    const table = await scoresIn(tx, viewer, { ...asked, period })
    const rows = all.filter((one) => one.period === period).map((one) => rowOf(one, ground, table))
    return {
      revision: ground.asOf.revision,
      periods,
      period,
      rows: rows.sort((a, b) => (b.score ?? -1) - (a.score ?? -1) || (a.gradePlace ?? 99) - (b.gradePlace ?? 99)),
    }
  })
}

const mostPeriods = 12

/** The results of one institution, the latest first, each with rank and median of its group in that period. */
export async function institutionAssessments(
  tx: Transaction<Tables>,
  viewer: Viewer,
  ground: Ground,
  asked: { institutionId: number; jurisdiction: string | null; revision: number | null },
): Promise<AssessmentRow[]> {
  const all = await loadAssessments(tx, ground.asOf.revision, sql`r.institution_id = ${asked.institutionId}`)
  const latest = all.sort((a, b) => (a.periodEnd < b.periodEnd ? 1 : a.periodEnd > b.periodEnd ? -1 : b.revision - a.revision))
  const periods = [...new Set(latest.map((one) => one.period))].slice(0, mostPeriods)
  const rows: AssessmentRow[] = []
  for (const period of periods) {
    const table = await scoresIn(tx, viewer, { ...asked, period })
    rows.push(...latest.filter((one) => one.period === period).map((one) => rowOf(one, ground, table)))
  }
  return rows
}

function scoresIn(
  tx: Transaction<Tables>,
  viewer: Viewer,
  { period, jurisdiction, revision }: { period: string; jurisdiction: string | null; revision: number | null },
): Promise<MetricTable> {
  return tableIn(tx, viewer, { metrics: ['assessmentScore'], by: ['institution', 'peerGroup'], period, jurisdiction, revision })
}

function rowOf(one: HeldAssessment, ground: Ground, table: MetricTable): AssessmentRow {
  const state = ground.history.stateOn(one.institutionId, addDays(one.periodEnd, -1))
  const grade = ground.dictionary.find((entry) => entry.id === one.gradeId)
  const scale = grade ? ground.dictionary.filter((entry) => entry.kind === 'grade' && entry.parentId === grade.parentId) : []
  const group = ground.dictionary.find((entry) => entry.id === state?.peerGroupId)
  const row = table.keys[0]?.ids.indexOf(state?.key ?? '') ?? -1
  return {
    key: one.key,
    institution: state?.key ?? '',
    label: { zh: state?.name ?? '', en: null },
    peerGroup: group?.label ?? null,
    scheme: one.scheme,
    period: one.period,
    periodLabel: periodLabel(parsePeriod(one.period)),
    score: one.score === null ? null : Number(one.score),
    statedScore: one.statedScore,
    grade: one.statedGrade,
    scale: scale.map((entry) => entry.label.zh),
    gradePlace: grade?.displayOrder ?? null,
    rank: table.columns.find((column) => column.kind === 'rank')?.figures[row] ?? null,
    median: table.groups.find((figures) => figures.group === group?.key)?.median ?? null,
    source: one.source,
  }
}
