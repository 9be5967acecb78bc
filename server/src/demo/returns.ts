import { openDay } from './calendar.ts'
import type { Day, DemoComplaint, DemoCounty } from './demo.types.ts'
import type { DemoAct, FiledReturn } from './history.types.ts'

type Register = DemoComplaint['register']
type Quarter = { key: string; words: string; from: Day; to: Day; filed: string }

/** The quarters of 2026 with the instant at which their returns were entered. */
const QUARTERS: readonly Quarter[] = [
  { key: '2026Q1', words: '2026年第一季度', from: '2026-01-01', to: '2026-03-31', filed: `${openDay('2026-04-13')}T10:20:00+08:00` },
  { key: '2026Q2', words: '2026年第二季度', from: '2026-04-01', to: '2026-06-30', filed: `${openDay('2026-07-13')}T10:20:00+08:00` },
  { key: '2026Q3', words: '2026年第三季度', from: '2026-07-01', to: '2026-09-30', filed: '2026-10-12T09:30:00+08:00' },
]
const FORMS: Record<Register, string> = { REGULATOR: '监管转办投诉季报', INSTITUTION: '机构自收投诉季报' }

/** Who has not sent the latest return yet. */
const MISSING: ReadonlySet<string> = new Set(['2026Q3 TANGLI', '2026Q3 YEZHOU'])
/** Cases that an institution counts and the office does not, or the other way round, by quarter and institution. */
const OTHERWISE: Readonly<Record<string, number>> = {
  '2026Q1 HEFENG': 2,
  '2026Q1 YUANXIN': -1,
  '2026Q2 GUOHENG': 1,
  '2026Q2 HEFENG': -3,
  '2026Q3 HEFENG': -3,
  '2026Q3 SUIHE': 1,
  '2026Q3 XINGCHA': -1,
}
/** Cells that are stated otherwise than their sum has it: a slip in a category, a total that was not brought up to date. */
const SLIPS: Readonly<Record<string, { breakdown: 'channel' | 'category'; of: 'LARGEST' | 'TOTAL'; by: number }>> = {
  '2026Q2 SHIFAN_RURAL': { breakdown: 'channel', of: 'TOTAL', by: -1 },
  '2026Q3 JIANGHAI': { breakdown: 'category', of: 'LARGEST', by: -3 },
}

/** The returns of the year: by quarter one file for the cases passed on, and one of those who keep a register of their own. */
export function returnActs(county: DemoCounty): DemoAct[] {
  const counting = rankedOf(county)
  return QUARTERS.flatMap((quarter) =>
    (['REGULATOR', 'INSTITUTION'] as const).map((register): DemoAct => {
      const cases = county.complaints.filter(
        (one) => one.register === register && one.kind === 'COMPLAINT' && quarter.from <= one.receivedOn && one.receivedOn <= quarter.to,
      )
      const codes = county.institutions
        .filter((one) => one.ranked && one.closedOn === null && counting(one.code) === one.code)
        .map((one) => one.code)
      const owners = register === 'REGULATOR' ? codes : codes.filter((code) => cases.some((one) => counting(one.institution) === code))
      return {
        kind: 'RETURNS',
        at: register === 'REGULATOR' ? quarter.filed : quarter.filed.replace('T10:2', 'T10:4').replace('T09:3', 'T09:4'),
        by: 'clerk',
        file: `${FORMS[register]}${quarter.words}.csv`,
        register,
        form: FORMS[register],
        rows: owners
          .filter((code) => register === 'INSTITUTION' || !MISSING.has(`${quarter.key} ${code}`))
          .map((code) =>
            returnOf(
              county,
              quarter,
              register,
              code,
              cases.filter((one) => counting(one.institution) === code),
            ),
          ),
      }
    }),
  )
}

/** The ranked institution that stands for one that is named, or for one whose business it took over. */
function rankedOf({ institutions, institutionChanges }: DemoCounty): (code: string) => string {
  const byCode = new Map(institutions.map((one) => [one.code, one]))
  const successors = new Map(institutionChanges.flatMap((one) => (one.successor === null ? [] : [[one.code, one.successor] as const])))
  const ranked = (code: string): string => {
    const one = byCode.get(code)
    return successors.get(code) ?? (one === undefined || one.ranked || one.parent === null ? code : ranked(one.parent))
  }
  return ranked
}

function returnOf(county: DemoCounty, quarter: Quarter, register: Register, code: string, cases: readonly DemoComplaint[]): FiledReturn {
  const name = `${quarter.key} ${code}`
  const more = register === 'REGULATOR' ? (OTHERWISE[name] ?? 0) : 0
  const slip = register === 'REGULATOR' ? SLIPS[name] : undefined
  return {
    institution: code,
    period: quarter.key,
    title: `${quarter.words}${FORMS[register]}`,
    cells: [
      ...partsOf(
        'channel',
        countsBy(county.lodgingChannels, (one) => one.lodgingChannel, cases),
        more,
        slip,
      ),
      ...partsOf(
        'category',
        countsBy(county.categories, (one) => one.category, cases),
        more,
        slip,
      ),
    ],
  }
}

function countsBy(
  words: DemoCounty['categories'],
  of: (one: DemoComplaint) => string,
  cases: readonly DemoComplaint[],
): [string, number][] {
  return words
    .map(({ code, zh }): [string, number] => [zh, cases.filter((one) => of(one) === code).length])
    .filter(([, count]) => count > 0)
}

/** One breakdown with its total; what an institution counts otherwise lies where it has most. */
function partsOf(
  breakdown: 'channel' | 'category',
  counts: [string, number][],
  more: number,
  slip: (typeof SLIPS)[string] | undefined,
): FiledReturn['cells'] {
  const largest = counts.reduce((best, [, count], place) => (count > (counts[best]?.[1] ?? 0) ? place : best), 0)
  const own = counts.map(([place, count], at): [string, number] => [place, count + (at === largest ? more : 0)])
  const total = own.reduce((sum, [, count]) => sum + count, 0)
  const by = (of: 'LARGEST' | 'TOTAL') => (slip?.breakdown === breakdown && slip.of === of ? slip.by : 0)
  return [
    ...own.map(([place, count], at) => ({ breakdown, place, count: count + (at === largest ? by('LARGEST') : 0) })),
    { breakdown, place: null, count: total + by('TOTAL') },
  ]
}
