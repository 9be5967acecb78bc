import type { NewDecision } from '../ledger/supervision-decisions.ts'
import type { DemoAct, FiledAssessment } from './history.types.ts'

/** Scores of the yearly assessments, by institution; who opened in the year is not assessed. */
const SCORES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  '2024': {
    HEFENG: 84.5,
    JIANGHAI: 88,
    GUOHENG: 91.5,
    HUAKEN: 92,
    YIFENG: 87,
    ANLAN: 82.5,
    QINGLU: 90.5,
    YUANXIN: 83,
    SONGSHI: 86.5,
    JIGUANG: 71.5,
    XINGCHA: 85,
    YUNXIU: 88.5,
    TANGLI: 81,
    JINGCHUAN: 84,
    SHIFAN_RURAL: 79.5,
    SUIHE: 82,
    YUNYI: 86,
    YEZHOU: 76,
  },
  '2025': {
    HEFENG: 81,
    JIANGHAI: 89.5,
    GUOHENG: 92.5,
    HUAKEN: 93,
    YIFENG: 88,
    ANLAN: 80.5,
    QINGLU: 91,
    YUANXIN: 78,
    SONGSHI: 85.5,
    XINGCHA: 86,
    YUNXIU: 90,
    TANGLI: 76.5,
    JINGCHUAN: 86,
    SHIFAN_RURAL: 73.5,
    SUIHE: 83.5,
    YUNYI: 87.5,
    YEZHOU: 58,
  },
}
const SCHEME = '示范县金融消费权益保护年度考评'
const LEAST: readonly (readonly [grade: string, score: number])[] = [
  ['一级', 90],
  ['二级', 75],
  ['三级', 60],
  ['四级', 45],
  ['五级', 0],
]

/** The results of each year as they were announced in the February after. */
export function assessmentActs(): DemoAct[] {
  return Object.entries(SCORES).map(([year, scores]) => ({
    kind: 'ASSESSMENTS',
    at: `${Number(year) + 1}-02-12T10:05:00+08:00`,
    by: 'clerk',
    file: `考评结果${year}年.csv`,
    rows: Object.entries(scores).map(([institution, score]): FiledAssessment => ({
      institution,
      scheme: SCHEME,
      period: year,
      score: String(score),
      grade: (LEAST.find(([, least]) => score >= least) as (typeof LEAST)[number])[0],
    })),
  }))
}

type Made = Pick<NewDecision, 'decision' | 'reason' | 'measures'> & { institution: string }

/** What the supervisor decided on the lists of 2026; of the latest list most is still open. */
const DECIDED: readonly { period: string; at: string; made: readonly Made[] }[] = [
  {
    period: '2026Q1',
    at: '2026-01-16T09:40:00+08:00',
    made: [
      {
        institution: 'TANGLI',
        decision: 'CONFIRMED',
        reason: '第四季度投诉量明显高于同类，集中在贷款与信用卡业务，予以列入。',
        measures: [
          { kind: 'INTERVIEW', text: '', dueOn: '2026-01-30' },
          { kind: 'RECTIFY', text: '', dueOn: '2026-03-20' },
        ],
      },
      { institution: 'SUIHE', decision: 'DEFERRED', reason: '件数少，再看一期。', measures: [] },
    ],
  },
  {
    period: '2026Q2',
    at: '2026-04-16T09:30:00+08:00',
    made: [
      {
        institution: 'YEZHOU',
        decision: 'CONFIRMED',
        reason: '2025年度考评四级，商户投诉答复内容不实，予以列入。',
        measures: [
          { kind: 'WARNING', text: '', dueOn: '2026-05-08' },
          { kind: 'SPECIAL_INSPECTION', text: '', dueOn: '2026-09-30' },
        ],
      },
      {
        institution: 'SHIFAN_RURAL',
        decision: 'CONFIRMED',
        reason: '2025年度考评三级，失分最多的是投诉处理，予以列入。',
        measures: [
          { kind: 'REPORT', text: '', dueOn: '2026-09-30' },
          { kind: 'SPECIAL_INSPECTION', text: '', dueOn: '2026-11-02' },
        ],
      },
      {
        institution: 'TANGLI',
        decision: 'KEPT',
        reason: '投诉已有回落，整改报告尚未收到，续列一期。',
        measures: [{ kind: 'REPORT', text: '', dueOn: '2026-05-29' }],
      },
    ],
  },
  {
    period: '2026Q3',
    at: '2026-07-16T09:20:00+08:00',
    made: [
      {
        institution: 'YUANXIN',
        decision: 'CONFIRMED',
        reason: '第二季度投诉率居同类首位，明显偏高，予以列入。',
        measures: [
          { kind: 'INTERVIEW', text: '', dueOn: '2026-07-31' },
          { kind: 'RECTIFY', text: '', dueOn: '2026-10-20' },
        ],
      },
      { institution: 'YEZHOU', decision: 'KEPT', reason: '考评等级仍达界线，专项检查尚未完成，续列。', measures: [] },
      { institution: 'SHIFAN_RURAL', decision: 'KEPT', reason: '考评等级仍达界线，续列。', measures: [] },
      { institution: 'TANGLI', decision: 'RELEASED', reason: '整改报告已收到，投诉率回到同类水平，予以移出。', measures: [] },
    ],
  },
  {
    period: '2026Q4',
    at: '2026-10-12T09:20:00+08:00',
    made: [{ institution: 'YEZHOU', decision: 'KEPT', reason: '考评等级仍达界线，专项检查报告待审，续列。', measures: [] }],
  },
]

/** One act a decision, a few minutes apart. */
export function supervisionActs(): DemoAct[] {
  return DECIDED.flatMap(({ period, at, made }) =>
    made.map((one, place): DemoAct => ({
      kind: 'SUPERVISE',
      at: at.replace(/:(\d\d):00/, (_, minutes: string) => `:${String(Number(minutes) + place * 3).padStart(2, '0')}:00`),
      by: 'supervisor',
      period,
      ...one,
      measures: [...one.measures],
    })),
  )
}
