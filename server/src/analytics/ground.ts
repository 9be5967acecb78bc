import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Tables } from '../db/tables.ts'
import { todayOf, type Installed } from '../ledger/clock.ts'
import { loadDictionary, type DictionaryEntry } from '../ledger/dictionary.ts'
import { loadInstitutionHistory, type InstitutionHistory, type InstitutionState } from '../ledger/institution-history.ts'
import { loadSettings, type SettingHistory } from '../ledger/settings.ts'
import { InvalidError, NotFoundError } from '../platform/errors.ts'
import type { Label } from '../platform/label.ts'
import { wordDictionaries } from './dimensions.ts'
import { KeptGrounds } from './kept-ground.ts'
import type { HeldWord } from './places.ts'
import type { AsOf } from './revisions.ts'
import type { DayCount } from './rows-behind.ts'

export type Region = { id: number; key: string; parentId: number | null; level: string; label: Label }

export type SeriesBreak = { on: string; metrics: string[]; sentence: { zh: string; en: string } }

/** What figures stand on as of a revision: the jurisdiction and everything known about it but the complaints. */
export type Ground = {
  asOf: AsOf
  today: string
  /** Of this database; part of the keys that leave it. */
  origin: string
  jurisdiction: Region
  /** The jurisdiction's node and all below it. */
  regions: Region[]
  regionIds: number[]
  /** No node lies outside the jurisdiction. */
  isWhole: boolean
  settings: SettingHistory
  history: InstitutionHistory
  dictionary: DictionaryEntry[]
  /** Words of the columns that hold words instead of entries. */
  words: HeldWord[]
  /** Who issues numbers; without a name where the viewer may not know it. */
  sources: { id: number; name: string | null }[]
  breaks: SeriesBreak[]
  /** First days of the months that are closed. */
  closedMonths: ReadonlySet<string>
  /** First days of the months that something was entered for after they had been closed. */
  lateMonths: ReadonlySet<string>
  /** The viewer sees all of the jurisdiction, so whole groups. */
  seesAll: boolean
  /** Members of groups by stretch of days, as far as they were asked for. */
  memberships: Map<string, ReadonlyMap<number, InstitutionState>>
  /** Institutions that had closed by a day, with who took their business over, as far as they were asked for. */
  closings: Map<string, ReadonlyMap<number, number>>
  /** The first day of each register, as far as it was asked for; null where the register is empty. */
  firstDays: Map<1 | 2, string | null>
  /** Late entries by day of receipt, by the filters that they were counted under. */
  lateDays: Map<string, readonly DayCount[]>
}

/** All of it that a revision fixes: everything but the day. */
export type HeldGround = Omit<Ground, 'today' | 'origin'>

const grounds = new KeptGrounds<HeldGround>()

/**
 * Reads the ground of a query in its snapshot. What a revision holds never changes, so it is kept by revision and by
 * what the viewer may see.
 * @throws NotFoundError for a jurisdiction that is not there for this viewer, InvalidError for a revision yet to come.
 */
export async function loadGround(
  tx: Transaction<Tables>,
  viewer: Viewer,
  asked: { jurisdiction?: string | null; revision?: number | null },
): Promise<Ground> {
  const { asOf, database, origin, today } = await readStanding(tx, asked.revision ?? null)
  const { scope, rootRegionId } = viewer
  const seen = scope.kind === 'ALL' ? 'ALL' : `${scope.regions.join(',')} ${scope.institutions.join(',')}`
  const name = [database, origin, asOf.current, asOf.revision, asked.jurisdiction ?? '', rootRegionId, seen].join('|')
  const held = await grounds.get(name, () => readGround(tx, viewer, asOf, asked.jurisdiction ?? null))
  return { ...held, today, origin }
}

async function readGround(tx: Transaction<Tables>, viewer: Viewer, asOf: AsOf, key: string | null): Promise<HeldGround> {
  const all = await loadRegions(tx)
  const jurisdiction = pickJurisdiction(all, viewer, key)
  const regions = subtree(all, jurisdiction)
  const { scope } = viewer
  const history = await loadInstitutionHistory(tx, asOf.revision)
  const seesAll = scope.kind === 'ALL' || regions.every((region) => scope.regions.includes(region.id))
  return {
    asOf,
    jurisdiction,
    regions,
    regionIds: regions.map((region) => region.id),
    isWhole: regions.length === all.length,
    settings: await loadSettings(tx, jurisdiction.id, asOf.revision),
    history,
    dictionary: await loadDictionary(tx, asOf.revision),
    words: await loadWords(tx, asOf.revision),
    sources: await loadSources(tx, asOf.revision, seesAll ? null : namesIn(history)),
    breaks: await loadBreaks(tx, asOf.revision, path(all, jurisdiction)),
    closedMonths: await loadClosedMonths(tx, asOf.revision, jurisdiction.id),
    lateMonths: await loadLateMonths(tx, asOf.revision, regions),
    seesAll,
    memberships: new Map(),
    closings: new Map(),
    firstDays: new Map(),
    lateDays: new Map(),
  }
}

type Standing = { asOf: AsOf; database: string; origin: string; today: string }

/** Where the ledger stands, in one question: its revision, the database, the business day. */
async function readStanding(tx: Transaction<Tables>, asked: number | null): Promise<Standing> {
  const { rows } = await sql<Installed & { revision: number; database: string }>`
    select c.revision, current_database() as database, i.origin, i.kind, i.demo_today as "demoToday" from revision_counter c, installation i`.execute(
    tx,
  )
  const [row] = rows
  if (!row) throw new Error('The database holds no installation.')
  const current = row.revision
  if (asked !== null && (asked < 0 || asked > current)) throw unknownRevision(asked, current)
  return { asOf: { revision: asked ?? current, current }, database: row.database, origin: row.origin, today: todayOf(row) }
}

