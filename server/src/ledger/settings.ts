import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import type { FullLabel } from '../platform/label.ts'
import { supervisionSettings } from './supervision-settings.ts'

export type Rounding = 'HALF_UP' | 'TRUNCATE'
export type DeadlineUnit = 'CALENDAR' | 'WORKING'
export type RegionLevel = 'NATION' | 'PROVINCE' | 'CITY' | 'COUNTY'

/** What a setting may hold; a day that is null means never. */
export type SettingForm =
  | { kind: 'TEXT'; longest: number }
  | { kind: 'INTEGER'; least: number; most: number }
  | { kind: 'BOOLEAN' }
  | { kind: 'CHOICE'; choices: readonly { value: string; label: FullLabel }[] }
  | { kind: 'DAY' }

/** How settings stand together on their page. */
export const settingGroups = {
  authority: { zh: '机关', en: 'Authority' },
  figures: { zh: '数字与口径', en: 'Figures' },
  deadlines: { zh: '期限', en: 'Deadlines' },
  repeats: { zh: '重复投诉', en: 'Repeats' },
  supervision: { zh: '重点监督', en: 'Key supervision' },
  personal: { zh: '个人信息', en: 'Personal data' },
} as const satisfies Record<string, FullLabel>
export type SettingGroup = keyof typeof settingGroups

export type SettingDefinition<T> = {
  label: FullLabel
  group: SettingGroup
  form: SettingForm
  explain: FullLabel
  byLevel: (level: RegionLevel) => T
}
type Standing = Omit<SettingDefinition<never>, 'byLevel'>

const define = <T>(standing: Standing, byLevel: (level: RegionLevel) => T): SettingDefinition<T> => ({ ...standing, byLevel })
const whole = (least: number, most: number): SettingForm => ({ kind: 'INTEGER', least, most })
const yesNo: SettingForm = { kind: 'BOOLEAN' }
const pick =
  <T>(nation: T, province: T, county: T) =>
  (level: RegionLevel): T =>
    level === 'NATION' ? nation : level === 'PROVINCE' ? province : county

