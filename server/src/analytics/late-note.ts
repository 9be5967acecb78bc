import type { Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Tables } from '../db/tables.ts'
import type { Counted, Subject } from './cases.ts'
import { isTime } from './dimensions.ts'
import type { Ground } from './ground.ts'
import type { MetricQuery } from './metric-query.types.ts'
import type { Note } from './metric-table.types.ts'
import { metricRegistry } from './metrics.ts'
import { note } from './note.ts'
import { daysOfRows, rowsBehind, type DayCount } from './rows-behind.ts'

/**
 * How many of the complaints counted were entered after their month had been closed: the rows of LATE_ENTRIES under the
 * query's own filters. Nothing is asked of the ledger where no month of the period has any.
 */
export async function lateNote(
  tx: Transaction<Tables>,
  viewer: Viewer,
  query: MetricQuery,
  { asked, ground, windows }: Counted,
  subjects: readonly Subject[],
): Promise<Note[]> {
  const { from, end } = asked.period
  const firstMonth = `${from.slice(0, 7)}-01`
  const counts = asked.metrics.some((metric) => metricRegistry[metric].given === undefined)
  if (!counts || ![...ground.lateMonths].some((month) => month >= firstMonth && month < end)) return []
  const days = await lateDays(tx, viewer, query, ground)
  const count = days.reduce((sum, day) => sum + day.count, 0)
  if (count === 0) return []
  const holds = ({ bucket }: Subject) =>
    days.some(({ day }) => day >= (windows.buckets[bucket]?.from ?? '') && day < (windows.buckets[bucket]?.end ?? ''))
  // Split by time alone the rows that hold any are told; else it is said of the whole.
  const rows = asked.time !== null && asked.by.every(isTime) ? subjects.flatMap((subject, row) => (holds(subject) ? [row] : [])) : []
  const words = count === 1 ? { are: 'complaint was', were: 'its' } : { are: 'complaints were', were: 'their' }
  return [
    note(
      'LATE_ENTRIES',
      { zh: `含结账后补录${count}件。`, en: `${count} ${words.are} entered after ${words.were} month had been closed.` },
      rows,
    ),
  ]
}

/** Kept with the ground: the parts of a page ask for the same complaints again and again. */
async function lateDays(tx: Transaction<Tables>, viewer: Viewer, query: MetricQuery, ground: Ground): Promise<readonly DayCount[]> {
  const { text = null, filters = [], register = 'regulator', repeats = null, period, jurisdiction = null } = query
  const number = { text, filters, register, repeats, period, jurisdiction, revision: ground.asOf.revision }
  const key = JSON.stringify([number, ground.today])
  const kept = ground.lateDays.get(key)
  if (kept) return kept
  const days = await daysOfRows(tx, await rowsBehind(tx, viewer, { ...number, metric: 'lateEntries', part: 'value' }))
  ground.lateDays.set(key, days)
  return days
}
