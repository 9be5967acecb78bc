import { sql, type Transaction } from 'kysely'
import type { Ground } from '../analytics/ground.ts'
import { bases } from '../analytics/metrics.ts'
import type { Tables } from '../db/tables.ts'
import { dayLabel, type FullLabel, type Label } from '../platform/label.ts'
import { changesBetween, type ShownVersion } from './institutions.rules.ts'
import type { ExposureRow, InstitutionVersionRow } from './institutions.types.ts'

type Act = { at: Date | null; actor: string | null; reason: string | null; file: string | null; act: string | null; batch: string | null }
type Stored = Act & {
  revision: number
  validFrom: string | null
  name: string
  aliases: string[]
  parentId: number | null
  peerGroupId: number | null
  regionId: number
  ranked: boolean | null
  openedOn: string | null
  closedOn: string | null
  successorId: number | null
  displayOrder: number
  voided: boolean
}

/** Every version that was written of an institution up to the revision, the latest act first, each with what it changed. */
export async function readVersions(tx: Transaction<Tables>, ground: Ground, id: number): Promise<InstitutionVersionRow[]> {
  const { revision } = ground.asOf
  const { rows } = await sql<Stored>`
    select v.revision, v.valid_from as "validFrom", v.name, v.aliases, v.parent_id as "parentId", v.peer_group_id as "peerGroupId", v.region_id as "regionId",
           v.ranked, v.opened_on as "openedOn", v.closed_on as "closedOn", v.successor_id as "successorId", v.display_order as "displayOrder", c.at, c.actor_name as actor, c.reason, nullif(b.file_name, '') as file, c.kind as act, b.key as batch,
           exists (select from batch_void o where o.batch_id = v.batch_id
                      and o.from_revision <= ${revision} and (o.to_revision is null or o.to_revision > ${revision})) as voided
      from institution_version v left join change c on c.revision = v.revision left join batch b on b.id = v.batch_id
     where v.institution_id = ${id} and v.revision <= ${revision}
     order by v.revision, v.valid_from nulls first, v.id`.execute(tx)
  return rows
    .map((row, place): InstitutionVersionRow => {
      const before = heldBefore(rows.slice(0, place), row)
      return {
        revision: row.revision,
        validFrom: row.validFrom,
        changes: changesBetween(before && shown(before, ground), shown(row, ground)),
        values: valuesOf(row, ground),
        voided: row.voided,
        inForce: !row.voided && !rows.slice(place + 1).some((later) => !later.voided && later.validFrom === row.validFrom),
        act: row.act,
        batch: row.batch,
        at: row.at?.toISOString() ?? null,
        actor: row.actor,
        reason: row.reason,
        file: row.file,
      }
    })
    .reverse()
}

function valuesOf(row: Stored, ground: Ground): InstitutionVersionRow['values'] {
  const named = (id: number | null) => {
    const state = id === null ? null : ground.history.stateOn(id, row.validFrom ?? ground.today)
    return state && { key: state.key, label: { zh: state.name, en: null } }
  }
  const group = ground.dictionary.find((entry) => entry.id === row.peerGroupId)
  const region = ground.regions.find((one) => one.id === row.regionId)
  const { name, aliases, ranked, openedOn, closedOn, displayOrder } = row
  return {
    name,
    aliases,
    parent: named(row.parentId),
    peerGroup: group ? { key: group.key, label: group.label } : null,
    region: region ? { key: region.key, label: region.label } : null,
    ranked,
    openedOn,
    closedOn,
    successor: named(row.successorId),
    displayOrder,
  }
}

/** What the ledger said of that day before: the version in force on it, else the first there was. */
function heldBefore(earlier: readonly Stored[], { validFrom }: Stored): Stored | null {
  const day = validFrom ?? ''
  const inForce = earlier.filter((one) => !one.voided && (one.validFrom ?? '') <= day)
  const latest = inForce.reduce((last: Stored | null, one) => ((one.validFrom ?? '') >= (last?.validFrom ?? '') ? one : last), null)
  return latest ?? earlier.find((one) => !one.voided) ?? null
}

function shown(version: Stored, ground: Ground): ShownVersion {
  const named = (id: number | null): Label | null => {
    const state = id === null ? null : ground.history.stateOn(id, version.validFrom ?? ground.today)
    return state && { zh: state.name, en: null }
  }
  const day = (on: string | null): FullLabel | null => (on === null ? null : dayLabel(on))
  return {
    name: { zh: version.name, en: null },
    aliases: version.aliases.length === 0 ? null : { zh: version.aliases.join('、'), en: version.aliases.join(', ') },
    peerGroup: ground.dictionary.find((entry) => entry.id === version.peerGroupId)?.label ?? null,
    parent: named(version.parentId),
    ranked: version.ranked === null ? null : version.ranked ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' },
    opened: day(version.openedOn),
    closed: day(version.closedOn),
    successor: named(version.successorId),
    region: ground.regions.find((one) => one.id === version.regionId)?.label ?? null,
    order: version.displayOrder === 0 ? null : { zh: String(version.displayOrder), en: String(version.displayOrder) },
  }
}

const mostExposures = 100
const baseLabels: Record<string, FullLabel> = bases

/** Exposures in force as of the revision, the latest first; of one day the one entered last. */
export async function readExposures(tx: Transaction<Tables>, ground: Ground, id: number): Promise<ExposureRow[]> {
  const { revision } = ground.asOf
  const { rows } = await sql<Omit<ExposureRow, 'label' | 'at'> & { at: Date | null }>`
    select x.base, x.as_of as "asOf", x.value, x.source, c.at, b.file_name as file from (
      select distinct on (e.base, e.as_of) e.* from exposure e
       where e.institution_id = ${id} and e.revision <= ${revision}
         and not exists (select from batch_void o where o.batch_id = e.batch_id
                            and o.from_revision <= ${revision} and (o.to_revision is null or o.to_revision > ${revision}))
       order by e.base, e.as_of, e.revision desc, e.id desc) x
      left join change c on c.revision = x.revision left join batch b on b.id = x.batch_id
     order by x.as_of desc, x.base limit ${mostExposures}`.execute(tx)
  return rows.map(({ at, ...row }) => ({
    ...row,
    label: baseLabels[row.base] ?? { zh: row.base, en: row.base },
    at: at?.toISOString() ?? null,
  }))
}
