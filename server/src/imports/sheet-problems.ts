import type { FullLabel } from '../platform/label.ts'
import { columnsOf, type ImportKind } from './columns.ts'
import { daysInMonth } from './dates.ts'
import { REASONS, type Reason } from './reasons.ts'

/** What is worth a look without costing the row. */
const LOOKS = {
  REPEAT: { zh: '与前面的行完全相同', en: 'says again what an earlier row says' },
  CONFLICT: { zh: '与人工更正不一致', en: 'differs from a person’s correction' },
  SUM_DIFFERS: { zh: '写明的合计与明细不符', en: 'the stated sum is not that of its rows' },
} satisfies Record<string, FullLabel>

/** A kind of problem in words. */
export function problemLabel(problem: string, kind: ImportKind): FullLabel {
  const [name = '', field] = problem.split(':')
  if (name === 'WORD') {
    const label = columnsOf(kind)[field ?? '']?.label
    return { zh: `${label?.zh ?? field}：字典里没有`, en: `${label?.en ?? field}: not in the dictionary` }
  }
  if (name in LOOKS) return LOOKS[name as keyof typeof LOOKS]
  return REASONS[name as Reason] ?? { zh: name, en: name }
}

/** One fault of a cell as a sentence that names what stands there. `first`: the row whose number it repeats. */
export function faultSentence(reason: string, value: string, first: number | null): FullLabel {
  if (reason === 'CONFLICTING_REPEAT' && first !== null)
    return { zh: `编号与第 ${first} 行相同，内容不同`, en: `the number of row ${first} again, with other content` }
  if (reason === 'UNKNOWN_INSTITUTION') return { zh: `机构名录里没有“${value}”`, en: `no institution is called “${value}”` }
  return (reason === 'IMPOSSIBLE_DATE' && impossibleDay(value)) || problemLabel(reason, 'complaints')
}

export function repeatSentence(first: number): FullLabel {
  return { zh: `与第 ${first} 行完全相同`, en: `the same as row ${first}` }
}

export function otherSentence(first: number, value: string): FullLabel {
  return {
    zh: value === '' ? `第 ${first} 行这里是空的` : `第 ${first} 行写的是“${value}”`,
    en: value === '' ? `empty in row ${first}` : `row ${first} says “${value}”`,
  }
}

export function wordSentence(value: string): FullLabel {
  return { zh: `字典里没有“${value}”，先记为未归类`, en: `“${value}” is not in the dictionary and enters unclassified` }
}

export function sumSentence(sum: {
  statedCount: number | null
  computedCount: number
  stated: string | null
  computed: string
}): FullLabel {
  const counts = sum.statedCount !== null && sum.statedCount !== sum.computedCount
  return counts
    ? { zh: `写明 ${sum.statedCount} 件，明细 ${sum.computedCount} 件`, en: `${sum.statedCount} stated, ${sum.computedCount} rows` }
    : { zh: `写明 ${sum.stated} 元，明细 ${sum.computed} 元`, en: `${sum.stated} yuan stated, the rows give ${sum.computed}` }
}

/** '2025-02-30' names a month that is too short for it. */
function impossibleDay(value: string): FullLabel | null {
  const found = /^\D*(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})(?!\d)/.exec(value.normalize('NFKC'))
  const [year, month, day] = [Number(found?.[1]), Number(found?.[2]), Number(found?.[3])]
  if (!found || month < 1 || month > 12 || day <= daysInMonth(year, month)) return null
  return { zh: `${year} 年 ${month} 月没有 ${day} 日`, en: `${year}-${String(month).padStart(2, '0')} has no day ${day}` }
}
