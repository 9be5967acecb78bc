import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { installed } from '../ledger/clock.ts'
import { loadGround, loadRegions, subtree, type Ground, type Region } from './ground.ts'
import type { Jurisdiction, Ledger } from './ledger-state.types.ts'
import { parsePeriod, periodAt } from './period.ts'
import { isComplete } from './period-notes.ts'

/** What the ledger holds for a viewer now: the first thing every page asks. */
export function readLedger(db: Db, viewer: Viewer, jurisdiction: string | null = null): Promise<Ledger> {
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, { jurisdiction })
    const { first, last } = await monthsWithData(tx, ground)
    const closedMonths = [...ground.closedMonths].map((day) => day.slice(0, 7)).sort()
    const latestPeriod = latestPeriodOf(ground, last)
    return {
      revision: ground.asOf.revision,
      today: ground.today,
      asOf: await latestChange(tx),
      latestPeriod,
      latestPeriodComplete: latestPeriod !== null && isComplete(parsePeriod(latestPeriod), ground),
      closedMonths,
      firstMonth: first,
      lastMonth: last,
      jurisdiction: jurisdictionOf(ground.jurisdiction, ground.regions),
      installation: (await installed(tx)).kind,
    }
  })
}

/** The latest quarter whose last month is closed; with none, the latest with data. */
export function latestPeriodOf(ground: Ground, lastMonth: string | null): string | null {
  const complete = [...ground.closedMonths].map((day) => periodAt('QUARTER', day)).filter((quarter) => isComplete(quarter, ground))
  const latest = complete.sort((a, b) => a.first - b.first).at(-1)
  if (latest) return latest.text
  return lastMonth === null ? null : periodAt('QUARTER', `${lastMonth}-01`).text
}

export async function monthsWithData(tx: Transaction<Tables>, ground: Ground): Promise<{ first: string | null; last: string | null }> {
  const { rows } = await sql<{ first: string | null; last: string | null }>`
    select min(month)::text as first, max(month)::text as last from rollup_stock
     where region_id = any(${ground.regionIds}) and kind = 1 and received_all > 0`.execute(tx)
  return { first: rows[0]?.first?.slice(0, 7) ?? null, last: rows[0]?.last?.slice(0, 7) ?? null }
}

async function latestChange(tx: Transaction<Tables>): Promise<string | null> {
  const { rows } = await sql<{ at: Date }>`select at from change order by revision desc limit 1`.execute(tx)
  return rows[0]?.at.toISOString() ?? null
}

/** The node that an act of the viewer belongs to; absent: the viewer's own. @throws NotFoundError out of the viewer's reach. */
export function readJurisdictionId(db: Db, viewer: Viewer, jurisdiction: string | null): Promise<number> {
  return readSnapshot(db, viewer, async (tx) => (await loadGround(tx, viewer, { jurisdiction })).jurisdiction.id)
}

/** The region nodes that a viewer may ask for: the root of the scope and all below it. */
export function readJurisdictions(db: Db, viewer: Viewer): Promise<Jurisdiction[]> {
  return readSnapshot(db, viewer, async (tx) => {
    const all = await loadRegions(tx)
    const root = all.find((region) => region.id === viewer.rootRegionId)
    if (!root) return []
    const { scope } = viewer
    const open = subtree(all, root).filter((region) => scope.kind === 'ALL' || region.id === root.id || scope.regions.includes(region.id))
    return open.map((region) => jurisdictionOf(region, open))
  })
}

export function jurisdictionOf(region: Region, all: readonly Region[]): Jurisdiction {
  return {
    key: region.key,
    label: region.label,
    level: region.level,
    parent: all.find((other) => other.id === region.parentId)?.key ?? null,
  }
}
