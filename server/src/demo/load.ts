import { sql, type Transaction } from 'kysely'
import { permissionsOf } from '../access/permissions.ts'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readAll, writeAs } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import type { KeyedDigests } from '../imports/tokens.ts'
import { findBatch, restoreComplaints, voidComplaints } from '../ledger/batch.ts'
import { write, type Writing } from '../ledger/change.ts'
import { correctComplaint } from '../ledger/correct.ts'
import { addSeriesBreak, closeMonth, setSetting } from '../ledger/dated.ts'
import { install, isInstalled } from '../ledger/install.ts'
import { mergeGroups } from '../ledger/matter.ts'
import { currentRevision } from '../ledger/revision.ts'
import type { SettingName, Settings } from '../ledger/settings.ts'
import { addStep } from '../ledger/steps.ts'
import { decide } from '../supervision/supervision.commands.ts'
import { demoCounty } from './county.ts'
import type { DemoCounty } from './demo.types.ts'
import { demoHistory } from './history.ts'
import type { DemoAct } from './history.types.ts'
import { enterAssessments, enterComplaints, enterExposures, enterInstitutions, enterReturns, keyOf } from './load-files.ts'
import { wordOf, type Loading } from './loading.ts'

/**
 * Loads the demo county into an empty database, act by act through the ledger's own commands, so that it has batches,
 * corrections, a void and its restoration, merges and closed months to show. False where the ledger holds a batch.
 */
export async function loadDemo(db: Db, digests: KeyedDigests): Promise<boolean> {
  const county = demoCounty()
  const acts = demoHistory(county)
  const users = await userIds(db)
  await ensureInstalled(db, county, actor('admin', users))
  if (await holdsBatches(db)) return false
  const loading: Loading = { db, county, regionId: await countyRegion(db, county), digests, batches: new Map(), filed: new Map() }
  for (const act of acts) await perform(loading, act, actor(act.by, users))
  return true
}

async function ensureInstalled(db: Db, county: DemoCounty, viewer: Viewer): Promise<void> {
  if (await isInstalled(db)) return
  const { code, zh, en } = county.region
  await install(db, viewer, { kind: 'DEMO', demoToday: county.today, root: { key: code, level: 'COUNTY', zh, en } })
}

function holdsBatches(db: Db): Promise<boolean> {
  return readAll(db, async (tx) => (await sql`select from batch limit 1`.execute(tx)).rows.length > 0)
}

async function countyRegion(db: Db, county: DemoCounty): Promise<number> {
  const { rows } = await readAll(db, (tx) =>
    sql<{ id: number }>`select region_id as id from region where key = ${county.region.code}`.execute(tx),
  )
  if (!rows[0]) throw new Error(`The database has no region ${county.region.code}.`)
  return rows[0].id
}

/** The demo's users by name, as far as they are there. */
async function userIds(db: Db): Promise<Map<string, number>> {
  const { rows } = await writeAs(db, 'mingjing_identity', (tx) =>
    sql<{ name: string; id: number }>`select name, id from user_account`.execute(tx),
  )
  return new Map(rows.map((row) => [row.name, row.id]))
}

function actor(name: DemoAct['by'], users: ReadonlyMap<string, number>): Viewer {
  const roles: Viewer['roles'] = [name]
  return {
    userId: users.get(name) ?? 0,
    name,
    displayName: name,
    roles,
    permissions: permissionsOf(roles),
    scope: { kind: 'ALL' },
    rootRegionId: 1,
    language: 'zh',
  }
}

async function perform(loading: Loading, act: DemoAct, viewer: Viewer): Promise<void> {
  const { db, regionId } = loading
  const enter = <T>(kind: string, reason: string | null, detail: object, work: (writing: Writing) => Promise<T>) =>
    write(db, viewer, { kind, regionId, reason, detail, at: new Date(act.at) }, work)
  switch (act.kind) {
    case 'SET_UP':
      return void (await enter('SETTINGS', '建立台账时的设置。', {}, (writing) => setUp(writing, loading.county)))
    case 'INSTITUTIONS':
      return void (await enter('IMPORT', null, { file: act.file }, (writing) => enterInstitutions(writing, loading, act)))
    case 'EXPOSURES':
      return void (await enter('IMPORT', null, { file: act.file }, (writing) => enterExposures(writing, loading, act)))
    case 'ASSESSMENTS':
      return void (await enter('IMPORT', null, { file: act.file }, (writing) => enterAssessments(writing, loading, act)))
    case 'RETURNS':
      return void (await enter('IMPORT', null, { file: act.file }, (writing) => enterReturns(writing, loading, act)))
    case 'SUPERVISE':
      return superviseOn(db, viewer, act)
    case 'COMPLAINTS':
      return enterComplaints(loading, act, (work) => enter('IMPORT', null, { file: act.file }, work))
    case 'CORRECT':
      return void (await enter('CORRECT', act.correction.reason, { number: act.correction.number }, (writing) =>
        correct(writing, loading, act),
      ))
    case 'WITHDRAW':
      return void (await enter('STEP', '投诉人撤回。', { step: 'WITHDRAWN' }, (writing) => withdraw(writing, act)))
    case 'MERGE':
      return void (await enter('MERGE', act.reason, { groups: act.groups }, (writing) => merge(writing, act)))
    case 'VOID':
      return void (await enter('VOID', act.reason, { file: act.file }, async (w) =>
        voidComplaints(w, await batchOf(w, loading, act.file), false),
      ))
    case 'RESTORE':
      return void (await enter('RESTORE', act.reason, { file: act.file }, async (w) =>
        restoreComplaints(w, await batchOf(w, loading, act.file)),
      ))
    case 'CLOSE_MONTHS':
      return void (await enter('CLOSE_MONTH', act.reason, { months: act.months }, (writing) => closeMonths(writing, act.months)))
    case 'BREAK':
      return void (await enter('SERIES_BREAK', act.reason, {}, (writing) => registerBreaks(writing, loading.county)))
  }
}

