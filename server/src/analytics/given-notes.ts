import { SUBJECTS, type HeldReturn } from '../ledger/returns.ts'
import type { Discrepancy, StatedCell } from '../ledger/return-check.ts'
import type { FullLabel } from '../platform/label.ts'
import { addDays } from './calendar.ts'
import type { Counted, Subject } from './cases.ts'
import type { Unbalanced } from './given.ts'
import { memberTold, toldOf } from './given-parts.ts'
import type { Note } from './metric-table.types.ts'
import { metricRegistry } from './metrics.ts'
import { note } from './note.ts'
import { round } from './rounding.ts'

const listed = 5

/** What does not add up in the returns that the figures come from, and which totals were computed. */
export function givenNotes(counted: Counted, subjects: Subject[]): Note[] {
  return counted.asked.metrics.flatMap((metric) => {
    if (metricRegistry[metric].given !== 'return') return []
    const rows = new Map<number, { one: HeldReturn; rows: Set<number> }>()
    subjects.forEach((subject, row) => {
      for (const window of counted.windows.list) {
        if (window.bucket !== subject.bucket || counted.windows.ahead(subject.bucket)) continue
        for (const one of toldOf(counted, subject, metric, window).returns) {
          const entry = rows.get(one.id) ?? { one, rows: new Set<number>() }
          rows.set(one.id, { one, rows: entry.rows.add(row) })
        }
      }
    })
    const stated = statedRows(counted, subjects, metric)
    const told = stated.length > 0 ? [note('STATED', statedSentence, stated, metric)] : []
    return [
      ...told,
      ...[...rows.values()].flatMap(({ one, rows: shown }) => {
        const whose = nameOf(counted, one)
        const unbalanced = counted.given.unbalanced.get(one.id)
        return [
          ...(unbalanced ? [note('DISCREPANCIES', sentence(whose, unbalanced), [...shown], metric)] : []),
          ...(one.computed ? [note('COMPUTED_TOTAL', computedSentence(whose), [...shown], metric)] : []),
        ]
      }),
    ]
  })
}

const statedSentence: FullLabel = {
  zh: '按报送所列比率：没有公布计算它的件数或基数。',
  en: 'As stated by the return: the count or the base behind it is not published.',
}

/** Rows whose rate could not be worked out from what was told, and stands as it was stated. */
function statedRows(counted: Counted, subjects: Subject[], metric: Counted['asked']['metrics'][number]): number[] {
  return subjects.flatMap((subject, row) => {
    const window = counted.windows.find(subject.bucket, 'now')
    return window && subject.institution && memberTold(counted, metric, window, subject.institution)?.stated ? [row] : []
  })
}

function nameOf({ ground }: Counted, one: HeldReturn): FullLabel {
  if (one.subject === SUBJECTS.INSTITUTION) {
    const name = ground.history.stateOn(one.institutionId ?? 0, addDays(one.periodEnd, -1))?.name ?? ''
    return { zh: `${name} ${one.period}`, en: `${name} ${one.period}` }
  }
  const label =
    one.subject === SUBJECTS.PEER_GROUP
      ? ground.dictionary.find((entry) => entry.id === one.peerGroupId)?.label
      : ground.regions.find((region) => region.id === one.regionId)?.label
  return { zh: `${label?.zh ?? ''} ${one.period}`, en: `${label?.en ?? label?.zh ?? ''} ${one.period}` }
}

function sentence(whose: FullLabel, { checked, cells }: Unbalanced): FullLabel {
  const { discrepancies } = checked
  const told = discrepancies.slice(0, listed).map((one) => placeOf(one, cells[one.at] as StatedCell)) // about one of its cells
  const more = discrepancies.length > listed
  return {
    zh: `${whose.zh} 报送有 ${discrepancies.length} 处不平：${told.map((one) => one.zh).join('；')}${more ? '……' : ''}。`,
    en: `The return of ${whose.en} has ${discrepancies.length} ${discrepancies.length === 1 ? 'discrepancy' : 'discrepancies'}: ${told.map((one) => one.en).join('; ')}${more ? ' …' : ''}.`,
  }
}

function placeOf(
  { kind, stated, computed, decimals }: Discrepancy,
  { sheet, cell, rowLabel, columnLabel, stated: written }: StatedCell,
): FullLabel {
  const where = [...(sheet && cell ? [`${sheet}!${cell}`] : cell ? [cell] : []), rowLabel, columnLabel]
    .filter((part) => part !== '')
    .join(' ')
  const [said, comes] = [round(stated, decimals, 'HALF_UP'), round(computed, decimals, 'HALF_UP')]
  if (kind === 'SHARE') return { zh: `${where} 报 ${written}，应为 ${comes}%`, en: `${where} states ${written}, it is ${comes}%` }
  if (kind === 'NOT_PUBLISHED')
    return {
      zh: `${where} 报 ${said}，已公布的合计 ${comes}，其余未公布`,
      en: `${where} states ${said}, what is published comes to ${comes}`,
    }
  return { zh: `${where} 报 ${said}，相加为 ${comes}`, en: `${where} states ${said}, the parts come to ${comes}` }
}

function computedSentence(whose: FullLabel): FullLabel {
  return { zh: `${whose.zh} 报送未报合计，由明细相加。`, en: `The return of ${whose.en} states no total; it is the sum of its leaves.` }
}