function unknownRevision(asked: number, latest: number): InvalidError {
  return new InvalidError(
    { zh: `台账没有修订号 ${asked}，最新是 ${latest}。`, en: `The ledger has no revision ${asked}; the latest is ${latest}.` },
    [{ path: 'query.revision', reason: 'UNKNOWN_REVISION', params: { value: asked, latest } }],
  )
}

export async function loadRegions(tx: Transaction<Tables>): Promise<Region[]> {
  const { rows } = await sql<{
    id: number
    key: string
    parentId: number | null
    level: string
    zh: string
    en: string | null
  }>`
    select region_id as id, key, parent_id as "parentId", level, zh, en from region order by region_id`.execute(tx)
  return rows.map(({ zh, en, ...region }) => ({ ...region, label: { zh, en } }))
}

/** The nodes of a ground in which the viewer may write: an institution's viewer has none. */
export function writableRegionIds({ regionIds }: Ground, { scope }: Viewer): number[] {
  return scope.kind === 'ALL' ? regionIds : regionIds.filter((id) => scope.regions.includes(id))
}

/** The region and all below it, the region first. */
export function subtree(all: readonly Region[], root: Region): Region[] {
  const found = [root]
  for (const region of found) found.push(...all.filter((other) => other.parentId === region.id))
  return found
}

function path(all: readonly Region[], region: Region): number[] {
  const above = all.find((other) => other.id === region.parentId)
  return above ? [region.id, ...path(all, above)] : [region.id]
}

function pickJurisdiction(all: readonly Region[], viewer: Viewer, key: string | null): Region {
  const { scope, rootRegionId } = viewer
  const found = all.find((region) => (key === null ? region.id === rootRegionId : region.key === key || region.label.zh === key))
  // An institution's viewer has one jurisdiction: that of the institution.
  const open = found && (scope.kind === 'ALL' || found.id === rootRegionId || scope.regions.includes(found.id))
  if (open) return found
  throw new NotFoundError(
    { zh: `没有辖区“${key ?? ''}”，或您无权查看。`, en: `There is no jurisdiction “${key ?? ''}” that you may see.` },
    [{ path: 'query.jurisdiction', reason: 'UNKNOWN_JURISDICTION', params: { value: key } }],
  )
}

async function loadBreaks(tx: Transaction<Tables>, revision: number, regionIds: number[]): Promise<SeriesBreak[]> {
  const { rows } = await sql<{ on: string; metrics: string[]; zh: string; en: string }>`
    select break_on as on, metrics, zh, en from series_break
     where region_id = any(${regionIds}) and from_revision <= ${revision} and (to_revision is null or to_revision > ${revision})
     order by break_on, id`.execute(tx)
  return rows.map(({ zh, en, ...row }) => ({ ...row, sentence: { zh, en } }))
}

async function loadWords(tx: Transaction<Tables>, revision: number): Promise<HeldWord[]> {
  const { rows } = await sql<HeldWord>`
    select w.id, w.kind, w.word, coalesce(m.entry_id, 0) as "entryId" from dictionary_word w
      left join word_meaning m on m.region_id = w.region_id and m.word_id = w.id
       and m.from_revision <= ${revision} and (m.to_revision is null or m.to_revision > ${revision})
     where w.kind = any(${wordDictionaries}::text[]) and w.revision <= ${revision} order by w.id`.execute(tx)
  return rows
}

/**
 * Who issues numbers. A register of institutions names them, so to whom only some are known it names those (`known`), and
 * names that the regulator's register has too.
 */
async function loadSources(
  tx: Transaction<Tables>,
  revision: number,
  known: string[] | null,
): Promise<{ id: number; name: string | null }[]> {
  const { rows } = await sql<{ id: number; name: string | null }>`
    select id, case when ${known}::text[] is null or name = any (${known}::text[])
                      or name in (select o.name from complaint_source o where o.register = 1 and o.revision <= ${revision}) then name end as name
      from complaint_source where revision <= ${revision} order by id`.execute(tx)
  return rows
}

function namesIn(history: InstitutionHistory): string[] {
  return history.latest().flatMap(({ name, aliases }) => [name, ...aliases])
}

async function loadClosedMonths(tx: Transaction<Tables>, revision: number, regionId: number): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ month: string }>`
    select month from month_close
     where region_id = ${regionId} and from_revision <= ${revision} and (to_revision is null or to_revision > ${revision})`.execute(tx)
  return new Set(rows.map((row) => row.month))
}

async function loadLateMonths(tx: Transaction<Tables>, revision: number, regions: readonly Region[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ month: string }>`
    select distinct month from late_entry where region_id = any(${regions.map((region) => region.id)}::bigint[]) and revision <= ${revision}`.execute(
    tx,
  )
  return new Set(rows.map((row) => row.month))
}

/** The first day on which the ledger has anything of a register; null while it is empty. */
export async function firstKnownDay(tx: Transaction<Tables>, ground: Ground, register: 1 | 2): Promise<string | null> {
  const known = ground.firstDays.get(register)
  if (known !== undefined) return known
  const { revision } = ground.asOf
  const { rows } = await sql<{ day: string | null }>`
    select least(
      (select v.received_on from complaint_version v where v.to_revision is null and v.from_revision <= ${revision}
          and v.register = ${register} and v.region_id = any(${ground.regionIds}) order by v.received_on limit 1),
      (select min(v.received_on) from complaint_version v where v.to_revision > ${revision} and v.from_revision <= ${revision}
          and v.register = ${register} and v.region_id = any(${ground.regionIds}))) as day`.execute(tx)
  const day = rows[0]?.day ?? null
  ground.firstDays.set(register, day)
  return day
}
