import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import type { FullLabel } from '../platform/label.ts'

export type Rounding = 'HALF_UP' | 'TRUNCATE'
export type RegionLevel = 'NATION' | 'PROVINCE' | 'CITY' | 'COUNTY'
type Definition<T> = { label: FullLabel; byLevel: (level: RegionLevel) => T }

const define = <T>(label: FullLabel, byLevel: (level: RegionLevel) => T): Definition<T> => ({ label, byLevel })
const pick =
  <T>(nation: T, province: T, county: T) =>
  (level: RegionLevel): T =>
    level === 'NATION' ? nation : level === 'PROVINCE' ? province : county

/** THE REGISTRY of settings: what a jurisdiction may set, and what holds where nobody on the way to the root set it. */
export const settingRegistry = {
  authorityName: define<string>({ zh: '机关名称', en: 'Authority' }, () => ''),
  outletBase: define<number>({ zh: '每多少个网点', en: 'Outlets per rate' }, pick(1000, 100, 1)),
  customerBase: define<number>({ zh: '每多少名个人客户', en: 'Customers per rate' }, pick(10_000_000, 1_000_000, 10_000)),
  shareDecimals: define<number>({ zh: '占比与变动的小数位', en: 'Decimals of shares and changes' }, pick(1, 2, 1)),
  rateDecimals: define<number>({ zh: '比率的小数位', en: 'Decimals of rates' }, pick(1, 2, 2)),
  rounding: define<Rounding>({ zh: '舍入', en: 'Rounding' }, () => 'HALF_UP'),
  deadlineDays: define<number>({ zh: '办结期限（日历日）', en: 'Deadline (calendar days)' }, () => 15),
  exposureMaxAgeDays: define<number>({ zh: '基数的最长有效天数', en: 'Oldest base (days)' }, () => 400),
  smallGroupMinimum: define<number>({ zh: '匿名展示所需成员数', en: 'Members needed for anonymous figures' }, () => 7),
  mergedFrom: define<string | null>({ zh: '自何日起合并重复投诉', en: 'Repeats merged from' }, () => null),
  candidateDays: define<number>({ zh: '重复投诉的时间窗（天）', en: 'Days within which repeats are looked for' }, () => 90),
  keepPersonToken: define<boolean>({ zh: '保留投诉人标记', en: 'Keep the person token' }, () => true),
  keepAgeBand: define<boolean>(
    { zh: '由出生年或年龄保留年龄段', en: 'Keep the age band that a year of birth or an age tells' },
    () => false,
  ),
  keepOriginals: define<boolean>({ zh: '保留投诉内容原文（加密）', en: 'Keep original texts (sealed)' }, () => false),
  originalDays: define<number>({ zh: '原文保留天数', en: 'Days for which originals are kept' }, () => 1095),
} as const

export type SettingName = keyof typeof settingRegistry
export type Settings = { [N in SettingName]: (typeof settingRegistry)[N] extends Definition<infer T> ? T : never }
type Row = { regionId: number; name: SettingName; value: unknown; validFrom: string | null }
type Node = { regionId: number; parentId: number | null; level: RegionLevel }

/** Settings of one jurisdiction as of a revision, inherited from its ancestors, dated. */
export class SettingHistory {
  constructor(
    private readonly path: readonly Node[],
    private readonly rows: readonly Row[],
  ) {}

  get level(): RegionLevel {
    return this.path[0]?.level ?? 'COUNTY'
  }

  /** One setting on a day: the nearest node that sets it, there the latest not after the day. */
  on<N extends SettingName>(name: N, day: string): Settings[N] {
    for (const node of this.path) {
      const held = this.rows.findLast(
        (row) => row.name === name && row.regionId === node.regionId && (row.validFrom === null || row.validFrom <= day),
      )
      // What a row holds was checked against the registry when it was set.
      if (held) return held.value as Settings[N]
    }
    return settingRegistry[name].byLevel(this.level) as Settings[N]
  }

  /** All settings on a day. */
  at(day: string): Settings {
    const names = Object.keys(settingRegistry) as SettingName[]
    return Object.fromEntries(names.map((name) => [name, this.on(name, day)])) as Settings
  }

  /** The stretches of days on which a setting keeps one value, from the first day on. */
  stretches<N extends SettingName>(name: N): { from: string; value: Settings[N] }[] {
    const days = this.rows.filter((row) => row.name === name && row.validFrom).map((row) => row.validFrom as string)
    const starts = ['0001-01-01', ...new Set(days.sort())]
    return starts.map((from) => ({ from, value: this.on(name, from) }))
  }
}

/** Reads the settings of a jurisdiction as of a revision. */
export async function loadSettings(tx: Transaction<Tables>, regionId: number, revision: number): Promise<SettingHistory> {
  const nodes = await sql<Node>`
    with recursive path as (
      select region_id, parent_id, level, 0 as depth from region where region_id = ${regionId}
      union all
      select r.region_id, r.parent_id, r.level, p.depth + 1 from region r join path p on r.region_id = p.parent_id
    )
    select region_id as "regionId", parent_id as "parentId", level from path order by depth`.execute(tx)
  const rows = await sql<Row>`
    select region_id as "regionId", name, value, valid_from as "validFrom" from setting
     where from_revision <= ${revision} and (to_revision is null or to_revision > ${revision})
     order by valid_from nulls first, id`.execute(tx)
  return new SettingHistory(nodes.rows, rows.rows)
}
