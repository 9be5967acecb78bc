import { screaming } from '../analytics/analytics.enums.ts'
import { addDays } from '../analytics/calendar.ts'
import { periodLabel, type Period } from '../analytics/period.ts'
import type { HeldDecision, Measure } from '../ledger/supervision-decisions.ts'
import type { Label } from '../platform/label.ts'
import { criterionKeys, criterionRegistry, type CriterionKey } from './criteria.ts'
import { filled, shown, type FoundFigure } from './criterion.ts'
import type { EvidenceFigures } from './evidence.ts'
import { measureLabel } from './measures.ts'
import type { Judgement } from './proposals.ts'
import type {
  NamedPeriod,
  SupervisionAct,
  SupervisionDecided,
  SupervisionEvidence,
  SupervisionFigure,
  SupervisionJudgement,
  SupervisionMeasure,
} from './supervision.types.ts'

/** Acts by revision: who, when, why. */
export type Acts = ReadonlyMap<number, Omit<SupervisionAct, 'revision'>>
/** The judgements of an institution in an earlier or this list's basis, as of the revision asked. */
export type JudgedNow = (decision: HeldDecision) => readonly Judgement[]

export function namedPeriod(period: Period): NamedPeriod {
  return { key: period.text, label: periodLabel(period), from: period.from, through: addDays(period.end, -1) }
}

export function judgementShown(judgement: Judgement): SupervisionJudgement {
  const { criterion, holds, pattern, figures, strength, strengthWords } = judgement
  return {
    criterion,
    label: criterionRegistry[criterion].label,
    holds,
    pattern,
    sentence: filled(pattern, figures),
    figures: figures.map((figure) => figureShown(criterion, figure)),
    strength,
    strengthWords,
  }
}

export function figureShown(criterion: CriterionKey, figure: FoundFigure): SupervisionFigure {
  const { name, value, unit, opens } = figure
  const where = { metric: null, part: null, institution: null, group: null }
  return { name, label: labelOf(criterion, name), value, shown: shown(figure), unit, opens: opens && { ...where, ...opens } }
}

export function measuresShown(measures: readonly Measure[], today: string): SupervisionMeasure[] {
  return measures.map((one) => ({ ...one, label: measureLabel(one), overdue: one.dueOn < today }))
}

export type Around = {
  institution: { key: string; label: Label }
  acts: Acts
  now: JudgedNow
  today: string
  periodOf: (decision: HeldDecision) => NamedPeriod
}

export function decidedShown(decision: HeldDecision, { institution, acts, now, today, periodOf }: Around): SupervisionDecided {
  const evidence = evidenceShown(decision, now(decision))
  const act = (revision: number): SupervisionAct => ({ revision, ...(acts.get(revision) ?? { at: null, actor: null, reason: null }) })
  return {
    key: decision.key,
    institution: institution.key,
    label: institution.label,
    period: periodOf(decision),
    proposed: decision.proposed,
    decision: decision.decision,
    criteria: decision.criteria.map((key) => criterionRegistry[key as CriterionKey]?.label ?? { zh: key, en: key }),
    reason: decision.reason,
    measures: measuresShown(decision.measures, today),
    made: act(decision.revision),
    undone: decision.endedRevision === null ? null : act(decision.endedRevision),
    evidenceRevision: decision.evidence.revision,
    evidence,
    differs: evidence.some((one) => one.differs),
  }
}

/** The figures of a decision beside what they are now. */
function evidenceShown({ evidence }: HeldDecision, judgements: readonly Judgement[]): SupervisionEvidence[] {
  // The digest holds that these are the figures that were written.
  return (evidence.figures as EvidenceFigures[]).flatMap(({ criterion: written, figures }) => {
    const criterion = criterionKeys.find((key) => screaming(key) === written)
    if (!criterion) return []
    const current = judgements.find((one) => one.criterion === criterion)?.figures ?? []
    return figures.map((one) => {
      const now = current.find(({ name }) => name === one.name)
      return {
        criterion,
        name: one.name,
        label: labelOf(criterion, one.name),
        shown: shown(one),
        now: now ? shown(now) : null,
        differs: now?.value !== one.value || now.text !== one.text,
      }
    })
  })
}

export function labelOf(criterion: CriterionKey, name: string): { zh: string; en: string } {
  return criterionRegistry[criterion].figures[name] ?? { zh: name, en: name }
}
