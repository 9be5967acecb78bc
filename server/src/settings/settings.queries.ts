import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { loadGround, loadRegions, type Ground, type Region } from '../analytics/ground.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { settingGroups, settingRegistry, type SettingGroup, type SettingName } from '../ledger/settings.ts'
import type { Label } from '../platform/label.ts'
import { readValidFrom, shownValue } from './settings.rules.ts'
import type { SettingChange, SettingObject, SettingsOfJurisdiction } from './settings.types.ts'

/** Every setting of a jurisdiction on a day (null: today), with where its value comes from and how it came to be. */
export function readSettings(
  db: Db,
  viewer: Viewer,
  asked: { jurisdiction: string | null; on: string | null; revision: number | null },
): Promise<SettingsOfJurisdiction> {
  const day = readValidFrom(asked.on)
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, { jurisdiction: asked.jurisdiction, revision: asked.revision })
    const on = day ?? ground.today
    const regions = new Map((await loadRegions(tx)).map((region) => [region.id, region]))
    const history = await readHistory(tx, ground, regions)
    const names = Object.keys(settingRegistry) as SettingName[]
    const settings = names.map((name) => settingObject(name, ground, on, regions, history.get(name) ?? []))
    return {
      jurisdiction: { key: ground.jurisdiction.key, label: ground.jurisdiction.label },
      on,
      revision: ground.asOf.revision,
      groups: (Object.keys(settingGroups) as SettingGroup[]).map((group) => ({
        key: group.toUpperCase(),
        label: settingGroups[group],
        settings: settings.filter(({ name }) => settingRegistry[name as SettingName].group === group),
      })),
    }
  })
}

function settingObject(
  name: SettingName,
  ground: Ground,
  on: string,
  regions: ReadonlyMap<number, Region>,
  history: SettingChange[],
): SettingObject {
  const { label, explain, form } = settingRegistry[name]
  const held = ground.settings.heldOn(name, on)
  return {
    name,
    label,
    explain,
    form: form.kind,
    least: form.kind === 'INTEGER' ? form.least : null,
    most: form.kind === 'INTEGER' ? form.most : null,
    longest: form.kind === 'TEXT' ? form.longest : null,
    choices: form.kind === 'CHOICE' ? form.choices.map(({ value, label: words }) => ({ value, label: words })) : [],
    value: held.value,
    shown: shownValue(name, held.value),
    inherited: held.regionId !== ground.jurisdiction.id,
    from: held.regionId === null ? null : (regions.get(held.regionId)?.label ?? null),
    validFrom: held.validFrom,
    history,
  }
}

type Row = {
  name: SettingName
  regionId: number
  value: unknown
  validFrom: string | null
  revision: number
  endedRevision: number | null
  at: Date | null
  actor: string | null
  reason: string | null
}

/** Every value that the jurisdiction or a node above it was ever given, by setting, the latest act first. */
async function readHistory(
  tx: Transaction<Tables>,
  ground: Ground,
  regions: ReadonlyMap<number, Region>,
): Promise<Map<SettingName, SettingChange[]>> {
  const { revision } = ground.asOf
  const path = ground.settings.regionIds
  const { rows } = await sql<Row>`
    with acts as (
      select region_id, name, value, valid_from, from_revision as revision, case when to_revision <= ${revision} then to_revision end as ended, false as taken
        from setting where region_id = any (${path}::bigint[]) and from_revision <= ${revision}
      union all
      -- A value that was taken away without another in its place is an act of its own.
      select s.region_id, s.name, null, s.valid_from, s.to_revision, null, true from setting s
       where s.region_id = any (${path}::bigint[]) and s.to_revision <= ${revision}
         and not exists (select from setting n where n.region_id = s.region_id and n.name = s.name and n.from_revision = s.to_revision
           and n.valid_from is not distinct from s.valid_from))
    select a.name, a.region_id as "regionId", case when a.taken then null else jsonb_build_object('value', a.value) end as value,
           a.valid_from as "validFrom", a.revision, a.ended as "endedRevision", c.at, c.actor_name as actor, c.reason
      from acts a left join change c on c.revision = a.revision order by a.revision desc, a.name`.execute(tx)
  const byName = new Map<SettingName, SettingChange[]>()
  for (const row of rows) {
    if (!Object.hasOwn(settingRegistry, row.name)) continue
    const list = byName.get(row.name) ?? []
    // Rows come with the latest act first: one of a day that is listed already is not the last.
    const later = rows.slice(0, rows.indexOf(row)).some((other) => isOfOneDay(other, row))
    const undoable = row.regionId === ground.jurisdiction.id && !later
    list.push({ ...changeOf(row, regions.get(row.regionId)?.label ?? { zh: '', en: null }), undoable })
    byName.set(row.name, list)
  }
  return byName
}

function isOfOneDay(one: Row, other: Row): boolean {
  return one.name === other.name && one.regionId === other.regionId && one.validFrom === other.validFrom
}

function changeOf(row: Row, region: Label): Omit<SettingChange, 'undoable'> {
  const held = row.value as { value: unknown } | null
  return {
    revision: row.revision,
    at: row.at,
    actor: row.actor,
    reason: row.reason,
    region,
    validFrom: row.validFrom,
    value: held === null ? null : shownValue(row.name, held.value),
    current: held !== null && row.endedRevision === null,
  }
}
