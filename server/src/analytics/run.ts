import type { Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { UserError } from '../platform/errors.ts'
import { anonymousGroups } from './anonymous.ts'
import { askedOf, type Asked } from './asked.ts'
import { addDays } from './calendar.ts'
import type { Counted } from './cases.ts'
import { evaluate } from './evaluate.ts'
import { Exposures, loadExposures } from './exposures.ts'
import { lateNote } from './late-note.ts'
import { loadGiven } from './given.ts'
import { firstKnownDay, loadGround, type Ground } from './ground.ts'
import type { MetricQuery } from './metric-query.types.ts'
import type { MetricTable } from './metric-table.types.ts'
import { marksOf } from './marks.ts'
import { metricRegistry } from './metrics.ts'
import { narrowedRegions } from './read-parts.ts'
import { planNarrowing, type Plan } from './narrowing.ts'
import { notesOf } from './notes.ts'
import { periodObject } from './period-notes.ts'
import { readTogether } from './read-together.ts'
import type { Cell, Frame, Need } from './read.types.ts'
import { beginning } from './segments.ts'
import { readingsOf, readTally, type Reading } from './tally.ts'
import { windowsOf, type Windows } from './windows.ts'

export type RunOptions = {
  /** LEDGER reads the versions alone; the figures are the same, which a test holds. */
  path?: Frame['path']
}

/**
 * Answers a metric query in one snapshot, as the viewer's reader role.
 * @throws InvalidError naming every unknown or impossible part, NotFoundError for a jurisdiction out of reach.
 */
export function runMetricQuery(db: Db, viewer: Viewer, query: MetricQuery, options: RunOptions = {}): Promise<MetricTable> {
  return readSnapshot(db, viewer, (tx) => tableIn(tx, viewer, query, options))
}

/** Answers several in one snapshot; those that count the same versions read them once. One's error is not another's. */
export function runMetricQueries(db: Db, viewer: Viewer, queries: readonly MetricQuery[]): Promise<(MetricTable | UserError)[]> {
  return readSnapshot(db, viewer, async (tx) => {
    const prepared: (Prepared | UserError)[] = []
    for (const query of queries) prepared.push(await orRefusal(() => prepare(tx, viewer, query, {})))
    const wanted = prepared.flatMap((one) => (one instanceof UserError ? [] : one.readings.map(({ need }) => ({ frame: one.frame, need }))))
    const known = await readTogether(wanted)
    const tables: (MetricTable | UserError)[] = []
    for (const one of prepared) tables.push(one instanceof UserError ? one : await orRefusal(() => answer(one, known)))
    return tables
  })
}

async function orRefusal<T>(work: () => Promise<T>): Promise<T | UserError> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
}

/** The same inside a snapshot that is open already. */
export async function tableIn(tx: Transaction<Tables>, viewer: Viewer, query: MetricQuery, options: RunOptions = {}): Promise<MetricTable> {
  return answer(await prepare(tx, viewer, query, options), new Map())
}

/** A query understood: everything but the figures. */
type Prepared = {
  query: MetricQuery
  viewer: Viewer
  frame: Frame
  ground: Ground
  asked: Asked
  windows: Windows
  plan: Plan
  readings: Reading[]
}

async function prepare(tx: Transaction<Tables>, viewer: Viewer, query: MetricQuery, options: RunOptions): Promise<Prepared> {
  const ground = await loadGround(tx, viewer, query)
  const asked = askedOf(query, ground, viewer)
  const windows = windowsOf(asked, ground)
  const plan = planNarrowing(asked, ground, windows)
  const frame: Frame = {
    tx,
    regionIds: ground.regionIds,
    whole: narrowedRegions(ground, viewer.scope) === null,
    scope: viewer.scope,
    register: asked.register,
    merged: asked.merged,
    asOf: ground.asOf,
    marks: marksOf(ground, addDays(asked.period.end, -1)),
    text: asked.text,
    // No rollup knows texts.
    path: asked.text === null ? (options.path ?? 'FASTEST') : 'LEDGER',
  }
  return { query, viewer, frame, ground, asked, windows, plan, readings: readingsOf(frame, asked, windows, plan) }
}

async function answer(prepared: Prepared, known: ReadonlyMap<Need, Cell[]>): Promise<MetricTable> {
  const { query, viewer, frame, ground, asked } = prepared
  const counted = await count(prepared, known)
  const { subjects, keys, columns, groups } = evaluate(counted)
  return {
    revision: ground.asOf.revision,
    period: periodObject(asked.period, ground, asked.comparison),
    keys,
    columns,
    groups,
    notes: notesOf(counted, subjects, await lateNote(frame.tx, viewer, query, counted, subjects)),
  }
}

async function count({ frame, ground, asked, windows, plan, readings }: Prepared, known: ReadonlyMap<Need, Cell[]>): Promise<Counted> {
  const { tx } = frame
  const needsBase = asked.metrics.some((metric) => metricRegistry[metric].per !== undefined || metricRegistry[metric].toldPer !== undefined)
  const tally = await readTally(frame, readings, { windows, plan, asked, ground }, known)
  const exposures = needsBase ? await loadExposures(tx, ground) : new Exposures([], ground)
  // Who sees part of the ledger cannot know when it began.
  const firstDay = asked.comparison.length === 0 ? null : ground.seesAll ? await firstKnownDay(tx, ground, asked.register) : beginning
  const given = await loadGiven(tx, { asked, ground, windows })
  const counted: Counted = { asked, ground, windows, plan, tally, exposures, given, firstDay, anonymous: null }
  return !ground.seesAll && plan.byInstitution ? { ...counted, anonymous: await anonymousGroups(tx, counted) } : counted
}