/** THE REGISTRY of settings: what a jurisdiction may set, and what holds where nobody on the way to the root set it. */
export const settingRegistry = {
  authorityName: define<string>(
    {
      label: { zh: '机关名称', en: 'Authority' },
      group: 'authority',
      form: { kind: 'TEXT', longest: 100 },
      explain: { zh: '通报与导出抬头所用的名称。', en: 'The name at the head of circulars and exports.' },
    },
    () => '',
  ),
  outletBase: define<number>(
    {
      label: { zh: '每多少个网点', en: 'Outlets per rate' },
      group: 'figures',
      form: whole(1, 1_000_000),
      explain: { zh: '“每网点投诉量”的倍数。', en: 'The multiplier of complaints per outlets.' },
    },
    pick(1000, 100, 1),
  ),
  customerBase: define<number>(
    {
      label: { zh: '每多少名个人客户', en: 'Customers per rate' },
      group: 'figures',
      form: whole(1, 1_000_000_000),
      explain: { zh: '“每万客户投诉量”的倍数。', en: 'The multiplier of complaints per customers.' },
    },
    pick(10_000_000, 1_000_000, 10_000),
  ),
  premiumBase: define<number>(
    {
      label: { zh: '每多少元保费', en: 'Premium per rate (yuan)' },
      group: 'figures',
      form: whole(1, 100_000_000_000),
      explain: { zh: '“每亿元保费投诉量”的倍数。', en: 'The multiplier of complaints per premium.' },
    },
    () => 100_000_000,
  ),
  policyBase: define<number>(
    {
      label: { zh: '每多少张保单', en: 'Policies per rate' },
      group: 'figures',
      form: whole(1, 1_000_000_000),
      explain: { zh: '“每万张保单投诉量”的倍数。', en: 'The multiplier of complaints per policies.' },
    },
    () => 10_000,
  ),
  majorComplainants: define<number>(
    {
      label: { zh: '重大投诉的人数', en: 'Complainants of a major complaint' },
      group: 'figures',
      form: whole(2, 100_000),
      explain: {
        zh: '同时来访的投诉人不少于这么多的，计为重大投诉。',
        en: 'A complaint brought in person by at least as many is major, whatever its severity says.',
      },
    },
    () => 20,
  ),
  shareDecimals: define<number>(
    {
      label: { zh: '占比与变动的小数位', en: 'Decimals of shares and changes' },
      group: 'figures',
      form: whole(0, 4),
      explain: { zh: '百分比保留几位小数。', en: 'How many decimals percentages keep.' },
    },
    pick(1, 2, 1),
  ),
  rateDecimals: define<number>(
    {
      label: { zh: '比率的小数位', en: 'Decimals of rates' },
      group: 'figures',
      form: whole(0, 4),
      explain: { zh: '每网点、每万客户保留几位小数。', en: 'How many decimals rates keep.' },
    },
    pick(1, 2, 2),
  ),
  rounding: define<Rounding>(
    {
      label: { zh: '舍入', en: 'Rounding' },
      group: 'figures',
      form: {
        kind: 'CHOICE',
        choices: [
          { value: 'HALF_UP', label: { zh: '四舍五入', en: 'half up' } },
          { value: 'TRUNCATE', label: { zh: '截断', en: 'truncate' } },
        ],
      },
      explain: { zh: '从精确值舍入一次；−6.25 四舍五入为 −6.3。', en: 'Once, from the exact value; −6.25 half up is −6.3.' },
    },
    () => 'HALF_UP',
  ),
  exposureMaxAgeDays: define<number>(
    {
      label: { zh: '基数的最长有效天数', en: 'Oldest base (days)' },
      group: 'figures',
      form: whole(1, 3650),
      explain: { zh: '早于期末这么多天的网点数、客户数不再用作分母。', en: 'A base older than this at the period’s end serves no rate.' },
    },
    () => 400,
  ),
  smallGroupMinimum: define<number>(
    {
      label: { zh: '匿名展示所需成员数', en: 'Members needed for anonymous figures' },
      group: 'figures',
      form: whole(5, 100),
      explain: {
        zh: '机构用户只在同类不少于这么多家时看到匿名的同类数字；不得少于 5。',
        en: 'Institutions see anonymous figures of groups of at least as many; never below 5.',
      },
    },
    () => 7,
  ),
  deadlineDays: define<number>(
    {
      label: { zh: '办结期限（天）', en: 'Deadline (days)' },
      group: 'deadlines',
      form: whole(1, 365),
      explain: {
        zh: '收到之日起多少天内办结；自生效日起收到的投诉重新计算到期日。',
        en: 'Days from receipt; what was received from the day on gets its due day anew.',
      },
    },
    () => 15,
  ),
  deadlineUnit: define<DeadlineUnit>(
    {
      label: { zh: '办结期限按', en: 'Deadline counts' },
      group: 'deadlines',
      form: {
        kind: 'CHOICE',
        choices: [
          { value: 'CALENDAR', label: { zh: '日历日', en: 'calendar days' } },
          { value: 'WORKING', label: { zh: '工作日', en: 'working days' } },
        ],
      },
      explain: {
        zh: '工作日按工作日历，收到当日不计；自生效日起收到的投诉重新计算到期日。',
        en: 'Working days follow the calendar, the day of receipt not counted; what was received from the day on gets its due day anew.',
      },
    },
    () => 'CALENDAR',
  ),
  mergedFrom: define<string | null>(
    {
      label: { zh: '自何日起合并重复投诉', en: 'Repeats merged from' },
      group: 'repeats',
      form: { kind: 'DAY' },
      explain: { zh: '该日起的期间默认合并计数；空为不合并。', en: 'Periods from the day on count repeats once by default; empty: never.' },
    },
    () => null,
  ),
  candidateDays: define<number>(
    {
      label: { zh: '重复投诉的时间窗（天）', en: 'Days within which repeats are looked for' },
      group: 'repeats',
      form: whole(1, 1095),
      explain: {
        zh: '同一人在这么多天内的投诉列为疑似重复。',
        en: 'Complaints of one person within as many days are proposed as repeats.',
      },
    },
    () => 90,
  ),
  ...supervisionSettings,
  keepPersonToken: define<boolean>(
    {
      label: { zh: '保留投诉人标记', en: 'Keep the person token' },
      group: 'personal',
      form: yesNo,
      explain: {
        zh: '电话或证件号的加密散列，只用于发现重复，不可还原；以后的导入适用。',
        en: 'A keyed hash of phone or identity number, to find repeats; it cannot be turned back. For imports from then on.',
      },
    },
    () => true,
  ),
  keepAgeBand: define<boolean>(
    {
      label: { zh: '由出生年或年龄保留年龄段', en: 'Keep the age band that a year of birth or an age tells' },
      group: 'personal',
      form: yesNo,
      explain: {
        zh: '只留十年一段，出生年本身不入库；以后的导入适用。',
        en: 'The ten years alone; the year of birth is not kept. For imports from then on.',
      },
    },
    () => false,
  ),
  keepOriginals: define<boolean>(
    {
      label: { zh: '保留投诉内容原文（加密）', en: 'Keep original texts (sealed)' },
      group: 'personal',
      form: yesNo,
      explain: {
        zh: '脱敏前的投诉内容加密保存，只有持“原文调阅”权限者写明理由方可查看；以后的导入适用。',
        en: 'The text before masking, sealed; read with a reason by who may alone. For imports from then on.',
      },
    },
    () => false,
  ),
  originalDays: define<number>(
    {
      label: { zh: '原文保留天数', en: 'Days for which originals are kept' },
      group: 'personal',
      form: whole(1, 3650),
      explain: { zh: '入库之日起计，到期清除。', en: 'From the day of import; then they are erased.' },
    },
    () => 1095,
  ),
} as const

