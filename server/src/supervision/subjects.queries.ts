import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { screaming } from '../analytics/analytics.enums.ts'
import { addDays } from '../analytics/calendar.ts'
import { columnFormat } from '../analytics/column-format.ts'
import type { Ground } from '../analytics/ground.ts'
import type { MetricQuery } from '../analytics/metric-query.types.ts'
import type { MetricTable } from '../analytics/metric-table.types.ts'
import { metricRegistry, withBase, type MetricKey } from '../analytics/metrics.ts'
import { periodLabel, parsePeriod, type Period } from '../analytics/period.ts'
import { tableIn } from '../analytics/run.ts'
import type { Tables } from '../db/tables.ts'
import { loadAssessments, type HeldAssessment } from '../ledger/assessments.ts'
import type { Settings } from '../ledger/settings.ts'
import { criterionRegistry } from './criteria.ts'
import type { Criterion, HeldGrade, JudgedFigure, MetricWords, Subject } from './criterion.ts'

/** What the figures of a list are read by, in the API's own words: kept as the evidence of every decision. */
export type SubjectsQuery = { metrics: MetricKey[]; period: string; jurisdiction: string; revision: number }

/** The query of the figures that the criteria need, for the basis period as of the ground's revision. */
export function subjectsQuery(ground: Ground, basis: Period, settings: Settings, criteria: readonly Criterion[] = all): SubjectsQuery {
  const bases = new Set(ground.dictionary.filter((entry) => entry.kind === 'peerGroup').flatMap((entry) => entry.attributes.bases ?? []))
  const metrics = criteria.flatMap((criterion) => criterion.metrics(settings, [...bases]))
  return {
    metrics: [...new Set<MetricKey>(['complaints', ...metrics])],
    period: basis.text,
    jurisdiction: ground.jurisdiction.key,
    revision: ground.asOf.revision,
  }
}

/** The same as `cli query` and the API take it. */
export function queryDocument({ metrics, period, jurisdiction, revision }: SubjectsQuery): object {
  return { metrics: metrics.map(screaming), by: ['PEER_GROUP', 'INSTITUTION'], period, jurisdiction, revision }
}

const all: readonly Criterion[] = Object.values(criterionRegistry)

/**
 * Every member of a peer group in the basis period with its figures, those of its whole group, and its latest
 * assessment: from the metric table and the assessment results, as of one revision.
 */
export async function loadSubjects(
  tx: Transaction<Tables>,
  viewer: Viewer,
  ground: Ground,
  basis: Period,
  settings: Settings,
  criteria: readonly Criterion[] = all,
): Promise<Subject[]> {
  const query: MetricQuery = subjectsQuery(ground, basis, settings, criteria)
  const table = await tableIn(tx, viewer, { ...query, by: ['peerGroup', 'institution'] })
  const wholes = await tableIn(tx, viewer, { ...query, by: ['peerGroup'] })
  const grades = await loadGrades(tx, viewer, ground, basis, settings)
  const words = wordsOf(ground, basis, query.metrics)
  const [groups, institutions] = table.keys
  return (institutions?.ids ?? []).flatMap((key, row): Subject[] => {
    const group = ground.dictionary.find((entry) => entry.kind === 'peerGroup' && entry.key === groups?.ids[row])
    if (!group) return []
    const whole = wholes.keys[0]?.ids.indexOf(group.key) ?? -1
    return [
      {
        key,
        name: institutions?.labels[row]?.zh ?? key,
        group: {
          key: group.key,
          label: group.label,
          bases: group.attributes.bases ?? [],
          members: table.groups.find((one) => one.group === group.key)?.members ?? 0,
        },
        period: { key: basis.text, label: periodLabel(basis) },
        own: figuresAt(table, query.metrics, row),
        whole: figuresAt(wholes, query.metrics, whole),
        words,
        assessment: grades.get(key) ?? null,
      },
    ]
  })
}

