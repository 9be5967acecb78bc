import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { addDays } from './calendar.ts'
import type { Ground } from './ground.ts'
import type { BaseKey } from './metrics.ts'
import type { Window } from './windows.ts'

/** One institution's exposure: how many outlets or customers, when, who said so. */
export type Exposure = { institutionId: number; base: string; asOf: string; value: number; source: string | null }

/** Exposures as of a revision, and which one a window uses. */
export class Exposures {
  private readonly lists = new Map<string, Exposure[]>()
  private readonly days = new Map<Window, { last: string; oldest: string }>()

  /** Rows in order of day, then of revision: of one day the last counts. */
  constructor(
    rows: readonly Exposure[],
    private readonly ground: Ground,
  ) {
    for (const row of rows) {
      const name = `${row.institutionId} ${row.base}`
      this.lists.set(name, [...(this.lists.get(name) ?? []), row])
    }
  }

  /** The latest not after the window's last day and not older than the setting; null where there is none above 0. */
  of(institution: number, base: BaseKey, window: Window): Exposure | null {
    const { last, oldest } = this.daysOf(window)
    const found = this.lists.get(`${institution} ${base}`)?.findLast((row) => row.asOf <= last)
    return found && found.asOf >= oldest && found.value > 0 ? found : null
  }

  /** The latest not after a day, however old; null where there is none. */
  latest(institution: number, base: BaseKey, on: string): Exposure | null {
    return this.lists.get(`${institution} ${base}`)?.findLast((row) => row.asOf <= on) ?? null
  }

  /** The days between which an exposure has to lie; the same for every member of a window. */
  private daysOf(window: Window): { last: string; oldest: string } {
    const known = this.days.get(window)
    if (known) return known
    const last = addDays(window.role === 'now' ? window.period.end : window.range.end, -1)
    const made = { last, oldest: addDays(last, -this.ground.settings.on('exposureMaxAgeDays', last)) }
    this.days.set(window, made)
    return made
  }
}

export async function loadExposures(tx: Transaction<Tables>, ground: Ground): Promise<Exposures> {
  const { revision } = ground.asOf
  const { rows } = await sql<Exposure>`
    select e.institution_id as "institutionId", e.base, e.as_of as "asOf", e.value, e.source from exposure e
     where e.region_id = any(${ground.regionIds}) and e.revision <= ${revision}
       and not exists (select from batch_void b where b.batch_id = e.batch_id
                          and b.from_revision <= ${revision} and (b.to_revision is null or b.to_revision > ${revision}))
     order by e.as_of, e.revision, e.id`.execute(tx)
  return new Exposures(rows, ground)
}