/** Decides through the product's own command, on the proposal as it stands then. */
async function superviseOn(db: Db, viewer: Viewer, act: Extract<DemoAct, { kind: 'SUPERVISE' }>): Promise<void> {
  const revision = await readAll(db, currentRevision)
  const { period, decision, reason, measures } = act
  await decide(
    db,
    viewer,
    { period, institution: keyOf(act.institution), decision, reason, measures, revision, jurisdiction: null },
    new Date(act.at),
  )
}

/** Settings that differ from what the registry gives a county anyway. */
async function setUp(writing: Writing, { settings }: DemoCounty): Promise<void> {
  const values: Partial<Settings> = {
    authorityName: settings.authority.zh,
    outletBase: settings.outletBase,
    customerBase: settings.customerBase,
    shareDecimals: settings.shareDecimals,
    rateDecimals: settings.rateDecimals,
    rounding: settings.rounding,
    deadlineDays: settings.deadlineDays,
    exposureMaxAgeDays: settings.exposureMaxAgeDays,
    smallGroupMinimum: settings.smallGroupMinimum,
  }
  for (const [name, value] of Object.entries(values)) await setSetting(writing, name as SettingName, value as never, null)
}

async function registerBreaks(writing: Writing, county: DemoCounty): Promise<void> {
  await setSetting(writing, 'mergedFrom', county.settings.mergedFrom, null)
  for (const one of county.breaks) await addSeriesBreak(writing, { on: one.on, metrics: one.metrics, ...one.sentence })
}

async function correct(writing: Writing, loading: Loading, act: Extract<DemoAct, { kind: 'CORRECT' }>): Promise<void> {
  const { number, column, right } = act.correction
  const [id] = await complaintIds(writing.tx, [number])
  await correctComplaint(writing, id as number, { [column]: wordOf(loading.county, column, right) })
}

async function withdraw(writing: Writing, act: Extract<DemoAct, { kind: 'WITHDRAW' }>): Promise<void> {
  const ids = await complaintIds(
    writing.tx,
    act.withdrawn.map((one) => one.number),
  )
  for (const [index, one] of act.withdrawn.entries()) {
    await addStep(writing, ids[index] as number, { step: 'WITHDRAWN', on: one.on, note: '投诉人撤回' })
  }
}

async function merge(writing: Writing, act: Extract<DemoAct, { kind: 'MERGE' }>): Promise<void> {
  const ids = await complaintIds(writing.tx, act.groups.flat())
  let next = 0
  await mergeGroups(
    writing,
    act.groups.map((group) => group.map(() => ids[next++] as number)),
  )
}

async function closeMonths(writing: Writing, months: readonly string[]): Promise<void> {
  for (const month of months) await closeMonth(writing, `${month}-01`)
}

async function batchOf(writing: Writing, loading: Loading, file: string) {
  const key = loading.batches.get(file)
  if (key === undefined) throw new Error(`No batch of ${file} was entered.`)
  return findBatch(writing.tx, key)
}

/** Ids of complaints of this office's own numbering, in the order of the numbers. */
async function complaintIds(tx: Transaction<Tables>, numbers: readonly string[]): Promise<number[]> {
  const { rows } = await sql<{ id: number; number: string }>`
    select c.id, c.number from complaint c join complaint_source s on s.id = c.source_id
     where s.name = 'LOCAL' and c.number = any (${numbers}::text[])`.execute(tx)
  const byNumber = new Map(rows.map((row) => [row.number, row.id]))
  return numbers.map((number) => {
    const id = byNumber.get(number)
    if (id === undefined) throw new Error(`The demo's complaint ${number} is not in the ledger.`)
    return id
  })
}
