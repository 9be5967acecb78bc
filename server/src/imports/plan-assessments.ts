import { parsePeriod } from '../analytics/period.ts'
import { standardScales, type HeldAssessment, type NewAssessment } from '../ledger/assessments.ts'
import type { NameIndex } from './names.ts'
import type { RowFault, StagedRow } from './plan-institutions.ts'
import type { WrittenAssessment } from './small-rows.ts'
import { likeWord } from './written.ts'

export type Scale = { id: number; grades: { id: number; name: string }[] }
/** `scale`: the grades from best to worst where the result's scale still has to be made. */
export type PlannedAssessment = {
  seq: number
  outcome: 'NEW' | 'CHANGED' | 'IDENTICAL'
  result: NewAssessment
  scale: readonly string[] | null
}
export type AssessmentPlan = {
  planned: PlannedAssessment[]
  repeats: number
  faults: RowFault[]
  differing: { seq: number; field: string; before: string | null; after: string | null }[]
}

/** Compares rows of assessment results with the ledger, and finds each grade's place in a scale. */
export function planAssessments(
  rows: readonly StagedRow<WrittenAssessment>[],
  names: NameIndex,
  held: readonly HeldAssessment[],
  scales: readonly Scale[],
): AssessmentPlan {
  const plan: AssessmentPlan = { planned: [], repeats: 0, faults: [], differing: [] }
  const known = new Map(held.map((one) => [keyOf(one), one]))
  const firsts = new Map<string, PlannedAssessment>()
  const written = new Set(rows.flatMap(({ value }) => value.grade ?? []))
  for (const { seq, value } of rows) {
    const institutionId = names.find(value.institution)
    if (institutionId === null) {
      plan.faults.push({ seq, field: 'institution', value: value.institution, reason: 'UNKNOWN_INSTITUTION' })
      continue
    }
    const scale = scaleFor(value, scales, written)
    if (scale === 'UNKNOWN') {
      plan.faults.push({ seq, field: 'grade', value: value.grade ?? '', reason: 'UNKNOWN_GRADE' })
      continue
    }
    const result = resultOf(value, institutionId, scale?.gradeId ?? null)
    const first = firsts.get(keyOf(result))
    if (first) {
      if (sameResult(first.result, result)) plan.repeats++
      else plan.faults.push({ seq, field: 'institution', value: value.institution, reason: 'CONFLICTING_REPEAT' })
      continue
    }
    const before = known.get(keyOf(result))
    const outcome = !before ? 'NEW' : sameResult(before, result) ? 'IDENTICAL' : 'CHANGED'
    if (before && outcome === 'CHANGED') plan.differing.push(...differences(seq, before, result))
    const one: PlannedAssessment = { seq, outcome, result, scale: scale?.made ?? null }
    firsts.set(keyOf(result), one)
    plan.planned.push(one)
  }
  return plan
}

function resultOf(value: WrittenAssessment, institutionId: number, gradeId: number | null): NewAssessment {
  const period = parsePeriod(value.period)
  return {
    institutionId,
    scheme: value.scheme ?? '',
    period: period.text,
    periodFrom: period.from,
    periodEnd: period.end,
    score: value.score,
    statedScore: value.statedScore,
    gradeId,
    statedGrade: value.grade,
    source: value.source,
    origin: 'GIVEN',
  }
}

/** The grade's entry in a scale of the ledger, or the scale that has to be made: declared in the file, else a standard one that holds all grades written. */
function scaleFor(
  value: WrittenAssessment,
  scales: readonly Scale[],
  written: ReadonlySet<string>,
): { gradeId: number | null; made: readonly string[] | null } | 'UNKNOWN' | null {
  if (value.grade === null) return null
  const grade = likeWord(value.grade)
  const declared = value.scale?.split(/\s*[>＞|、]\s*/u).filter((one) => one !== '') ?? null
  const holds = (grades: readonly string[]) =>
    [...(declared ? [value.grade ?? ''] : written)].every((one) => grades.some((name) => likeWord(name) === likeWord(one)))
  const wanted = declared ?? standardScales.find(holds) ?? null
  const same = scales.find((scale) => (wanted ? sameGrades(scale, wanted) : holds(scale.grades.map((one) => one.name))))
  const entry = same?.grades.find((one) => likeWord(one.name) === grade)
  if (entry) return { gradeId: entry.id, made: null }
  if (!wanted || !wanted.some((one) => likeWord(one) === grade)) return 'UNKNOWN'
  return { gradeId: null, made: wanted }
}

function sameGrades(scale: Scale, grades: readonly string[]): boolean {
  return scale.grades.length === grades.length && scale.grades.every((one, at) => likeWord(one.name) === likeWord(grades[at] ?? ''))
}

function sameResult(a: Pick<NewAssessment, 'score' | 'statedGrade' | 'source'>, b: typeof a): boolean {
  return sameNumber(a.score, b.score) && a.statedGrade === b.statedGrade && a.source === b.source
}

function sameNumber(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && Number(a) === Number(b))
}

function differences(seq: number, before: HeldAssessment, now: NewAssessment): AssessmentPlan['differing'] {
  return [
    ...(sameNumber(before.score, now.score) ? [] : [{ seq, field: 'score', before: before.statedScore, after: now.statedScore }]),
    ...(before.statedGrade === now.statedGrade ? [] : [{ seq, field: 'grade', before: before.statedGrade, after: now.statedGrade }]),
    ...(before.source === now.source ? [] : [{ seq, field: 'source', before: before.source, after: now.source }]),
  ]
}

function keyOf(one: Pick<NewAssessment, 'institutionId' | 'scheme' | 'periodFrom' | 'periodEnd'>): string {
  return `${one.institutionId} ${one.periodFrom} ${one.periodEnd} ${one.scheme}`
}
