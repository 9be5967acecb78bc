import { statSync } from 'node:fs'
import type { Viewer } from '../access/viewer.ts'
import { readJurisdictionId } from '../analytics/ledger-state.ts'
import type { Db } from '../db/connect.ts'
import { openBook } from '../imports/readers/open.ts'
import { Refusal } from '../imports/refusal.ts'
import { changeDays, loadOwnDays, traceDays, type CalendarDay } from '../ledger/calendar.ts'
import { rehearse, write, type Act, type Writing, type Written } from '../ledger/change.ts'
import { rederiveCalendar } from '../ledger/rederive.ts'
import { ConflictError, InvalidError, NotFoundError } from '../platform/errors.ts'
import { demandReason } from '../platform/reason.ts'
import { sql } from 'kysely'
import { differences, readCalendarFile, yearsOf } from './calendar.rules.ts'

/** A calendar file where it lies, with its name. */
export type CalendarFile = { path: string; fileName: string }
export type DayDifference = { day: string; before: CalendarDay | null; after: CalendarDay | null }
export type CalendarDone = { years: number[]; differences: DayDifference[]; complaints: number }

const mostBytes = 1_000_000

/** What a file would change in the years that it holds, and how many due days with it; nothing is written. */
export async function previewCalendar(db: Db, viewer: Viewer, file: CalendarFile, jurisdiction: string | null): Promise<CalendarDone> {
  const { act, work } = await loading(db, viewer, file, jurisdiction, null)
  return rehearse(db, viewer, act, work)
}

/**
 * Replaces the years that a file holds in the calendar of a node; due days that count working days follow in the same change.
 * @throws InvalidError naming row, column and value of what cannot be, ConflictError where nothing would change.
 */
export async function loadCalendarFile(
  db: Db,
  viewer: Viewer,
  file: CalendarFile,
  asked: { reason: string; jurisdiction: string | null },
): Promise<Written<CalendarDone>> {
  const { act, work } = await loading(db, viewer, file, asked.jurisdiction, demandReason(asked.reason))
  return write(db, viewer, act, work)
}

/** Takes a change of a node's calendar back. @throws ConflictError where a day of it changed again since. */
export async function undoCalendar(
  db: Db,
  viewer: Viewer,
  asked: { change: string; reason: string; jurisdiction: string | null },
): Promise<Written<CalendarDone>> {
  const reason = demandReason(asked.reason)
  const regionId = await readJurisdictionId(db, viewer, asked.jurisdiction)
  const detail: Record<string, unknown> = {}
  return write(db, viewer, { kind: 'UNDO_CALENDAR', regionId, reason, detail }, async (writing) => {
    const revision = await revisionOf(writing, asked.change)
    const trace = await traceDays(writing, revision)
    if (trace.some(({ after, now }) => JSON.stringify(after) !== JSON.stringify(now)))
      throw new ConflictError(
        { zh: '此后又有改动，请先撤回较晚的一次。', en: 'It changed again since; take the later change back first.' },
        [{ path: 'change', reason: 'CHANGED_SINCE' }],
      )
    const changes = trace.map(({ day, before, after }) => ({ day, before: after, after: before }))
    Object.assign(detail, { undoes: revision, years: yearsOf(changes), days: changes.length })
    return apply(writing, yearsOf(changes), changes)
  })
}

type Loading = { act: Act; work: (writing: Writing) => Promise<CalendarDone> }

async function loading(db: Db, viewer: Viewer, file: CalendarFile, jurisdiction: string | null, reason: string | null): Promise<Loading> {
  const days = await readDays(file)
  const years = yearsOf(days)
  const regionId = await readJurisdictionId(db, viewer, jurisdiction)
  const detail: Record<string, unknown> = { file: file.fileName, years }
  const work = async (writing: Writing): Promise<CalendarDone> => {
    const changes = differences(await loadOwnDays(writing, years), days)
    if (changes.length === 0 && !writing.rehearsed)
      throw new ConflictError({ zh: '日历已经如此，没有要改的。', en: 'The calendar is so already; there is nothing to change.' }, [
        { path: 'file', reason: 'UNCHANGED' },
      ])
    detail['days'] = changes.length
    return apply(writing, years, changes)
  }
  return { act: { kind: 'SET_CALENDAR', regionId, reason, detail }, work }
}

async function apply(writing: Writing, years: number[], changes: DayDifference[]): Promise<CalendarDone> {
  await changeDays(writing, changes)
  const complaints = await rederiveCalendar(
    writing,
    changes.map((one) => one.day),
  )
  return { years, differences: changes, complaints }
}

/** A calendar is small: what is larger is no calendar, and is not opened. */
async function readDays({ path, fileName }: CalendarFile): Promise<CalendarDay[]> {
  if (statSync(path).size > mostBytes)
    throw new InvalidError({ zh: `“${fileName}”超过 1 MB，不是工作日历。`, en: `“${fileName}” is larger than 1 MB and is no calendar.` }, [
      { path: 'file', reason: 'TOO_LARGE' },
    ])
  try {
    const book = await openBook(path)
    try {
      return await readCalendarFile(book, fileName)
    } finally {
      book.close()
    }
  } catch (error) {
    if (error instanceof Refusal) throw new InvalidError(error.label, [{ path: 'file', reason: error.reason }])
    throw error
  }
}

async function revisionOf({ tx, regionId }: Writing, key: string): Promise<number> {
  const { rows } = await sql<{ revision: number }>`
    select revision from change where key::text = ${key} and region_id = ${regionId} and kind in ('SET_CALENDAR', 'UNDO_CALENDAR')`.execute(
    tx,
  )
  if (rows[0]) return rows[0].revision
  throw new NotFoundError({ zh: '本级没有这一次日历变更。', en: 'This node has no such change of its calendar.' }, [
    { path: 'change', reason: 'UNKNOWN_CHANGE' },
  ])
}
