import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { screaming } from '../analytics/analytics.enums.ts'
import { loadGround } from '../analytics/ground.ts'
import { metricKeys } from '../analytics/metrics.ts'
import { formsOfBreak } from '../analytics/series-breaks.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { SeriesBreakObject } from './series-breaks.types.ts'

type Row = Omit<SeriesBreakObject, 'key' | 'metrics' | 'forms' | 'sentence' | 'region' | 'endable'> & {
  id: number
  regionId: number
  metrics: string[]
  zh: string
  en: string
  regionZh: string
  regionEn: string | null
}

/** The series breaks that hold in a jurisdiction as of a revision, the latest day first; on wish those taken back too. */
export function readSeriesBreaks(
  db: Db,
  viewer: Viewer,
  asked: { jurisdiction: string | null; revision: number | null; ended: boolean },
): Promise<SeriesBreakObject[]> {
  return readSnapshot(db, viewer, async (tx) => {
    const { jurisdiction, settings, asOf } = await loadGround(tx, viewer, asked)
    const inForce = asked.ended ? sql`` : sql` and (b.to_revision is null or b.to_revision > ${asOf.revision})`
    const { rows } = await sql<Row>`
      select b.id, b.region_id as "regionId", b.break_on as on, b.metrics, b.zh, b.en, b.from_revision as revision,
             case when b.to_revision <= ${asOf.revision} then b.to_revision end as "endedAt",
             c.at, c.actor_name as actor, c.reason, r.zh as "regionZh", r.en as "regionEn"
        from series_break b join region r on r.region_id = b.region_id
        left join change c on c.region_id = b.region_id and c.revision = b.from_revision
       where b.region_id = any(${settings.regionIds}::bigint[]) and b.from_revision <= ${asOf.revision}${inForce}
       order by b.break_on desc, b.id desc`.execute(tx)
    return rows.map(({ id, regionId, metrics, zh, en, regionZh, regionEn, ...row }) => ({
      ...row,
      key: String(id),
      metrics: metricKeys.filter((key) => metrics.includes(key) || metrics.includes(screaming(key))),
      forms: formsOfBreak(metrics),
      sentence: { zh, en },
      region: { zh: regionZh, en: regionEn },
      endable: row.endedAt === null && regionId === jurisdiction.id,
    }))
  })
}
