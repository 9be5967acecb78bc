import type { Settings } from '../ledger/settings.ts'
import type { Criterion, FoundFigure, Judged, Subject } from './criterion.ts'
import { judgeRate, rateFigures, rateMetrics } from './judge-rate.ts'

/** THE REGISTRY of criteria of key supervision: whatever proposes an entry is one entry here. */
export const criteria = {
  lowGrade: {
    label: { zh: '考评等级偏低', en: 'Low grade' },
    definition: ({ supervisionGrades }) => ({
      zh: `最近一次考评的等级为${supervisionGrades || '（未设）'}或更低`,
      en: `the latest assessment has the grade ${supervisionGrades.replaceAll('、', ', ') || '(none set)'} or a lower one`,
    }),
    settings: ['supervisionGrades', 'supervisionGradeDays'],
    metrics: () => [],
    judge: judgeGrade,
    figures: {
      GRADE: { zh: '考评等级', en: 'Grade' },
      SCORE: { zh: '考评得分', en: 'Score' },
      SCORE_RANK: { zh: '得分位次', en: 'Rank by score' },
      SCORE_MEDIAN: { zh: '同类得分中位数', en: 'Median score of the group' },
    },
    method: 1,
  },
  highRate: {
    label: { zh: '投诉明显偏高', en: 'Complaint rate above the group' },
    definition: ({ supervisionRatePercent, supervisionRateMinimum }) => ({
      zh: `投诉率高于同类整体的 ${supervisionRatePercent / 100} 倍，且投诉不少于 ${supervisionRateMinimum} 件`,
      en: `a complaint rate above ${supervisionRatePercent / 100} times that of the whole group, with at least ${supervisionRateMinimum} complaints`,
    }),
    settings: ['supervisionRatePercent', 'supervisionRateMinimum', 'supervisionRateBase'],
    metrics: (settings, bases) => rateMetrics(bases, settings.supervisionRateBase),
    judge: judgeRate,
    figures: rateFigures,
    line: { setting: 'supervisionRatePercent', outOf: 100, unit: { zh: '倍', en: 'times' } },
    method: 1,
  },
} as const satisfies Record<string, Criterion>

export type CriterionKey = keyof typeof criteria
export const criterionRegistry: Record<CriterionKey, Criterion> = criteria
export const criterionKeys: CriterionKey[] = Object.keys(criteria) as CriterionKey[]

/** The grade of the latest assessment against the best grade of its scale that the setting names. */
function judgeGrade({ assessment }: Subject, { supervisionGrades }: Settings): Judged {
  const none = { figures: [], strength: null, strengthWords: null, holdsUpTo: null }
  const silent = (zh: string, en: string): Judged => ({ ...none, holds: null, pattern: { zh, en } })
  if (assessment === null) return silent('没有可用的考评结果。', 'There is no assessment to judge by.')
  const named = new Set(supervisionGrades.split(/[、,，;；\s]+/u).filter((one) => one !== ''))
  const line = assessment.scale.findIndex((grade) => named.has(grade))
  if (line < 0)
    return silent(
      `考评分级（${assessment.scale.join('、')}）中没有设为界线的等级。`,
      `Its scale (${assessment.scale.join(', ')}) has none of the grades set as the line.`,
    )
  const figures = gradeFigures(assessment)
  const scored = assessment.score === null ? { zh: '', en: '' } : { zh: '，得分 {SCORE}', en: ', score {SCORE}' }
  const ranked =
    assessment.rank === null
      ? { zh: '', en: '' }
      : {
          zh: `，同类 ${assessment.members} 家中居第 {SCORE_RANK} 位，中位数 {SCORE_MEDIAN}`,
          en: `, rank {SCORE_RANK} of ${assessment.members} in its group (median {SCORE_MEDIAN})`,
        }
  const holds = assessment.place >= line
  const lineWords = holds
    ? {
        zh: `等级为 {GRADE}，达到界线（${assessment.scale[line]}及以下）`,
        en: `grade {GRADE}, at or below the line (${assessment.scale[line]})`,
      }
    : { zh: `等级为 {GRADE}，高于界线（${assessment.scale[line]}及以下）`, en: `grade {GRADE}, above the line (${assessment.scale[line]})` }
  const begin = { zh: `${assessment.label.zh}考评`, en: `Assessment of ${assessment.label.en}: ` }
  return {
    holds,
    pattern: { zh: `${begin.zh}${lineWords.zh}${scored.zh}${ranked.zh}。`, en: `${begin.en}${lineWords.en}${scored.en}${ranked.en}.` },
    figures,
    strength: 'FACT',
    strengthWords: { zh: '以考评结果为据', en: 'Rests on a result that was given' },
    holdsUpTo: null,
  }
}

function gradeFigures({ grade, period, score, rank, median }: NonNullable<Subject['assessment']>): FoundFigure[] {
  const plain = { text: null, decimals: 0, unit: { zh: '', en: '' }, own: true, opens: { page: 'ASSESSMENTS' as const, period } }
  const points = { zh: '分', en: 'points' }
  return [
    { ...plain, name: 'GRADE', value: null, text: grade },
    ...(score === null ? [] : [{ ...plain, name: 'SCORE', value: score, decimals: 2, unit: points }]),
    ...(rank === null
      ? []
      : [
          { ...plain, name: 'SCORE_RANK', value: rank, own: false },
          { ...plain, name: 'SCORE_MEDIAN', value: median, decimals: 2, unit: points, own: false },
        ]),
  ]
}
