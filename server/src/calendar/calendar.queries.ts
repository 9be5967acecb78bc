import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { addDays } from '../analytics/calendar.ts'
import { loadGround, loadRegions } from '../analytics/ground.ts'
import { kindLabel } from '../audit/audit-kinds.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import { isWeekday, loadCalendar, WorkingCalendar } from '../ledger/calendar.ts'
import { InvalidError } from '../platform/errors.ts'
import { yearsOf } from './calendar.rules.ts'
import type { CalendarAct, WorkingYear } from './calendar.types.ts'

type Asked = { year: number | null; jurisdiction: string | null; revision: number | null }
type ActRow = Omit<CalendarAct, 'kindLabel' | 'file' | 'years' | 'days'> & { kind: string; detail: string }

/** The working days of a node in a year (null: this one), named by it or by the nearest node above. */
export async function readWorkingYear(db: Db, viewer: Viewer, { year, jurisdiction, revision }: Asked): Promise<WorkingYear> {
  if (year !== null && (year < 1990 || year > 2100))
    throw new InvalidError({ zh: '年份应在 1990 至 2100 之间。', en: 'A year is between 1990 and 2100.' }, [
      { path: 'year', reason: 'OUT_OF_RANGE' },
    ])
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, { jurisdiction, revision })
    const shown = year ?? Number(ground.today.slice(0, 4))
    const node = ground.jurisdiction
    const regions = new Map((await loadRegions(tx)).map((region) => [region.id, region.label]))
    const all = await loadCalendar(tx, node.id, ground.asOf.revision)
    const days = all.filter((one) => one.day.startsWith(`${shown}-`))
    const { rows } = await sql<ActRow>`
      select key::text as change, revision, kind, at, actor_name as actor, reason, detail from change
       where region_id = ${node.id} and kind in ('SET_CALENDAR', 'UNDO_CALENDAR') and revision <= ${ground.asOf.revision}
       order by revision desc limit 50`.execute(tx)
    return {
      year: shown,
      jurisdiction: node.label,
      years: yearsOf(all),
      workingDays: countWorking(new WorkingCalendar(all), shown),
      days: days.map(({ day, working, name, regionId }) => ({
        day,
        working,
        name,
        from: regions.get(regionId) ?? { zh: '上级', en: 'a node above' },
        inherited: regionId !== node.id,
        exception: working !== isWeekday(day),
      })),
      acts: rows.map(({ kind, detail, ...row }) => ({ ...row, kindLabel: kindLabel(kind), ...told(JSON.parse(detail) as Detail) })),
    }
  })
}

type Detail = { file?: string; years?: number[]; days?: number }

function told({ file, years, days }: Detail): Pick<CalendarAct, 'file' | 'years' | 'days'> {
  return { file: file ?? null, years: years ?? [], days: days ?? 0 }
}

function countWorking(calendar: WorkingCalendar, year: number): number {
  let count = 0
  for (let day = `${year}-01-01`; day.startsWith(`${year}-`); day = addDays(day, 1)) if (calendar.isWorking(day)) count++
  return count
}
