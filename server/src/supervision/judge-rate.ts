import { screaming } from '../analytics/analytics.enums.ts'
import { bases, metricKeys, metricRegistry, type MetricKey } from '../analytics/metrics.ts'
import { round } from '../analytics/rounding.ts'
import type { Settings } from '../ledger/settings.ts'
import type { SupervisionBase } from '../ledger/supervision-settings.ts'
import type { FullLabel } from '../platform/label.ts'
import { binomialTail, fraction } from '../statistics/index.ts'
import type { FoundFigure, Judged, Strength, Subject } from './criterion.ts'

/** A rate beside its group's, in exact whole numbers. */
type Compared = { metric: MetricKey; count: number; base: number; groupCount: number; groupBase: number }

/** The metrics of complaints received per base, of the bases asked for; all of them where the one chosen is not among them. */
export function rateMetrics(bases: readonly string[], chosen: SupervisionBase): MetricKey[] {
  const known = metricKeys.filter((key) => {
    const { of, per } = metricRegistry[key]
    return of === 'received' && per !== undefined && bases.includes(per)
  })
  const one = known.filter((key) => screaming(metricRegistry[key].per ?? '') === chosen)
  return one.length > 0 ? one : known
}

/**
 * The complaint rate against the whole group's, the institution included, by cross-multiplication of whole numbers: on
 * the line is not above it. Of several bases the one by which the institution stands out most is told.
 */
export function judgeRate(subject: Subject, settings: Settings): Judged {
  const { supervisionRatePercent: line, supervisionRateMinimum: minimum } = settings
  const rates = rateMetrics(subject.group.bases, settings.supervisionRateBase).flatMap((metric) => comparedBy(subject, metric) ?? [])
  const [most] = rates.sort((a, b) => limitOf(b) - limitOf(a))
  if (!most) return notJudged
  const enough = most.count >= minimum
  const limit = limitOf(most)
  const holds = enough && limit >= line
  const figures = figuresOf(subject, most, settings)
  const { strength, words } = strengthOf(most, line, minimum)
  return {
    holds,
    ...sentences(subject, most, { line, minimum, enough, above: limit >= line }),
    figures,
    strength: holds ? strength : null,
    strengthWords: holds ? words : null,
    holdsUpTo: enough && limit > 0 ? limit : null,
  }
}

const nothing: FullLabel = {
  zh: '没有可用的基数，或同类没有投诉，无法与同类比较。',
  en: 'Without a base, or without a complaint in the group, the rate cannot be compared.',
}
const notJudged: Judged = {
  holds: null,
  pattern: nothing,
  figures: [],
  strength: null,
  strengthWords: null,
  holdsUpTo: null,
}

function comparedBy({ own, whole }: Subject, metric: MetricKey): Compared | null {
  const [one, all] = [own.get(metric), whole.get(metric)]
  if (!one?.base || !all?.base || one.numerator === null || !all.numerator) return null
  return { metric, count: one.numerator, base: one.base, groupCount: all.numerator, groupBase: all.base }
}

/** The greatest whole per cent of the group's rate that the own rate is above; −1 where it is none. */
function limitOf({ count, base, groupCount, groupBase }: Compared): number {
  const above = BigInt(count) * BigInt(groupBase) * 100n
  const below = BigInt(groupCount) * BigInt(base)
  // The rate is above f % of the group's while above > f × below.
  return Number((above + below - 1n) / below) - 1
}

type Against = { line: number; minimum: number; enough: boolean; above: boolean }