function figuresAt(table: MetricTable, metrics: readonly MetricKey[], row: number): Map<MetricKey, JudgedFigure> {
  return new Map(
    metrics.map((metric) => {
      const at = (kind: 'value' | 'numerator' | 'base' | 'rank') =>
        table.columns.find((column) => column.metric === metric && column.kind === kind)?.figures[row] ?? null
      return [metric, { value: at('value'), numerator: at('numerator'), base: at('base'), rank: at('rank') }]
    }),
  )
}

function wordsOf(ground: Ground, basis: Period, metrics: readonly MetricKey[]): Map<MetricKey, MetricWords> {
  const settings = ground.settings.at(addDays(basis.end, -1))
  return new Map(
    metrics.map((key) => {
      const { label, times } = metricRegistry[key]
      const { unit, decimals } = columnFormat(ground, { period: basis }, key, 'value')
      return [key, { label: withBase(label, times ? settings[times] : null), unit, decimals }]
    }),
  )
}

/** Of each institution the latest result with a grade whose period ended in or before the basis and is not too old. */
async function loadGrades(
  tx: Transaction<Tables>,
  viewer: Viewer,
  ground: Ground,
  basis: Period,
  settings: Settings,
): Promise<Map<string, HeldGrade>> {
  const oldest = addDays(basis.end, -settings.supervisionGradeDays)
  const where = sql`r.region_id = any (${ground.regionIds}::bigint[]) and r.grade_id is not null
    and r.period_end <= ${basis.end}::date and r.period_end >= ${oldest}::date`
  const latest = new Map<number, HeldAssessment>()
  for (const one of (await loadAssessments(tx, ground.asOf.revision, where)).sort(byEnd)) latest.set(one.institutionId, one)
  const tables = new Map<string, MetricTable>()
  for (const period of new Set([...latest.values()].map((one) => one.period))) {
    const query = { metrics: ['assessmentScore' as const], by: ['peerGroup' as const, 'institution' as const], period }
    tables.set(period, await tableIn(tx, viewer, { ...query, jurisdiction: ground.jurisdiction.key, revision: ground.asOf.revision }))
  }
  return new Map(
    [...latest.values()].flatMap((one): [string, HeldGrade][] => {
      const key = ground.history.stateOn(one.institutionId, addDays(one.periodEnd, -1))?.key
      const grade = gradeOf(one, ground, tables.get(one.period), key ?? '')
      return key && grade ? [[key, grade]] : []
    }),
  )
}

/** The later period last; of one period the result written last. */
function byEnd(a: HeldAssessment, b: HeldAssessment): number {
  return a.periodEnd === b.periodEnd ? a.revision - b.revision || a.id - b.id : a.periodEnd < b.periodEnd ? -1 : 1
}

function gradeOf(one: HeldAssessment, ground: Ground, table: MetricTable | undefined, key: string): HeldGrade | null {
  const entry = ground.dictionary.find(({ id }) => id === one.gradeId)
  if (!entry) return null
  // The dictionary comes in display order: the best grade first.
  const scale = ground.dictionary.filter(({ kind, parentId }) => kind === 'grade' && parentId === entry.parentId)
  const row = table?.keys.find(({ dimension }) => dimension === 'institution')?.ids.indexOf(key) ?? -1
  const group = table?.keys.find(({ dimension }) => dimension === 'peerGroup')?.ids[row]
  const figures = table?.groups.find((whole) => whole.group === group)
  return {
    period: one.period,
    label: periodLabel(parsePeriod(one.period)),
    grade: entry.label.zh,
    place: scale.findIndex(({ id }) => id === entry.id),
    scale: scale.map(({ label }) => label.zh),
    score: one.score === null ? null : Number(one.score),
    rank: table?.columns.find(({ kind }) => kind === 'rank')?.figures[row] ?? null,
    members: figures?.members ?? 0,
    median: figures?.median ?? null,
  }
}