export type SettingName = keyof typeof settingRegistry
export type Settings = { [N in SettingName]: (typeof settingRegistry)[N] extends SettingDefinition<infer T> ? T : never }
type Row = { regionId: number; name: SettingName; value: unknown; validFrom: string | null }
type Node = { regionId: number; parentId: number | null; level: RegionLevel }
/** A value in force: at which node it was set and from when, both null where nobody set it. */
export type HeldSetting<T> = { value: T; regionId: number | null; validFrom: string | null }

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
    return this.heldOn(name, day).value
  }

  /** The same, with where it comes from. */
  heldOn<N extends SettingName>(name: N, day: string): HeldSetting<Settings[N]> {
    for (const node of this.path) {
      const held = this.rows.findLast(
        (row) => row.name === name && row.regionId === node.regionId && (row.validFrom === null || row.validFrom <= day),
      )
      // What a row holds was checked against the registry when it was set.
      if (held) return { value: held.value as Settings[N], regionId: node.regionId, validFrom: held.validFrom }
    }
    return { value: settingRegistry[name].byLevel(this.level) as Settings[N], regionId: null, validFrom: null }
  }

  /** The nodes from the jurisdiction up to the root. */
  get regionIds(): number[] {
    return this.path.map((node) => node.regionId)
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

/** The value that a node itself holds from exactly this day on (null: always), or null where it holds none. */
export async function loadOwnSetting(
  tx: Transaction<Tables>,
  regionId: number,
  name: SettingName,
  validFrom: string | null,
): Promise<{ value: unknown } | null> {
  const { rows } = await sql<{ value: unknown }>`
    select value from setting where region_id = ${regionId} and name = ${name} and valid_from is not distinct from ${validFrom}::date
       and to_revision is null`.execute(tx)
  return rows[0] ?? null
}

/** What a node held of a setting before and after a revision's act on it, and what it holds now; null: nothing of its own. */
export type SettingTrace = { validFrom: string | null; before: Held; after: Held; now: Held }
type Held = { value: unknown } | null

/** The act of a revision on a node's own value; null where there is none. */
export async function traceSetting(
  tx: Transaction<Tables>,
  regionId: number,
  name: SettingName,
  revision: number,
): Promise<SettingTrace | null> {
  const { rows } = await sql<{ value: unknown; validFrom: string | null; since: number; ended: number | null }>`
    select jsonb_build_object('value', value) as value, valid_from as "validFrom", from_revision as since, to_revision as ended from setting
     where region_id = ${regionId} and name = ${name} order by from_revision`.execute(tx)
  const touched = rows.find((row) => row.since === revision || row.ended === revision)
  if (!touched) return null
  const same = rows.filter((row) => row.validFrom === touched.validFrom)
  const held = (found: { value: unknown } | undefined): Held => (found ? (found.value as { value: unknown }) : null)
  return {
    validFrom: touched.validFrom,
    before: held(same.find((row) => row.ended === revision)),
    after: held(same.find((row) => row.since === revision)),
    now: held(same.find((row) => row.ended === null)),
  }
}