function sentences(subject: Subject, { metric }: Compared, { line, minimum, enough, above }: Against): Pick<Judged, 'pattern'> {
  const label = subject.words.get(metric)?.label ?? metricRegistry[metric].label
  const { period, group } = subject
  const own = {
    zh: `${period.label.zh}受理 {COUNT} 件，${label.zh} {RATE} 件`,
    en: `{COUNT} complaints in ${period.label.en}; ${lower(label.en)}: {RATE}`,
  }
  const verdict = above
    ? enough
      ? { zh: `高于界线 ${line / 100} 倍`, en: `above the line of ${line / 100}` }
      : {
          zh: `高于界线 ${line / 100} 倍，但不足 ${minimum} 件`,
          en: `above the line of ${line / 100}, but fewer than ${minimum} complaints`,
        }
    : { zh: `未高于界线 ${line / 100} 倍`, en: `not above the line of ${line / 100}` }
  return {
    pattern: {
      zh: `${own.zh}，同类 {GROUP_RATE} 件，为同类的 {RATIO} 倍，${verdict.zh}；同类 ${group.members} 家中居第 {RANK} 位。`,
      en: `${own.en}, {GROUP_RATE} in the group: {RATIO} times that, ${verdict.en}; rank {RANK} of ${group.members}.`,
    },
  }
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

function figuresOf(subject: Subject, compared: Compared, { rounding }: Settings): FoundFigure[] {
  const { metric, count, base, groupCount, groupBase } = compared
  const [own, whole] = [subject.own.get(metric), subject.whole.get(metric)]
  const { unit, decimals } = subject.words.get(metric) ?? { unit: metricRegistry[metric].unit, decimals: 2 }
  const { key: period } = subject.period
  const rows = (part: 'value' | 'numerator', ours: boolean) => ({
    page: 'ROWS' as const,
    metric,
    part,
    period,
    institution: ours ? subject.key : null,
    group: ours ? null : subject.group.key,
  })
  const plain = { text: null, decimals: 0, own: true, opens: null }
  const group = { ...plain, own: false }
  const none: FullLabel = { zh: '', en: '' }
  const cases: FullLabel = { zh: '件', en: 'complaints' }
  const ratio = fraction(BigInt(count) * BigInt(groupBase), BigInt(groupCount) * BigInt(base))
  return [
    { ...plain, name: 'COUNT', value: count, unit: cases, opens: rows('numerator', true) },
    { ...plain, name: 'BASE', value: base, unit: baseWords(metric) },
    { ...plain, name: 'RATE', value: own?.value ?? null, decimals, unit, opens: rows('value', true) },
    { ...group, name: 'GROUP_RATE', value: whole?.value ?? null, decimals, unit, opens: rows('value', false) },
    { ...group, name: 'GROUP_COUNT', value: groupCount, unit: cases, opens: rows('numerator', false) },
    { ...group, name: 'GROUP_BASE', value: groupBase, unit: baseWords(metric) },
    { ...group, name: 'RATIO', value: round(ratio, 2, rounding), decimals: 2, unit: { zh: '倍', en: 'times' } },
    { ...group, name: 'RANK', value: own?.rank ?? null, unit: none, opens: { page: 'RANKINGS', period, group: subject.group.key } },
  ]
}

/** What the figures of this judgement are called. */
export const rateFigures = {
  COUNT: { zh: '受理件数', en: 'Complaints' },
  BASE: { zh: '基数', en: 'Base' },
  RATE: { zh: '投诉率', en: 'Complaint rate' },
  GROUP_RATE: { zh: '同类投诉率', en: 'Rate of the group' },
  GROUP_COUNT: { zh: '同类件数', en: 'Complaints of the group' },
  GROUP_BASE: { zh: '同类基数', en: 'Base of the group' },
  RATIO: { zh: '为同类的倍数', en: 'Times the group' },
  RANK: { zh: '位次', en: 'Rank' },
} as const satisfies Record<string, FullLabel>

function baseWords(metric: MetricKey): FullLabel {
  const { per } = metricRegistry[metric]
  return per === undefined ? { zh: '', en: '' } : bases[per]
}

/** How likely chance gives as many, were the group's complaints spread by base; and whether one case less would undo it. */
function strengthOf(compared: Compared, line: number, minimum: number): { strength: Strength; words: FullLabel } {
  const { count, base, groupCount, groupBase } = compared
  const chance = binomialTail(count, groupCount, base / groupBase)
  const fewer = { ...compared, count: count - 1, groupCount: groupCount - 1 }
  const byOne = count - 1 < minimum || fewer.groupCount === 0 || limitOf(fewer) < line
  const one = byOne ? { zh: '，少 1 件即不达条件', en: '; one case less and it would not hold' } : { zh: '', en: '' }
  if (chance < 0.001) return said('STRONG', '证据强：偶然达到的可能不到 0.1%', 'Strong: chance alone gives as much in less than 0.1 %', one)
  if (chance < 0.05) return said('FAIR', '证据较强：偶然达到的可能不到 5%', 'Fair: chance alone gives as much in less than 5 %', one)
  const percent = round(fraction(BigInt(Math.round(chance * 1_000_000)), 10_000n), 0, 'HALF_UP')
  return said('WEAK', `证据弱：偶然也有 ${percent}% 的可能达到`, `Weak: chance alone gives as much in ${percent} %`, one)
}

function said(strength: Strength, zh: string, en: string, more: FullLabel): { strength: Strength; words: FullLabel } {
  return { strength, words: { zh: `${zh}${more.zh}`, en: `${en}${more.en}` } }
}
