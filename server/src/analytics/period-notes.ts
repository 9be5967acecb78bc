import { dayLabel } from '../platform/label.ts'
import { addDays, firstDayOfMonth, monthNumber } from './calendar.ts'
import type { Counted } from './cases.ts'
import type { Ground } from './ground.ts'
import type { EarlierPeriod, Note, PeriodObject } from './metric-table.types.ts'
import { isUnfinished, periodLabel, previousPeriod, sameDays, samePeriodLastYear, type Period } from './period.ts'
import { breaksBetween } from './series-breaks.ts'

/** The period as the answer shows it, with what it is compared with. */
export function periodObject(period: Period, ground: Ground, comparison: Counted['asked']['comparison']): PeriodObject {
  return {
    key: period.text,
    label: periodLabel(period),
    from: period.from,
    through: addDays(period.end, -1),
    complete: isComplete(period, ground),
    unfinished: isUnfinished(period, ground.today),
    previous: comparison.includes('previousPeriod') ? earlierPeriod(period, previousPeriod(period), ground) : null,
    lastYear: comparison.includes('samePeriodLastYear') ? earlierPeriod(period, samePeriodLastYear(period), ground) : null,
  }
}

/** A period is complete when its last month is closed. */
export function isComplete(period: Period, ground: Ground): boolean {
  return ground.closedMonths.has(firstDayOfMonth(monthNumber(addDays(period.end, -1))))
}

function earlierPeriod(period: Period, other: Period, ground: Ground): EarlierPeriod {
  const range = sameDays(period, other, ground.today)
  return { key: other.text, label: periodLabel(other), from: range.from, through: addDays(range.end, -1) }
}

/** What is to be said of the period and of its comparisons. */
export function periodNotes(counted: Counted): Note[] {
  return [...unfinishedNotes(counted), ...breakNotes(counted)]
}

function unfinishedNotes({ asked, ground }: Counted): Note[] {
  const { period, comparison } = asked
  const plain = (kind: string, zh: string, en: string): Note => ({ kind, text: { zh, en }, metric: null, rows: [] })
  if (!isUnfinished(period, ground.today)) {
    return isComplete(period, ground)
      ? []
      : [plain('NOT_CLOSED', '本期最后一个月未结账，数字可能变动。', 'The period’s last month is not closed; figures may still change.')]
  }
  const notes = [
    plain(
      'UNFINISHED',
      `本期未结束，数据截至${dayLabel(ground.today).zh}。`,
      `The period is not over; data through ${dayLabel(ground.today).en}.`,
    ),
  ]
  const earlier = periodObject(period, ground, comparison)
  for (const other of [earlier.previous, earlier.lastYear]) {
    if (!other) continue
    notes.push(
      plain(
        'SAME_DAYS',
        `与${dayLabel(other.from).zh}至${dayLabel(other.through).zh}的同样天数比较。`,
        `Compared with the same days: ${dayLabel(other.from).en} to ${dayLabel(other.through).en}.`,
      ),
    )
  }
  return notes
}

/** Each break that stands between a figure and what it is compared with, or inside a line, with its sentence. */
function breakNotes({ asked, ground, windows }: Counted): Note[] {
  const whole = { from: asked.period.from, end: asked.period.end }
  return asked.metrics.flatMap((metric) => {
    const stretches = windows.list.filter((window) => window.role !== 'now').map((window) => window.range)
    const first = [whole, ...stretches].reduce((a, b) => (b.from < a.from ? b : a))
    return breaksBetween(ground, metric, first, whole).map((one) => ({ kind: 'SERIES_BREAK', text: one.sentence, metric, rows: [] }))
  })
}
