import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { membersOf } from '../analytics/members.ts'
import { dimensionKeys } from '../analytics/dimensions.ts'
import { loadGround, loadRegions, type Ground, type Region } from '../analytics/ground.ts'
import { metricKeys } from '../analytics/metrics.ts'
import { parsePeriod } from '../analytics/period.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { AnnotationObject } from './annotations.types.ts'

type Row = {
  key: string
  from: string
  through: string
  zh: string
  en: string | null
  metrics: string[]
  dimension: string | null
  memberIds: number[]
  regionId: number
  author: string
  revision: number
}

/**
 * The remarks that touch a period's days, the earliest first: those of the jurisdiction, of the nodes above it, whose
 * words hold for it too, and of those below it, whose cases it counts.
 */
export function readAnnotations(
  db: Db,
  viewer: Viewer,
  asked: { period: string; jurisdiction: string | null; revision: number | null },
): Promise<AnnotationObject[]> {
  const period = parsePeriod(asked.period, 'period')
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, asked)
    const regions = new Map((await loadRegions(tx)).map((region) => [region.id, region]))
    const { revision } = ground.asOf
    const { rows } = await sql<Row>`
      select key, from_day as from, to_day as through, zh, en, metrics, dimension, member_ids as "memberIds", region_id as "regionId", author,
             from_revision as revision
        from annotation
       where region_id = any (${[...ground.regionIds, ...above(ground.jurisdiction, regions)]}::bigint[])
         and from_day < ${period.end} and to_day >= ${period.from}
         and from_revision <= ${revision} and (to_revision is null or to_revision > ${revision})
       order by from_day, to_day, id`.execute(tx)
    return rows.map((row) => annotationOf(row, ground, regions, viewer))
  })
}

function above(region: Region, regions: ReadonlyMap<number, Region>): number[] {
  const parent = region.parentId === null ? undefined : regions.get(region.parentId)
  return parent ? [parent.id, ...above(parent, regions)] : []
}

function annotationOf(row: Row, ground: Ground, regions: ReadonlyMap<number, Region>, viewer: Viewer): AnnotationObject {
  // A key of the registry that went with a later program is left out rather than refused.
  const dimension = dimensionKeys.find((key) => key === row.dimension) ?? null
  const members = dimension ? membersOf(dimension, ground).filter((member) => row.memberIds.includes(member.id)) : []
  return {
    key: row.key,
    from: row.from,
    through: row.through,
    text: { zh: row.zh, en: row.en },
    metrics: metricKeys.filter((key) => row.metrics.includes(key)),
    dimension,
    members: members.map(({ key, label }) => ({ key, label })),
    region: regions.get(row.regionId)?.label ?? { zh: '', en: null },
    author: row.author,
    revision: row.revision,
    removable: viewer.permissions.has('annotation:write') && reaches(viewer, row.regionId),
  }
}

/** Whether a node lies in the viewer's scope: what is said above it is not the viewer's to take back. */
export function reaches({ scope }: Viewer, regionId: number): boolean {
  return scope.kind === 'ALL' || scope.regions.includes(regionId)
}
